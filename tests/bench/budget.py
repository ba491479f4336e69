#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the instructions of `merge` against one bare libyaml pass over the same file.

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


def measure(bare_pass, talosauth):
    empty = instructions(bare_pass, "--empty")
    version = instructions(talosauth, "version")
    print(f"start-up: bench-pass {empty:,}, talosauth version {version:,}")
    print(f"{'merge':<30}{'pass':>14}{'merge':>14}{'ratio':>8}{'budget':>8}")
    over = False
    for config in sorted(EXAMPLES.glob("controlplane-*.yaml")):
        budget = STREAM if "v1.14" in config.name else SINGLE
        base = instructions(bare_pass, config) - empty
        merge = instructions(talosauth, "merge", *SETTINGS, config) - version
        ratio = merge / base
        over |= ratio > budget
        print(f"{config.name:<30}{base:>14,}{merge:>14,}{ratio:>8.2f}{budget:>8.2f}"
              f"  {'OVER' if ratio > budget else 'ok'}", flush=True)
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
