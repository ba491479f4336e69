#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests the counting of tests/tally.py: nothing that went wrong may count as passed."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tally

# what, stdout, exit status, result of meson, sum, a line of the report
CASES = [
    ("all passed", "1..2\nok 1 - a\nok 2 - b\n", 0, "OK",
     "2 passed, 0 failed, 0 skipped", ""),
    ("late plan", "ok 1\nok 2\n1..2\n", 0, "OK", "2 passed, 0 failed, 0 skipped", ""),
    ("one failed", "1..2\nnot ok 1 - a\n# want 1\nok 2 - b\n", 1, "ERROR",
     "1 passed, 1 failed, 0 skipped", "failed: s: a\n    # want 1"),
    ("a name with a number sign", "1..1\nnot ok 1 - issue #75\n", 1, "ERROR",
     "0 passed, 1 failed, 0 skipped", "failed: s: issue #75"),
    ("one skipped", "1..1\nok 1 - a # SKIP no tool\n", 0, "SKIP",
     "0 passed, 0 failed, 1 skipped", "skipped: s: a: no tool"),
    ("cmocka skips", "1..2\nok 1 - a\n# no tool\nnot ok 2 # SKIP b\n", 0, "FAIL",
     "1 passed, 0 failed, 1 skipped", "skipped: s: b: no tool"),
    ("a skip after a failure", "1..2\nnot ok 1 - a\n# bad\nnot ok 2 # SKIP b\n", 1,
     "ERROR", "0 passed, 1 failed, 1 skipped", "skipped: s: b: no reason given"),
    ("a suite skipped by its plan", "1..0 # SKIP no node\n", 0, "SKIP",
     "0 passed, 0 failed, 1 skipped", "skipped: s: no node"),
    ("a suite skipped by its status", "no network\n", 77, "ERROR",
     "0 passed, 0 failed, 1 skipped", "skipped: s: no network"),
    ("killed", "1..1\nok 1 - a\n", -11, "ERROR",
     "1 passed, 1 failed, 0 skipped", "failed: s: died of signal 11"),
    ("out of time", "1..1\nok 1 - a\n", -15, "TIMEOUT",
     "1 passed, 1 failed, 0 skipped", "failed: s: did not finish in time"),
    ("no TAP", "hello\n", 0, "SKIP", "0 passed, 1 failed, 0 skipped",
     "failed: s: printed no TAP\n    hello"),
    ("nothing at all", "", 0, "SKIP", "0 passed, 1 failed, 0 skipped",
     "failed: s: printed no TAP"),
    ("no plan", "ok 1 - a\n", 0, "OK", "1 passed, 1 failed, 0 skipped",
     "failed: s: printed no TAP plan"),
    ("too few", "1..3\nok 1\nok 2\n", 0, "ERROR", "2 passed, 1 failed, 0 skipped",
     "failed: s: ran 2 of 3 tests"),
    ("too many", "1..1\nok 1\nok 2\n", 0, "ERROR", "2 passed, 1 failed, 0 skipped",
     "failed: s: ran 2 of 1 tests"),
    ("a leak at the end", "1..1\nok 1 - a\n", 99, "ERROR",
     "1 passed, 1 failed, 0 skipped", "failed: s: ended with exit status 99"),
    ("bail out", "1..1\nok 1 - a\nBail out! no disk\n", 0, "ERROR",
     "1 passed, 1 failed, 0 skipped", "failed: s: Bail out! no disk"),
    ("two groups in one program", "1..1\nok 1 - a\n1..1\nok 1 - b\n", 0, "ERROR",
     "2 passed, 0 failed, 0 skipped", ""),
]


def run(name, content):
    with tempfile.TemporaryDirectory() as temp:
        path = pathlib.Path(temp) / name
        path.write_text(content, encoding="utf-8")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = tally.main(["tally.py", str(path)])
        return status, out.getvalue()


def check(what, status, output, want, line):
    lines = output.splitlines()
    problems = []
    if lines[-1] != want:
        problems.append(f"want {want}, got {lines[-1]}")
    if status != (" 0 failed" not in want):
        problems.append(f"exit status {status}")
    if line and f"{line}\n" not in output:
        problems.append(f"want {line!r} in {output!r}")
    return what, problems


def checks():
    for what, stdout, returned, result, want, line in CASES:
        entry = {"name": "s", "stdout": stdout, "returncode": returned, "result": result}
        status, output = run("testlog.json", json.dumps(entry) + "\n")
        yield check(what, status, output, want, line)
    status, output = run("memcheck.tap", "1..2\nok 1 - a\nnot ok 2 - b\n# leak\n")
    yield check("a TAP file", status, output, "1 passed, 1 failed, 0 skipped",
                "failed: memcheck: b\n    # leak")
    both = [{"name": n, "stdout": "1..1\nok 1\n", "returncode": 0, "result": "OK"}
            for n in "ab"]
    status, output = run("testlog.json", "".join(json.dumps(e) + "\n" for e in both))
    yield check("two suites", status, output, "2 passed, 0 failed, 0 skipped", "")


def main():
    failed = 0
    for number, (what, problems) in enumerate(checks(), 1):
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {what}")
        for problem in problems:
            print(f"# {problem}")
    print(f"1..{number}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
