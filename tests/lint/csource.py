# SPDX-License-Identifier: MIT
"""Just enough of C for the lint rules; relies on the layout that .clang-format makes."""
import re
from typing import NamedTuple

TOKEN = re.compile(r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | "(?:\\.|[^"\\\n])*"
  | '(?:\\.|[^'\\\n])*'
""", re.S | re.X)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


class Include(NamedTuple):
    line: int
    own: bool       # "..." and not <...>
    path: str


class Function(NamedTuple):
    name: str
    first: int      # line numbers, the head included
    last: int
    params: int


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    return TOKEN.sub(lambda m: _blank(m[0]) if m["comment"] else m[0], text)


def bare(text):
    """Comments and the insides of literals blanked; every line keeps its number."""
    def hide(m):
        return _blank(m[0]) if m["comment"] else m[0][0] + _blank(m[0][1:-1]) + m[0][-1]
    return TOKEN.sub(hide, text)


def without_directives(code):
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: _blank(m[0]), code, flags=re.M)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def includes(text):
    code = without_comments(text)
    return [Include(line_of(code, m.start(1)), m[1] == '"', m[2])
            for m in INCLUDE.finditer(code)]


def count_params(params):
    """Named parameters; the `...` of a variadic function is none."""
    params = re.sub(r",\s*\.\.\.\s*$", "", params)
    if params.strip() in ("", "void"):
        return 0
    depth, commas = 0, 0
    for c in params:
        depth += (c in "([{") - (c in ")]}")
        commas += c == "," and depth == 0
    return commas + 1


def split_head(head):
    """Name and parameter text of a function's head: its last pair of parentheses."""
    end = head.rindex(")")
    depth = 0
    for at in range(end, -1, -1):
        depth += (head[at] == ")") - (head[at] == "(")
        if depth == 0:
            break
    name = re.search(r"(\w+)\s*$", head[:at])
    return (name[1] if name else "?"), head[at + 1:end]


def functions(text):
    """The function definitions: from the head's first line to the `}` in column 0."""
    found, head, inside = [], [], False
    lines = without_directives(bare(text)).split("\n")
    for number, line in enumerate(lines, 1):
        if inside:
            if line.startswith("}"):
                name, params = split_head(" ".join(t for _, t in head))
                found.append(Function(name, head[0][0], number, count_params(params)))
                head, inside = [], False
        elif not line.strip() or line.rstrip().endswith((";", "}")):
            head = []
        elif line.rstrip() == "{":
            inside = any(")" in t for _, t in head)
        else:
            head.append((number, line))
            inside = bool(re.search(r"\)\s*\{\s*$", line))
    return found


def exported(text):
    """(name, line) of every function that a public header declares with TAUTH_API."""
    code = without_directives(bare(text))
    found = []
    for m in re.finditer(r"^TAUTH_API\b([^;{]*)[;{]", code, re.M):
        name = re.search(r"\b(tauth_\w+)\s*\(", m[1])
        found.append((name[1] if name else "?", line_of(code, m.start())))
    return found
