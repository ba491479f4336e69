#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""talosauth and the JSON schema say the same about access files, whatever they hold.

usage: access_schema.py ACCESS-VERDICT [--iterations N] [--seed TEXT] [--first N]

ACCESS-VERDICT reads documents, each behind a line with its size in bytes, and prints one
line for each: `ok`, or `refused RULE LINE:COLUMN MESSAGE`.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

import yaml
from accessgen import document, meant, to_yaml
from iterations import MOST_SHOWN, parse_arguments
from talosauth_test import Tap

SCHEMA = ROOT / "schemas" / "access.schema.json"
VERDICT = re.compile(r"ok|refused [a-z0-9-]+ \d+:\d+ \S.*")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LEAST = 0.2  # of all documents, for either verdict

HEAD = "apiVersion: talosauth/v1alpha1\nkind: ClusterAccess\n"

# What YAML 1.1 or YAML 1.2 reads as a number, a boolean, null or a date.
NOT_STRINGS = """
    340112345678901234 0 -1 +1 007 0o17 0x1F 0b11 1_000 12:30 190:20:30
    .5 5. 1.5 -1.5 1.5e+3 1e3 6.8523015e+5 .inf -.Inf .NAN
    true True TRUE false False FALSE yes Yes YES no No NO on On ON off Off OFF y Y n N
    null Null NULL ~
    2026-01-01 2026-01-01T10:00:00Z
""".split() + ["", "2026-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00"]

STRINGS = """
    maybe yess nope onn nULL trUE why v1.11 https://idp.example.com:8443/x a:b 12:30pm
    0xG1 0o8x 1e 1.2.x 2026-01 x2026-01-01 -x é a#b ~x nulls 12e03x
""".split() + ["a b", "yes please", "1 2"]

# (verdict, name, text)
DOCUMENTS = [
    ("ok", "the least there is", HEAD),
    ("ok", "a document start", "---\n" + HEAD),
    ("ok", "comments", "# a\n" + HEAD + "# b\n"),
    ("ok", "JSON", '{"apiVersion": "talosauth/v1alpha1", "kind": "ClusterAccess"}\n'),
    ("ok", "quoted keys", HEAD + '"talos": {\'version\': v1.11}\n'),
    ("ok", "a block scalar", HEAD + "cluster:\n  name: >-\n    12\n"),
    ("ok", "flow collections", HEAD + "rbac: {admins: [a, b], viewers: []}\n"),
    ("ok", "an indentless list", HEAD + "rbac:\n  admins:\n  - a\n"),
    ("refused", "nothing", ""),
    ("refused", "a comment alone", "# nothing\n"),
    ("refused", "a document start alone", "---\n"),
    ("refused", "two documents", HEAD + "---\n" + HEAD),
    ("refused", "no YAML", HEAD + "rbac: [\n"),
    ("refused", "a tab as indentation", HEAD + "rbac:\n\tadmins: []\n"),
    ("refused", "a duplicate key", HEAD + "kind: ClusterAccess\n"),
    ("refused", "a duplicate key in other spelling", HEAD + '"kind": ClusterAccess\n'),
    ("refused", "a duplicate key below", HEAD + "cluster: {name: a, name: a}\n"),
    ("refused", "an alias of a string", HEAD + "cluster: {name: &a b, server: *a}\n"),
    ("refused", "an alias of a list", HEAD + "rbac: {admins: &a [b], viewers: *a}\n"),
    ("refused", "an undefined alias", HEAD + "cluster: {name: *a}\n"),
    ("refused", "a merge key", HEAD + "cluster: {<<: {name: a}}\n"),
    ("refused", "tag !!int", HEAD + 'cluster: {name: !!int "1"}\n'),
    ("refused", "tag !!binary", HEAD + "cluster: {name: !!binary aGk=}\n"),
    ("refused", "a tag of somebody", HEAD + "cluster: {name: !secret a}\n"),
    ("refused", "a tag on a mapping", HEAD + "cluster: !x {name: a}\n"),
    ("refused", "a number as key", HEAD + "1: a\n"),
    ("refused", "null as key", HEAD + "~: a\n"),
    ("refused", "a list as key", HEAD + "[a]: b\n"),
]


