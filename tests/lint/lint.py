#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the sources against the layers, the limits and the habits of this project.

usage: lint.py SOURCE-ROOT

Prints TAP, one line for each rule. A `# FILE:LINE: ...` below it is a breach,
a `# note: ...` is worth a look and fails nothing.
"""
import fnmatch
import pathlib
import re
import shutil
import subprocess
import sys

import csource
import tables


class Tree:
    """The files below the source root as text, by path relative to it."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = {}
        for top in ("src", "include", "tests", "examples"):
            for path in sorted((self.root / top).rglob("*")):
                if path.is_file() and path.suffix in (".c", ".h", ".py", ".sh"):
                    name = path.relative_to(self.root).as_posix()
                    self.files[name] = path.read_text(encoding="utf-8", errors="replace")

    def matching(self, *patterns):
        return [(name, text) for name, text in self.files.items()
                if any(fnmatch.fnmatchcase(name, p) for p in patterns)]

    def sources(self):
        return self.matching("src/*.c", "src/*.h")

    def public_headers(self):
        return self.matching("include/talosauth/*.h")

    def top_level(self):
        git = (self.root / ".git").exists() and shutil.which("git")
        names = self.tracked() if git else None
        if names is None:
            names = [p.name for p in self.root.iterdir()
                     if not p.name.startswith("build")]
        return sorted(set(names))

    def tracked(self):
        git = subprocess.run(["git", "-C", str(self.root), "ls-files", "-z"],
                             capture_output=True, text=True, check=False)
        return [n.split("/")[0] for n in git.stdout.split("\0") if n] or None


class Report:
    def __init__(self):
        self.breaches, self.notes = [], []

    def breach(self, name, line, message):
        self.breaches.append(f"{name}:{line}: {message}")

    def note(self, name, line, message):
        self.notes.append(f"{name}:{line}: {message}")

    def limit(self, name, line, value, limits, message):
        soft, hard = limits
        if value > hard:
            self.breach(name, line, f"{message}: {value}, at most {hard}")
        elif value > soft:
            self.note(name, line, f"{message}: {value}, better at most {soft}")


def layer(name):
    """The directory of src/ that a file is in, None for a file in src/ itself."""
    parts = name.split("/")
    return parts[1] if len(parts) > 2 else None


def lint_layers(tree, report):
    for name, text in tree.sources():
        own = layer(name)
        if own not in tables.LAYERS:
            report.breach(name, 1, "not in a directory of the layer table")
            continue
        for inc in csource.includes(text):
            if not allowed_include(own, inc):
                report.breach(name, inc.line, f"src/{own} must not include {inc.path}")
    for name, text in tree.public_headers():
        for inc in csource.includes(text):
            if inc.own:
                report.breach(name, inc.line, f"a public header includes \"{inc.path}\"")


def allowed_include(own, inc):
    if inc.path.startswith("talosauth/"):
        return own in tables.SEES_PUBLIC or inc.path in tables.VOCABULARY
    if not inc.own:
        return True
    target = inc.path.split("/")[0] if "/" in inc.path else None
    return (target == own or target in tables.LAYERS[own]
            or inc.path in tables.EXTRA_INCLUDES.get(own, []))


def room(name):
    """The directory inside a layer that a file is in, None in the layer itself."""
    parts = name.split("/")
    return parts[1] if len(parts) > 2 else None


def lint_rooms(tree, report):
    for name, text in tree.sources():
        own, inside = layer(name), room(name.removeprefix("src/"))
        rooms = tables.ROOMS.get(own, {})
        if inside is None:
            continue
        if inside not in rooms:
            report.breach(name, 1, f"no room of src/{own} in the table")
            continue
        for inc in csource.includes(text):
            if (inc.own and layer(f"src/{inc.path}") == own
                    and room(inc.path) not in [inside, *rooms[inside]]
                    and inc.path not in tables.FOYER):
                report.breach(name, inc.line,
                              f"src/{own}/{inside} must not include {inc.path}")


def lint_doors(tree, report):
    for name, text in tree.sources() + tree.public_headers():
        own = layer(name) if name.startswith("src/") else "include"
        for inc in csource.includes(text):
            if inc.path.startswith("talosauth/"):
                continue
            door = door_of(inc.path)
            if door and own not in door:
                where = " and ".join(f"src/{d}" for d in door)
                report.breach(name, inc.line, f"<{inc.path}> belongs to {where}")
            elif not (door or inc.own or inc.path in tables.SYSTEM_HEADERS):
                report.breach(name, inc.line, f"<{inc.path}> is no known system header")


def door_of(path):
    for pattern, directories in tables.DOORS:
        if fnmatch.fnmatchcase(path, pattern):
            return directories
    return None


