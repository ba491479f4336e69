#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows each test point that failed or was skipped, then counts all of them.

usage: tally.py RESULTS...

RESULTS is a `testlog.json` of `meson test`, or a file of plain TAP. A suite that crashed,
ran out of time, broke off or printed no TAP at all counts as one failed point more.
Exit status: 0 when nothing failed, 1 otherwise.
"""
import json
import pathlib
import re
import sys
from typing import NamedTuple

POINT = re.compile(r"(not )?ok\b\s*(\d+)?\s*(?:- )?([^#]*?)\s*(?:#\s*(.*))?$")
PLAN = re.compile(r"1\.\.(\d+)\s*(?:#\s*(.*))?$")
SKIP = re.compile(r"skip\S*\s*(.*)", re.I)
MESON_SKIP = 77
MESON_REMARK = re.compile(r"\n?\(test program exited with status code -?\d+\)\n?$")
MOST_LINES = 60


class Suite(NamedTuple):
    name: str
    stdout: str
    stderr: str = ""
    status: int = 0
    result: str = "OK"


class Point:
    def __init__(self, ok, name, directive):
        skip = SKIP.match(directive or "")
        if directive and not skip:
            name = f"{name} #{directive}"
        # cmocka 1.1 writes `not ok 3 # SKIP name`, and the reason, if any, above it.
        self.outcome = "skipped" if skip else "passed" if ok else "failed"
        self.name = name or (skip[1] if skip else "") or "(no name)"
        self.reason = skip[1] if skip and name else ""
        self.output = []


def parse(text):
    """The points of a TAP text, its plan (None without one), and the reason of `1..0`."""
    points, plan, reason, loose = [], None, "", []
    for line in text.splitlines():
        point, planned = POINT.match(line), PLAN.match(line)
        if point:
            after_failure = points and points[-1].outcome == "failed"
            points.append(Point(not point[1], point[3], point[4]))
            if loose and not after_failure:
                points[-1].reason = points[-1].reason or loose[-1].lstrip("# ")
            loose = points[-1].output
        elif planned:
            plan = (plan or 0) + int(planned[1])
            reason = SKIP.sub(r"\1", planned[2] or "")
        elif line.strip() and not line.startswith("TAP version"):
            loose.append(line)
    return points, plan, reason


def trouble(suite, points, plan):
    """What is wrong with a suite besides its failed points, or None."""
    failed = any(p.outcome == "failed" for p in points)
    bail = re.search(r"^Bail out!.*", suite.stdout, re.M)
    if suite.result in ("TIMEOUT", "INTERRUPT"):
        return "did not finish in time"
    if suite.status < 0 or suite.status >= 128:
        return f"died of signal {abs(suite.status) % 128}"
    if bail:
        return bail[0]
    if plan is None:
        return "printed no TAP plan" if points else "printed no TAP"
    if plan != len(points):
        return f"ran {len(points)} of {plan} tests"
    if suite.status != 0 and not failed:
        return f"ended with exit status {suite.status}"
    return None


def show(title, lines):
    print(title)
    if len(lines) > MOST_LINES:
        lines = [f"({len(lines) - MOST_LINES} lines left out)"] + lines[-MOST_LINES:]
    for line in lines:
        print(f"    {line}")


def tally(suite, counts):
    points, plan, reason = parse(suite.stdout)
    if not points and (plan == 0 and suite.status == 0 or suite.status == MESON_SKIP):
        counts["skipped"] += 1
        reason = reason or (suite.stdout + suite.stderr).strip().split("\n")[-1]
        print(f"skipped: {suite.name}: {reason or 'no reason given'}")
        return
    for point in points:
        counts[point.outcome] += 1
        if point.outcome == "failed":
            show(f"failed: {suite.name}: {point.name}", point.output)
        elif point.outcome == "skipped":
            print(f"skipped: {suite.name}: {point.name}: "
                  f"{point.reason or 'no reason given'}")
    problem = trouble(suite, points, plan)
    if problem:
        counts["failed"] += 1
        show(f"failed: {suite.name}: {problem}", suite.stdout.splitlines()[-20:])
    if problem or any(p.outcome == "failed" for p in points):
        if suite.stderr.strip():
            show(f"stderr of {suite.name}:", suite.stderr.splitlines())


def suites(path):
    path = pathlib.Path(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".json":
        return [Suite(path.stem, text)]
    tests = [json.loads(line) for line in text.splitlines()]
    return [Suite(t["name"], t["stdout"] or "",
                  MESON_REMARK.sub("", t.get("stderr") or ""), t["returncode"],
                  t["result"]) for t in sorted(tests, key=lambda t: t["name"])]


def main(argv):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for path in argv[1:]:
        for suite in suites(path):
            tally(suite, counts)
    print(", ".join(f"{n} {outcome}" for outcome, n in counts.items()))
    return int(counts["failed"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