def spellings():
    """(verdict, name, text) of scalars, as a key's value and as an item."""
    for text in NOT_STRINGS + STRINGS:
        verdict = "ok" if text in STRINGS else "refused"
        yield verdict, f"plain {text!r}", f"{HEAD}cluster:\n  name: {text}\n"
        yield verdict, f"item {text!r}", f"{HEAD}rbac:\n  admins:\n    - {text}\n"
        for quote in "'\"":
            quoted = quote + text + quote
            yield "ok", f"quoted {quoted}", f"{HEAD}cluster:\n  name: {quoted}\n"


class BadAnswer(Exception):
    """The program does not keep to the protocol."""


def verdicts(program, texts):
    """One line for each text."""
    parts = []
    for data in (text.encode() for text in texts):
        parts += [f"{len(data)}\n".encode(), data]
    done = subprocess.run([program], input=b"".join(parts), capture_output=True,
                          timeout=600, check=False)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    odd = next((line for line in lines if not VERDICT.fullmatch(line)), None)
    if done.returncode != 0 or len(lines) != len(texts) or odd is not None:
        raise BadAnswer(f"status {done.returncode}, {len(lines)} lines for {len(texts)} "
                        f"documents, odd one: {odd}\n{done.stderr.decode()}")
    return lines


def word(line):
    return line.split()[0]


def check_spellings(tap, program):
    cases = [*DOCUMENTS, *spellings()]
    lines = verdicts(program, [text for _, _, text in cases])
    for (verdict, name, text), line in zip(cases, lines):
        tap.ok(word(line) == verdict, f"{name}: {verdict}", f"{line}\n{text}")


def random_documents(arguments):
    """(how to get it again, tree)"""
    for number in range(arguments.first, arguments.first + arguments.iterations):
        again = f"--seed {arguments.seed} --first {number} --iterations 1"
        yield again, document(random.Random(f"{arguments.seed}/access/{number}"))


def check_random(tap, program, arguments, is_valid):
    cases = list(random_documents(arguments))
    texts = [to_yaml(tree) for _, tree in cases]
    misread = [text for (_, tree), text in zip(cases, texts)
               if yaml.load(text, Loader=LOADER) != meant(tree)]
    tap.ok(not misread, "the documents read back as they are meant", misread[:1])
    lines = verdicts(program, texts)
    counts, wrong = {"ok": 0, "refused": 0}, []
    for (again, tree), text, line in zip(cases, texts, lines):
        schema = "ok" if is_valid(meant(tree)) else "refused"
        counts[schema] += 1
        if schema != word(line):
            wrong.append(f"{again}\nschema: {schema}, talosauth: {line}\n{text}")
    tap.ok(not wrong, f"{len(cases)} documents: the schema says the same",
           "\n".join([f"{len(wrong)} differ", *wrong[:MOST_SHOWN]]))
    tap.note(", ".join(f"{count} {name}" for name, count in counts.items()))
    if len(cases) >= 100:
        tap.ok(min(counts.values()) >= LEAST * len(cases), "both verdicts are frequent",
               counts)


def check_all(tap, program, arguments):
    if arguments.first == 0:
        check_spellings(tap, program)
    try:
        from jsonschema import Draft7Validator
    except ImportError:
        tap.skip("access files as the schema sees them", "no python3-jsonschema")
        return
    validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    check_random(tap, program, arguments, validator.is_valid)


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    program = os.path.abspath(sys.argv.pop(1))
    arguments = parse_arguments(__doc__, 4000)
    tap = Tap()
    try:
        check_all(tap, program, arguments)
    except BadAnswer as fault:
        tap.ok(False, "access-verdict answers as agreed", fault)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
