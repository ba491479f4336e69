# SPDX-License-Identifier: MIT
"""Reads the case files of tests/data/own-cases: arguments, input, output or a refusal.

    === ID title            starts a case;
    === define NAME         starts a piece of text, for later use as @NAME
    args: ARGUMENTS         split as a shell would
    eol: crlf               every line end of input and output is CRLF
    <<<                     the input follows
    >>>                     the expected output follows; ">>> same": the input;
                            ">>> refused RULE": exit 2, nothing on stdout

In arguments and text <SP> <TAB> <CR> <LF> <BOM> are characters, <> is an empty line,
<TRAILING> ends a line whose blanks count, <EOF> ends a text without a final newline.
"""

import shlex
from dataclasses import dataclass, field

MARKS = {
    "<SP>": " ",
    "<TAB>": "\t",
    "<CR>": "\r",
    "<LF>": "\n",
    "<BOM>": "\ufeff",
    "<>": "",
    "<TRAILING>": "",
}
IDP = "--issuer-url https://idp.example --audience k8s"
SHORTHANDS = {
    "$idp": IDP,
    "$mine": IDP + " --username-claim email --username-prefix corp:",
    "$zitadel": "--provider zitadel --issuer-url https://zitadel.example.com"
    " --audience 340112345678901234",
}


@dataclass
class Case:
    name: str
    title: str
    args: list = field(default_factory=list)
    crlf: bool = False
    input: bytes = b""
    output: bytes = None
    refused: bool = False
    rule: str = ""


def expand(text):
    for mark, character in MARKS.items():
        text = text.replace(mark, character)
    return text


def _arguments(text):
    for name, words in SHORTHANDS.items():
        text = text.replace(name + " ", words + " ")
    return [expand(word) for word in shlex.split(text)]


def _block(lines, pieces, crlf):
    text = []
    for line in lines:
        text += pieces[line[1:]] if line.startswith("@") else [line]
    body = expand("\n".join(text)) + "\n"
    if body.endswith("<EOF>\n"):
        body = body[: -len("<EOF>\n")]
    if crlf:
        body = body.replace("\n", "\r\n")
    return body.encode()


def _sections(path):
    """(header lines, input lines, verdict word, output lines) of each case."""
    part, sections = None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            sections.append(
                {"head": [line[4:]], "input": [], "output": [], "verdict": ""}
            )
            part = "head"
        elif part is None:
            continue
        elif line == "<<<":
            part = "input"
        elif line.startswith(">>>"):
            part = "output"
            sections[-1]["verdict"] = line[3:].strip()
        else:
            sections[-1][part].append(line)
    return sections


def _trim(lines):
    return lines[:-1] if lines and not lines[-1] else lines


def _case(section, pieces):
    name, _, title = section["head"][0].partition(" ")
    case = Case(name, title)
    for line in section["head"][1:]:
        key, _, value = line.partition(": ")
        if key == "args":
            case.args = _arguments(value)
        elif key == "eol":
            case.crlf = value == "crlf"
    case.input = _block(_trim(section["input"]), pieces, case.crlf)
    verdict = section["verdict"].split()
    if verdict[:1] == ["refused"]:
        case.refused = True
        case.rule = verdict[1]
    elif verdict == ["same"]:
        case.output = case.input
    else:
        case.output = _block(_trim(section["output"]), pieces, case.crlf)
    return case


def read_cases(path):
    pieces, cases = {}, []
    for section in _sections(path):
        if section["head"][0].startswith("define "):
            pieces[section["head"][0].split()[1]] = _trim(section["input"])
        else:
            cases.append(_case(section, pieces))
    return cases
