# SPDX-License-Identifier: MIT
"""Whether the cases reach every option of every command, and every rule."""

import pathlib
import re

from talosauth_test import run

RULES = pathlib.Path(__file__).resolve().parents[2] / "src" / "base" / "rules.def"
COMMANDS = ["merge", "remove", "patch", "rbac", "show", "kubeconfig", "init", "completion",
            "help", "version"]
ROW = re.compile(r'^RULE\(\w+, "([a-z0-9-]+)"', re.MULTILINE)
OPTION = re.compile(r"^  (?:-\w,|   ) (--[\w-]+)", re.MULTILINE)

# Rules that need a fault around the program, not one in its input.
ELSEWHERE = {
    "file-attributes": "tests/write",
    "file-busy": "tests/write",
    "file-changed": "tests/write",
    "file-hard-links": "tests/write",
    "file-owner": "tests/write",
    "file-read-only": "tests/write",
    "file-write": "tests/write",
    "edit-failed": "a bug",
    "internal": "a bug",
}


def check(tap, cases):
    for command in COMMANDS:
        shown = run([command, "--help"]).out.decode().split("\nExamples\n")[0]
        options = OPTION.findall(shown)
        mine = [case for case in cases if case.path.parent.name == command]
        tried = {case.get("option") for case in mine}
        missing = [option for option in options if option not in tried]
        tap.ok(
            options and not missing,
            f"{command}: a wrong input for each of {len(options)} options",
            " ".join(missing),
        )
    shown = b"".join(case.golden().get("stderr", b"") for case in cases).decode()
    rules = ROW.findall(RULES.read_text(encoding="utf-8"))
    missing = [r for r in rules if f"[{r}]" not in shown and r not in ELSEWHERE]
    name = f"every rule of {len(rules)} is seen"
    tap.ok(rules and not missing, name, " ".join(missing))
