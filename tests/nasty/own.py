#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/data/own-cases: settings, lists, documents, values of several lines."""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))

from editcases import read_cases
from talosauth_test import Tap, run, show_difference

CASE_COUNT = 117
DIAGNOSTIC = re.compile(r"^-:(\d+):(\d+): error: (.+) \[([a-z0-9-]+)\]$", re.MULTILINE)


def wrong_success(case, result):
    if result.code != 0:
        return f"exit {result.code}\n{result.err}"
    if result.out != case.output:
        return show_difference(case.output, result.out)
    return None


def wrong_refusal(case, result):
    if result.code != 2 or result.out:
        return f"exit {result.code}, {len(result.out)} bytes on stdout\n{result.err}"
    found = DIAGNOSTIC.search(result.err)
    if not found:
        return f"no diagnostic in the agreed form\n{result.err}"
    if found.group(4) != case.rule:
        return f"rule {found.group(4)}, expected {case.rule}\n{result.err}"
    return None


def main():
    tap = Tap()
    count = 0
    for path in sorted((HERE.parent / "data" / "own-cases").glob("*.txt")):
        for case in read_cases(path):
            count += 1
            result = run(case.args, case.input)
            wrong = (wrong_refusal if case.refused else wrong_success)(case, result)
            tap.ok(wrong is None, f"{case.name} {case.title}", wrong)
    tap.ok(count == CASE_COUNT, f"all {CASE_COUNT} cases were run", count)
    tap.finish()


if __name__ == "__main__":
    main()
