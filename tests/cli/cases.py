# SPDX-License-Identifier: MIT
"""The .case files of this directory: one run of talosauth and what must come of it.

    # why the case is there
    args: merge $idp a.yaml      split as a shell would; $idp and the like: SHORTHANDS
    exit: 2
    -- file a.yaml --            a file in the empty directory the run starts in
    machine: {type: worker}
    -- stderr --                 exactly this; without the section: nothing
    a.yaml:1:1: error: ...

Further lines on top:

    env: NAME=VALUE ...          added to the environment
    says: TEXT                   stderr contains it (the API server's own sentence)
    option: --NAME               a wrong input of this option: stderr names it
    lines: +6 -0                 lines that the diff on stdout adds and removes
    stdout: golden/NAME.diff     stdout is in that file
    copy NAME: FILE              a file of the repository, as NAME
    make NAME: RECIPE            see RECIPES; made first, so that NAME can be a directory
                                 that other files are in
    mode NAME: 0640              mode before the run, if NAME is there, and after it;
                                 `0644 to 0600` if it changes
    several: yes                 exit 2 although some of the files had a result

Sections: `file NAME`, `stdin` (both may say `escaped`: \\xff \\r \\0 ... are bytes);
`stdout`, `stderr`; `created NAME`, a file that was not there before. `stdout of NAME`,
`created NAME2 of NAME` and `changed NAME` are unified diffs without context against what
NAME was. Every other file must be the same afterwards, and no further one be there.

In sections, a control character stands as its Unicode picture: MARKS; so do blanks at
the end of a line, and UNFINISHED ends a text without a final newline. ARGUMENT_MARKS are
those of arguments.
"""

import difflib
import re
import shlex
from dataclasses import dataclass, field

IDP = "--issuer-url https://idp.example.com --audience kube"
SHORTHANDS = {
    "$idp": IDP,
    "$zitadel": "--provider zitadel --issuer-url https://zitadel.example.com"
    " --audience 340112345678901234",
    "$login": "-i https://idp.example.com -c kubectl -k api.example.com"
    " --cluster-ca ca.pem",
}
MARKS = {
    "\N{SYMBOL FOR ESCAPE}": "\x1b",
    "\N{SYMBOL FOR CARRIAGE RETURN}": "\r",
    "\N{SYMBOL FOR NULL}": "\0",
}
ARGUMENT_MARKS = {
    "\N{SYMBOL FOR LINE FEED}": "\n",
    "\N{SYMBOL FOR HORIZONTAL TABULATION}": "\t",
    "\N{SYMBOL FOR ESCAPE}": "\x1b",
}
SPACE, TAB = "\N{SYMBOL FOR SPACE}", "\N{SYMBOL FOR HORIZONTAL TABULATION}"
UNFINISHED = "\N{SYMBOL FOR END OF TRANSMISSION}"
SECTION = re.compile(r"-- (.+) --")
GOLDEN = ("stdout", "stderr", "created", "changed")


@dataclass
class Case:
    path: object
    head: list = field(default_factory=list)  # (key, value), comments as ("#", line)
    sections: dict = field(default_factory=dict)  # title: lines as they stand in the file

    @property
    def name(self):
        return f"{self.path.parent.name}/{self.path.stem}"

    def all(self, key):
        """Values of a key; for `copy`, `make` and `mode` as (name, value)."""
        exact = [value for name, value in self.head if name == key]
        named = [
            (name.split(" ", 1)[1], value)
            for name, value in self.head
            if name.startswith(key + " ")
        ]
        return exact + named

    def get(self, key, default=None):
        return next(iter(self.all(key)), default)

    @property
    def arguments(self):
        text = self.get("args", "") + " "
        for name, words in SHORTHANDS.items():
            text = text.replace(name + " ", words + " ")
        for mark, character in ARGUMENT_MARKS.items():
            text = text.replace(mark, character)
        return shlex.split(text)

    @property
    def environment(self):
        return dict(word.split("=", 1) for word in shlex.split(self.get("env", "")))

    def inputs(self):
        """(name, bytes) of the file sections, and of stdin as name None."""
        for title, lines in self.sections.items():
            words = title.split()
            if words[0] not in ("file", "stdin"):
                continue
            data = from_lines(lines)
            if words[-1] == "escaped":
                data = data.decode().encode().decode("unicode_escape").encode("latin-1")
            name = " ".join(words[1:]).removesuffix(" escaped")
            yield (name if words[0] == "file" else None), data

    def golden(self):
        return {
            title: from_lines(lines)
            for title, lines in self.sections.items()
            if title.split()[0] in GOLDEN
        }


def from_lines(lines):
    text = []
    for line in lines:
        for mark, character in MARKS.items():
            line = line.replace(mark, character)
        text.append(re.sub(f"[{SPACE}{TAB}]+$", _blanks, line) + "\n")
    whole = "".join(text)
    return whole.removesuffix(UNFINISHED + "\n").encode()


def _blanks(found):
    return found[0].replace(SPACE, " ").replace(TAB, "\t")


def to_lines(data):
    """The lines of a section that stand for these bytes."""
    text = data.decode("utf-8", "backslashreplace")
    if text and not text.endswith("\n"):
        text += UNFINISHED + "\n"
    lines = []
    for line in text.split("\n")[:-1]:
        for mark, character in MARKS.items():
            line = line.replace(character, mark)
        end = re.search(r"[ \t]*$", line)[0]
        shown = end.replace(" ", SPACE).replace("\t", TAB)
        lines.append(line[: len(line) - len(end)] + shown)
    return lines


def difference(old, new):
    """Unified diff without context and file names, as bytes."""
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        n=0,
    )
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in list(lines)[2:]
    )


def read_case(path):
    case, title = Case(path), None
    for line in path.read_bytes().decode().split("\n")[:-1]:
        section = SECTION.fullmatch(line)
        if section:
            title = section[1]
            if title in case.sections:
                raise ValueError(f"{path}: section {title} is there twice")
            case.sections[title] = []
        elif title is not None:
            case.sections[title].append(line)
        elif line.startswith("#"):
            case.head.append(("#", line[1:].strip()))
        elif line:
            key, _, value = line.partition(":")
            case.head.append((key, value.strip()))
    return case


def write_case(case, golden):
    """The text of the case file with these golden sections (title: bytes)."""
    lines = []
    for key, value in case.head:
        lines.append((f"# {value}" if key == "#" else f"{key}: {value}").rstrip())
    for title, body in case.sections.items():
        if title.split()[0] not in GOLDEN:
            lines += [f"-- {title} --", *body]
    for title, data in golden.items():
        lines += [f"-- {title} --", *to_lines(data)]
    return "\n".join(lines) + "\n"
