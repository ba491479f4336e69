#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the public headers, and the shared library's exports against them.

usage: check_headers.py INCLUDE-DIR LIBRARY

Each header must compile alone as C17 and as C++17 and be guarded, and LIBRARY must
export the functions declared TAUTH_API, nothing less and nothing else. Prints TAP.
CC, CXX and NM name other tools than cc, c++ and nm.
"""
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "lint"), str(TESTS / "lib")]
import csource
from talosauth_test import Tap

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
LANGUAGES = [("CC", "cc", ["-std=c17", "-x", "c"]),
             ("CXX", "c++", ["-std=c++17", "-x", "c++"])]
# Every ELF library may have these.
COMMON = {"_init", "_fini", "_edata", "_end", "__bss_start"}


def tool(variable, default):
    command = shlex.split(os.environ.get(variable) or default)
    return command if shutil.which(command[0]) else None


def compiles(compiler, options, include, header):
    """None, or what the compiler says to a source that has only the header, twice."""
    source = f"#include <talosauth/{header.name}>\n" * 2
    command = [*compiler, *options, *STRICT, f"-I{include}", "-"]
    run = subprocess.run(command, input=source, capture_output=True, text=True,
                         check=False)
    return run.stderr if run.returncode != 0 else None


def starts_with_guard(header):
    words = csource.without_comments(header.read_text(encoding="utf-8")).split()[:4]
    if len(words) == 4 and words[::2] == ["#ifndef", "#define"] and words[1] == words[3]:
        return None
    return f"starts with {' '.join(words)}"


def exports(nm, library):
    out = subprocess.run([*nm, "-D", "--defined-only", "--format=posix", library],
                         capture_output=True, text=True, check=True).stdout
    symbols = [line.split()[:2] for line in out.splitlines()]
    # An absolute symbol is the name of a version; a sanitizer adds its own with two `_`.
    return {name.split("@")[0] for name, kind in symbols
            if kind != "A" and name not in COMMON and not name.startswith("__")}


def checks(include, library):
    """(title, problem or None, reason to skip or None)"""
    headers = sorted((include / "talosauth").glob("*.h"))
    declared = set()
    for header in headers:
        declared |= {n for n, _ in csource.exported(header.read_text(encoding="utf-8"))}
        yield f"{header.name} starts with its guard", starts_with_guard(header), None
        for variable, default, options in LANGUAGES:
            compiler = tool(variable, default)
            skip = None if compiler else f"no {default}"
            problem = None if skip else compiles(compiler, options, include, header)
            yield f"{header.name} compiles alone as {options[0][5:]}", problem, skip
    nm = tool("NM", "nm")
    skip = None if nm else "no nm"
    found = set() if skip else exports(nm, library)
    missing, extra = sorted(declared - found), sorted(found - declared)
    yield ("every declared function is exported",
           "\n".join(missing) or (None if declared else "no function declared"), skip)
    yield "nothing else is exported", "\n".join(extra) or None, skip


def main(argv):
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    for title, problem, skip in checks(pathlib.Path(argv[1]).resolve(), argv[2]):
        if skip:
            tap.skip(title, skip)
        else:
            tap.ok(problem is None, title, problem or "")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
