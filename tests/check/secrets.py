#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A secret whose own line has a finding is never shown, whatever is wrong with it.

Every secret field of a machine config and of its documents, and those of a kubeconfig,
gets values in several shapes and faults on its line; no command and no format may print
any of them. The finding has to be there: without it the test would show nothing."""

import base64
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lib"), str(HERE)]

from secret_cases import (
    API_SERVER,
    CANARY,
    DOCUMENTS,
    KUBECONFIG,
    LEGACY,
    cases_of,
    object_cases,
    special_cases,
)
from talosauth_test import Tap, run

SINGLES = 8  # files for the commands that take one

PEM = [
    "-----BEGIN {0} PRIVATE KEY-----\n{1}\n{2}\n-----END {0} PRIVATE KEY-----\n",
    "-----BEGIN {0} PRIVATE KEY-----\n{1}\n{2}\n",
    "-----BEGIN {0} PRIVATE KEY----- {1} {2}\n",
    "-----BEGIN CERTIFICATE-----\n{1}\n{2}\n-----END CERTIFICATE-----\n"
    "-----BEGIN {0} PRIVATE KEY-----\n{1}\n{2}\n-----END {0} PRIVATE KEY-----\n",
    "{1}\n{2}\n-----END {0} PRIVATE KEY-----\n",
]
SETTINGS = ["--provider", "zitadel", "--issuer-url", "https://idp.example.com",
            "--audience", "1"]


def authority_runs(pem):
    """Arguments and the files of runs with a private key where a CA belongs."""
    config = API_SERVER
    lines = pem.splitlines()
    issuer = [
        "apiVersion: v1alpha1", "kind: KubeAuthenticationConfig", "configuration:", "  jwt:",
        "  - issuer:", "      url: https://idp.example.com", "      audiences: ['1']",
        "      certificateAuthority: |", *("        " + line for line in lines),
    ]
    file = [
        "machine:", "  type: controlplane", "  files:",
        "  - path: /var/lib/talosauth/issuer-ca.crt",
        "    permissions: 0o644", "    op: create", "    content: |",
        *("      " + line for line in lines),
        "cluster: {apiServer: {extraArgs: {oidc-ca-file: /var/lib/talosauth/issuer-ca.crt}}}",
    ]
    cluster = ["apiVersion: v1", "kind: Config", "clusters:", "- name: c", "  cluster:",
               "    server: https://x", "    certificate-authority-data: "
               + base64.b64encode(pem.encode()).decode()]
    for command in (["merge", "--diff"], ["merge", "--check"], ["patch", "--base"]):
        yield [*command, "a.yaml", *SETTINGS, "--issuer-ca", "ca.pem", "-v"], config, pem
    for text in (issuer, file, cluster):
        text = "\n".join(text) + "\n"
        for form in ("text", "json", "sarif", "github"):
            yield ["validate", "-v", "-o", form, "a.yaml", "ca.pem"], text, pem
        yield ["show", "-v", "a.yaml"], text, pem


def check_authorities(tap):
    wrong, refused, runs = [], 0, 0
    for pattern in PEM:
        values = [CANARY.base64(), CANARY.word()]
        pem = pattern.format("EC", *values)
        for arguments, config, authority in authority_runs(pem):
            with tempfile.TemporaryDirectory() as directory:
                (pathlib.Path(directory) / "a.yaml").write_text(config, encoding="utf-8")
                (pathlib.Path(directory) / "ca.pem").write_text(authority, encoding="utf-8")
                result = run(arguments, cwd=directory)
            runs += 1
            refused += "private key" in result.err + result.out.decode()
            output = result.err + result.out.decode()
            if any(v[:8] in output for v in values):
                wrong.append(f"{arguments}: {values}\n{output}")
    tap.ok(not wrong, f"a private key for a CA: {runs} runs", "\n".join(wrong))
    tap.ok(refused > len(PEM), f"{refused} of them tell of the private key")


# Faults that leave the config readable: nothing is found on the line, it is in diffs.
QUIET = {"sound", "int", "value-by-alias"}
MERGE = ["--set", "v=4"]


def commands(files, single):
    for form in ("text", "json", "sarif", "github"):
        yield ["validate", "-v", "-o", form, *files]
    yield ["validate", "-v", "--as", "patch", "--strict", *files]
    yield ["merge", "-v", "--diff", *MERGE, *files]
    yield ["merge", "-v", "--check", *MERGE, *files]
    yield ["remove", "-v", "--diff", *files]
    for file in single:
        yield ["merge", "-v", "-O", "/dev/null", "--force", *MERGE, file]
        yield ["merge", "-v", *MERGE, file]
        yield ["show", "-v", file]
        yield ["show", "-v", "-o", "json", file]
        yield ["patch", "-v", "--base", file, "--provider", "zitadel", "--issuer-url",
               "https://idp.example.com", "--audience", "1"]


def leaks(case, text):
    return [value for value in case.forbidden() if value in text]


def check_lines(case, findings):
    """What is found on the lines of the field."""
    return [f for f in findings if f["line"] and case.first <= f["line"] <= case.last + 1]


def unfound(cases, directory, names):
    """(what is missing, how many files have findings on the lines of the field)"""
    wrong, found = [], 0
    report = json.loads(run(["validate", "-o", "json", *names], cwd=directory).out)
    for case, file in zip(cases, report["files"]):
        there = check_lines(case, file["findings"])
        found += bool(there)
        if not there and not QUIET & set(case.name.split()):
            wrong.append(f"{case.name}: nothing found on its lines\n{case.text}")
    return wrong, found


def shown(cases, arguments, output):
    for case in cases:
        values = leaks(case, output)
        if values:
            line = next(t for t in output.splitlines() if values[0] in t)
            yield f"{case.name}: {arguments[:4]} shows {values}: {line[:300]}\n{case.text}"


def check(tap, title, cases):
    with tempfile.TemporaryDirectory() as directory:
        names = [f"{number}.yaml" for number in range(len(cases))]
        for case, name in zip(cases, names):
            (pathlib.Path(directory) / name).write_text(case.text, encoding="utf-8")
        wrong, found = unfound(cases, directory, names)
        runs = list(commands(names, names[:: len(names) // SINGLES]))
        for arguments in runs:
            result = run(arguments, cwd=directory)
            own = arguments[0] == "merge" and not {"--diff", "--check"} & set(arguments)
            output = result.err + ("" if own else result.out.decode())
            if result.code not in (0, 1, 2):
                wrong.append(f"{arguments[:4]}: exit {result.code}")
            wrong += shown(cases, arguments, output)
    counts = f"{len(cases)} files, {found} with findings there, {len(runs)} runs"
    tap.ok(not wrong, f"{title}: {counts}", "\n".join(wrong))


def main():
    tap = Tap()
    for path in LEGACY + DOCUMENTS + KUBECONFIG:
        check(tap, path, list(cases_of(path)))
    check(tap, "join tokens and arguments", list(special_cases()))
    check(tap, "arguments and objects", list(object_cases()))
    check_authorities(tap)
    tap.finish()


if __name__ == "__main__":
    main()
