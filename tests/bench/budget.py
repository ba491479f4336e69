#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions of `merge` and `validate` against one bare libyaml pass.

usage: budget.py PASS-PROGRAM [TALOSAUTH]

TALOSAUTH is a release build; without it, TALOSAUTH_RELEASE names one. Start-up is
subtracted on both sides (`talosauth version`, `bench-pass --empty`). Exit status: 0
within the budgets, 1 over one, 2 cannot be measured, 77 (meson: skipped) without tools.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "examples"
SETTINGS = ["--provider", "zitadel", "--issuer-url", "https://zitadel.example.com",
            "--audience", "340112345678901234"]
CALLGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]

# How many times the pass a merge may cost: of the 1.14 stream only one document is parsed
# again.
SINGLE, STREAM = 2.5, 1.8
# Without looking into certificates.
VALIDATE = 3


def instructions(*command):
    with tempfile.TemporaryFile() as out:
        run = subprocess.run([*CALLGRIND, *command], stdin=subprocess.DEVNULL, stdout=out,
                             stderr=subprocess.PIPE, text=True, check=False)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not collected:
        print(f"{' '.join(map(str, command))}: status {run.returncode}\n{run.stderr}",
              file=sys.stderr)
        sys.exit(2)
    return int(collected[1])


def commands(config):
    """What is measured on a file: budget, and arguments before the file."""
    yield STREAM if "v1.14" in config.name else SINGLE, ["merge", *SETTINGS]
    yield VALIDATE, ["validate", "--rule", "certificate=off"]


def measure(bare_pass, talosauth):
    empty = instructions(bare_pass, "--empty")
    version = instructions(talosauth, "version")
    print(f"start-up: bench-pass {empty:,}, talosauth version {version:,}")
    print(f"{'command':<10}{'file':<30}{'pass':>14}{'command':>14}{'ratio':>8}{'budget':>8}")
    over = False
    for config in sorted(EXAMPLES.glob("controlplane-*.yaml")):
        base = instructions(bare_pass, config) - empty
        for budget, command in commands(config):
            cost = instructions(talosauth, *command, config) - version
            ratio = cost / base
            over |= ratio > budget
            print(f"{command[0]:<10}{config.name:<30}{base:>14,}{cost:>14,}{ratio:>8.2f}"
                  f"{budget:>8.2f}  {'OVER' if ratio > budget else 'ok'}", flush=True)
    return over


def main(argv):
    talosauth = argv[2] if len(argv) == 3 else os.environ.get("TALOSAUTH_RELEASE")
    if len(argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    if not talosauth or not shutil.which("valgrind"):
        print("needs valgrind and a release build in TALOSAUTH_RELEASE")
        return 77
    return int(measure(os.path.abspath(argv[1]), os.path.abspath(talosauth)))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