def lint_top_level(tree, report):
    for name in tree.top_level():
        if name not in tables.TOP_LEVEL and not name.startswith("."):
            report.breach(name, 1, "does not belong to the top level")


def kind(name):
    if name.startswith("include/"):
        return "public header"
    if name.startswith("src/"):
        return "source" if name.endswith(".c") else "internal header"
    return "test"


def lint_file_size(tree, report):
    for name, text in tree.files.items():
        report.limit(name, 1, len(text.splitlines()), tables.FILE_LINES[kind(name)],
                     f"lines of a {kind(name)}")


def lint_function_size(tree, report):
    for name, text in tree.matching("*.c", "*.h"):
        for f in csource.functions(text):
            report.limit(name, f.first, f.last - f.first + 1, tables.FUNCTION_LINES,
                         f"lines of {f.name}()")


def lint_line_width(tree, report):
    soft, hard = tables.LINE_WIDTH
    for name, text in tree.files.items():
        widths = [len(line.expandtabs(8)) for line in text.splitlines()]
        for number, width in enumerate(widths, 1):
            if width > hard:
                report.breach(name, number, f"{width} columns, at most {hard}")
        wide = [n for n, width in enumerate(widths, 1) if soft < width <= hard]
        if wide:
            report.note(name, wide[0], f"{len(wide)} lines over {soft} columns")


def lint_parameters(tree, report):
    for name, text in tree.matching("*.c", "*.h"):
        for f in csource.functions(text):
            if f.params > tables.PARAMETERS:
                report.breach(name, f.first, f"{f.name}() has {f.params} parameters, "
                              f"at most {tables.PARAMETERS}")


def lint_calls(tree, report):
    for name, text in tree.sources():
        banned = list(tables.FORBIDDEN)
        if layer(name) != "cli":
            banned += tables.CLI_ONLY
        call = re.compile(r"(?<![\w.>])(" + "|".join(banned) + r")\s*\(")
        code = csource.bare(text)
        for m in call.finditer(code):
            report.breach(name, csource.line_of(code, m.start()), f"calls {m[1]}()")


def lint_marks(tree, report):
    mark = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
    for name, text in tree.files.items():
        for m in mark.finditer(text):
            report.breach(name, csource.line_of(text, m.start()), f"{m[1]} left over")


def lint_header_docs(tree, report):
    for name, text in tree.public_headers():
        lines = text.split("\n")
        for function, line in csource.exported(text):
            above = "\n".join(lines[:line - 1])
            comment = above[above.rfind("/*"):]
            if not re.fullmatch(r"/\*\*\s(?:(?!\*/).)*\*/", comment, re.S):
                report.breach(name, line, f"no /** */ directly above {function}()")


def lint_header_guards(tree, report):
    for name, text in tree.public_headers():
        guard = "TALOSAUTH_" + re.sub(r"\W", "_", pathlib.Path(name).name).upper()
        start = csource.without_comments(text).split()[:4]
        if start != ["#ifndef", guard, "#define", guard]:
            report.breach(name, 1, f"does not start with the guard {guard}")


def lint_umbrella(tree, report):
    umbrella = "include/talosauth/talosauth.h"
    listed = [inc.path for inc in csource.includes(tree.files.get(umbrella, ""))]
    for name, _ in tree.public_headers():
        path = name.removeprefix("include/")
        if name != umbrella and path not in listed:
            report.breach(umbrella, 1, f"does not include <{path}>")


RULES = [
    ("includes follow the layers", lint_layers),
    ("includes follow the rooms of a layer", lint_rooms),
    ("one door for each foreign library", lint_doors),
    ("nothing else at the top level", lint_top_level),
    ("file sizes", lint_file_size),
    ("function sizes", lint_function_size),
    ("line widths", lint_line_width),
    ("numbers of parameters", lint_parameters),
    ("forbidden calls", lint_calls),
    ("no marks left over", lint_marks),
    ("every public function is documented", lint_header_docs),
    ("guards of public headers", lint_header_guards),
    ("the umbrella header is complete", lint_umbrella),
]


def check(root):
    """Runs every rule: a list of (title, report)."""
    tree = Tree(root)
    results = []
    for title, rule in RULES:
        report = Report()
        rule(tree, report)
        results.append((title, report))
    return results


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    results = check(argv[1])
    print(f"1..{len(results)}")
    for number, (title, report) in enumerate(results, 1):
        print(f"{'not ok' if report.breaches else 'ok'} {number} - {title}")
        for line in report.breaches:
            print(f"# {line}")
        if report.notes:
            print(f"# {len(report.notes)} noted")
        for line in report.notes:
            print(f"# note: {line}")
    return int(any(report.breaches for _, report in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
