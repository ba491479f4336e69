#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `meson install` puts where: files that name others find them there too.

usage: installed.py BUILD-DIRECTORY
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

from talosauth_test import Tap

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def install(build, root):
    return subprocess.run(
        ["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", root],
        capture_output=True, text=True, check=False)


def check_schemas(tap, root):
    """An editor reads the schema that the first line of an example names."""
    found = 0
    for path in sorted(root.rglob("examples/*.yaml")):
        name = MODELINE.match(path.read_text(encoding="utf-8"))
        found += 1
        schema = path.parent / name[1] if name else None
        good = schema is not None and schema.is_file() and json.loads(schema.read_text())
        tap.ok(good, f"{path.name}: its schema is there", f"{path}: {schema}")
    tap.ok(found > 1, f"{found} access files are installed")


def check_pages(tap, root):
    pages = {path.name for path in root.rglob("*.[157]")}
    sources = {path.stem for path in (ROOT / "src/cli/man").glob("*.in")}
    tap.ok(pages == sources, f"{len(pages)} pages are installed", pages ^ sources)


def main(arguments):
    tap = Tap()
    if not shutil.which("meson"):
        tap.skip("what is installed", "meson is not installed")
    else:
        with tempfile.TemporaryDirectory() as directory:
            done = install(arguments[0], directory)
            if tap.ok(done.returncode == 0, "meson install", done.stdout + done.stderr):
                check_schemas(tap, pathlib.Path(directory))
                check_pages(tap, pathlib.Path(directory))
    tap.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
