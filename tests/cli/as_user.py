#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The cases of this directory once more as a user without rights.

Root reads and writes what others may not, so what is refused to root alone says little.
A copy is run, since the checkout may lie where that user cannot look.
"""

import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

from talosauth_test import Tap

NOBODY = 65534
PARTS = ["tests/cli", "tests/data/certificates", "tests/lib", "examples", "src"]


def copy(folder):
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(os.environ["TALOSAUTH"], folder / "talosauth")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or path.name == "talosauth" else 0o644)


def run_as_nobody(folder):
    """Exit status of the cases, run by a child that has given up its rights."""
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.environ.update(TALOSAUTH=str(folder / "talosauth"), HOME="/")
        cases = str(folder / "tests/cli/run.py")
        for python in (sys.executable, "/usr/bin/python3"):
            if os.access(python, os.X_OK):
                os.execv(python, [python, cases])
        print("1..0 # SKIP no python3 that another user may run", flush=True)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main():
    if os.geteuid() != 0:
        tap = Tap()
        tap.skip("the cases as another user", "not root: they run as this user already")
        tap.finish()
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="talosauth-user-") as folder:
        copy(pathlib.Path(folder))
        return run_as_nobody(pathlib.Path(folder))


if __name__ == "__main__":
    sys.exit(main())
