#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs examples/merge.c, built against the shared library.

usage: example.py PROGRAM EXAMPLES-DIRECTORY
"""
import pathlib
import subprocess
import sys
import tempfile

number = 0


def ok(passed, name, detail=""):
    global number
    number += 1
    print(f"{'' if passed else 'not '}ok {number} - {name}")
    if not passed:
        for line in str(detail).splitlines():
            print(f"# {line}")
    return passed


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True, check=False)


def added(diff):
    return [line[1:] for line in diff.splitlines()
            if line.startswith("+") and not line.startswith("+++")]


ENTRY = """\
    jwt:
        - issuer:
            url: https://zitadel.example.com
            audiences:
                - "340112345678901234"
          claimMappings:
            username:
                claim: email
                prefix: "zitadel:"
            groups:
                claim: groups
                prefix: "zitadel:"
"""


def main(program, examples):
    good = run(program, str(pathlib.Path(examples) / "controlplane-v1.14.yaml"))
    ok(good.returncode == 0, "a config of Talos 1.14 is merged", good.stderr)
    text = "\n".join(added(good.stdout)) + "\n"
    ok(text.replace('"', "").endswith(ENTRY.replace('"', "")),
       "the diff has the jwt entry", text)
    ok("-----BEGIN" not in good.stdout, "the diff has no key", "")
    with tempfile.TemporaryDirectory() as directory:
        worker = pathlib.Path(directory) / "worker.yaml"
        worker.write_text("machine:\n    type: worker\ncluster: {}\n")
        bad = run(program, str(worker))
        ok(bad.returncode == 1 and bad.stdout == "", "a worker is refused", bad)
        ok(f"{worker}:2:11: error: machine.type is worker" in bad.stderr,
           "the reason has its place", bad.stderr)
        missing = run(program, str(pathlib.Path(directory) / "none.yaml"))
        ok(missing.returncode in (1, 2) and "none.yaml" in missing.stderr,
           "a missing file is named", missing)
    ok(run(program).returncode == 2, "no argument is a usage error")
    print(f"1..{number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
