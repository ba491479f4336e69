#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/data/nasty-yaml.json: edits of one extraArgs key, exact bytes or a refusal."""

import json
import pathlib
import re
import sys
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))

from talosauth_test import Tap, run, show_difference

CASES = HERE.parent / "data" / "nasty-yaml.json"
CASE_COUNT = 126
DIAGNOSTIC = re.compile(r"^-:(\d+):(\d+): error: (.+) \[([a-z0-9-]+)\]$", re.MULTILINE)

# The rule ids that say what the data's error code says.
RULES = {
    "E_TYPE": {"wrong-type"},
    "E_PARSE": {"yaml-syntax", "undefined-alias", "template"},
    "E_BOM": {"encoding"},
    "E_ANCHOR": {"shared-node"},
    "E_ALIAS": {"shared-node"},
    "E_EOL": {"line-ends"},
    "E_DIRECTIVE": {"yaml-directive"},
    "E_DUP_DOC": {"duplicate-document"},
    "E_NO_TARGET": {"not-a-config"},
    "E_EMPTY": {"input-empty"},
    "E_DUP_KEY": {"duplicate-key"},
    "E_TEMPLATE": {"template"},
    "E_KEY": {"key-not-scalar"},
    "E_WORKER": {"worker-config"},
    "E_ROOT": {"document-root"},
    "E_SOPS": {"sops-encrypted"},
    "E_PATCH_DIRECTIVE": {"patch-directive"},
}


def arguments(case):
    if case["op"] == "del":
        return ["merge", "--unset", case["key"], "-"]
    values = case["value"] if isinstance(case["value"], list) else [case["value"]]
    settings = []
    for value in values:
        settings += ["--set", f"{case['key']}={value}"]
    return ["merge", *settings, "-"]


def error_codes(text):
    return re.findall(r"\bE_[A-Z_]+\b", text)


def error_place(text):
    """Line and column that the data names; for a duplicate the second place."""
    pair = re.search(r"lines \d+ and (\d+)", text)
    if pair:
        return int(pair.group(1)), None
    line = re.search(r"line (\d+)", text)
    column = re.search(r"column (\d+)", text)
    return tuple(int(found.group(1)) if found else None for found in (line, column))


def wrong_success(case, result):
    expected = case["output"].encode()
    if result.code != 0:
        return f"exit {result.code}\n{result.err}"
    if result.out != expected:
        return show_difference(expected, result.out)
    return None


def wrong_refusal(case, result):
    if result.code != 2:
        return f"exit {result.code} instead of 2\n{result.err}"
    if result.out:
        return f"stdout is not empty: {result.out[:200]!r}"
    found = DIAGNOSTIC.search(result.err)
    if not found:
        return f"no diagnostic in the agreed form\n{result.err}"
    line, column = int(found.group(1)), int(found.group(2))
    want_line, want_column = error_place(case["error"])
    if want_line and (line != want_line or (want_column and column != want_column)):
        want = f"{want_line}:{want_column or 'any'}"
        return f"at {line}:{column}, expected {want}\n{result.err}"
    allowed = set().union(*(RULES[code] for code in error_codes(case["error"])))
    if found.group(4) not in allowed:
        return f"rule {found.group(4)}, expected one of {sorted(allowed)}\n{result.err}"
    return None


def main():
    tap = Tap()
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    total, passed = Counter(), Counter()
    for case in cases:
        letter = case["id"][0]
        total[letter] += 1
        result = run(arguments(case), case["input"].encode())
        wrong = (wrong_refusal if case["error"] else wrong_success)(case, result)
        passed[letter] += tap.ok(wrong is None, f"{case['id']} {case['title']}", wrong)
    tap.ok(len(cases) == CASE_COUNT, f"all {CASE_COUNT} cases were run", len(cases))
    tap.ok(tap.skipped == 0, "no case was skipped")
    for letter in sorted(total):
        print(f"# {letter} {passed[letter]}/{total[letter]}")
    tap.finish()


if __name__ == "__main__":
    main()
