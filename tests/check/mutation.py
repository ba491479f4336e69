#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every rule of validate has a case that it is in and one that it is not in; switched
off, it and nothing else is gone."""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cli" / "validate"
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("lib", "cli", "check")]

import registry
from cases import read_case
from run import Scene
from talosauth_test import Tap, run


def play(path, *more):
    case = read_case(path)
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(case, directory)
        first, *rest = case.arguments
        return run([first, *more, *rest], scene.stdin, directory, case.environment)


def findings(result):
    """The findings of a report as text, each with its source line and hint."""
    blocks = []
    for line in result.out.decode().split("\n"):
        if line.startswith("    ") and blocks:
            blocks[-1] += "\n" + line
        elif line:
            blocks.append(line)
    return blocks


def check_rule(tap, rule):
    mark = f"[{rule}]"
    with_it = play(CASES / f"{rule}.case")
    without = play(CASES / f"{rule}-ok.case")
    tap.ok(mark in with_it.out.decode(), f"{rule}: found", with_it.out.decode())
    tap.ok(mark not in without.out.decode(), f"{rule}: not found", without.out.decode())
    off = play(CASES / f"{rule}.case", "--rule", f"{rule}=off")
    kept = [f for f in findings(with_it) if mark not in f.split("\n")[0]]
    tap.ok(findings(off) == kept, f"{rule}: off", off.out.decode())


def main():
    tap = Tap()
    missing = []
    for rule, (*_, file) in registry.read().items():
        there = [(CASES / f"{rule}{end}.case").exists() for end in ("", "-ok")]
        if all(there):
            check_rule(tap, rule)
        elif file != "rules.def":
            missing.append(rule)
    tap.ok(not missing, "every rule of validate has its two cases", "\n".join(missing))
    tap.finish()


if __name__ == "__main__":
    main()
