# SPDX-License-Identifier: MIT
"""Whether the cases reach every option of every command, and every rule."""

import pathlib
import re

from talosauth_test import run

RULES = pathlib.Path(__file__).resolve().parents[2] / "src" / "base"
COMMANDS = ["merge", "remove", "patch", "rbac", "validate", "show", "kubeconfig", "init",
            "completion", "help", "version"]
ROW = re.compile(r'^RULE\(\w+, "([a-z0-9-]+)"', re.MULTILINE)
OPTION = re.compile(r"^  (?:-\w,|   ) (--[\w-]+)", re.MULTILINE)

# Rules that need a fault or a server around the program, not one in its input.
ELSEWHERE = {
    "ca-expires-soon": "tests/cli/authority.py",
    "file-attributes": "tests/write",
    "file-busy": "tests/write",
    "file-changed": "tests/write",
    "file-hard-links": "tests/write",
    "file-owner": "tests/write",
    "file-read-only": "tests/write",
    "file-write": "tests/write",
    "edit-failed": "a bug",
    "internal": "a bug",
    **dict.fromkeys((
        "fingerprint",
        "server-host",
        "server-unconfirmed",
        "server-proxy",
        "server-unknown-host",
        "server-unreachable",
        "server-timeout",
        "server-closed",
        "server-not-tls",
        "server-tls-version",
        "server-handshake",
        "server-no-ca",
        "server-other-ca",
        "server-several-cas",
        "server-fingerprint",
        "server-leaf",
        "server-extra-ca",
        "server-name",
        "server-expired",
    ), "tests/net"),
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
    seen = [case.golden().get(t, b"") for case in cases for t in ("stdout", "stderr")]
    shown = b"".join(seen).decode("utf-8", "replace")
    text = "".join(p.read_text(encoding="utf-8") for p in sorted(RULES.glob("*.def")))
    rules = ROW.findall(text)
    missing = [r for r in rules if f"[{r}]" not in shown and r not in ELSEWHERE]
    name = f"every rule of {len(rules)} is seen"
    tap.ok(rules and not missing, name, " ".join(missing))
