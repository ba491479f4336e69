# SPDX-License-Identifier: MIT
"""Run the talosauth binary and report results in TAP."""

import os
import subprocess
import sys
from typing import NamedTuple


class Result(NamedTuple):
    code: int
    out: bytes
    err: str


def binary():
    path = os.environ.get("TALOSAUTH")
    if not path:
        print("Bail out! TALOSAUTH must name the talosauth binary")
        sys.exit(99)
    return os.path.abspath(path)


def run(args, stdin=None, cwd=None, env=None):
    """Runs talosauth; `stdin` is bytes or None, `env` is added to the environment."""
    environment = dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8", **(env or {}))
    done = subprocess.run(
        [binary(), *args],
        input=stdin if stdin is not None else b"",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


class Tap:
    """Numbered test points, the plan at the end, exit status 1 if any point failed."""

    def __init__(self):
        self.count = 0
        self.failed = 0
        self.skipped = 0

    def ok(self, passed, name, detail=""):
        self.count += 1
        if not passed:
            self.failed += 1
        print(f"{'ok' if passed else 'not ok'} {self.count} - {_one_line(name)}")
        if not passed and detail:
            self.note(detail)
        return bool(passed)

    def skip(self, name, reason):
        self.count += 1
        self.skipped += 1
        print(f"ok {self.count} - {_one_line(name)} # SKIP {_one_line(reason)}")

    def note(self, text):
        for line in str(text).splitlines():
            print(f"#   {line}")

    def finish(self):
        print(f"1..{self.count}")
        sys.stdout.flush()
        sys.exit(1 if self.failed else 0)


def _one_line(text):
    return str(text).replace("\n", " ").replace("#", "\\#")


def show_difference(expected, actual):
    """Both byte strings with their line ends visible, for a failed comparison."""
    lines = []
    for title, data in (("expected", expected), ("actual", actual)):
        lines.append(f"{title}:")
        lines += ["  " + repr(line)[1:] for line in data.splitlines(keepends=True)]
    return "\n".join(lines)
