#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`validate` against what kube-apiserver 1.34 made of the same flags and files
(tests/data/authn-cases.json)."""

import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lib")]

from talosauth_test import Tap, run

CASES = HERE.parent / "data" / "authn-cases.json"
PATH = "/var/lib/talosauth/authentication.yaml"
PREFIXES = (
    r"invalid authentication configuration: ",
    r'failed to load authentication configuration from file "FILE": ',
)

# Refused because of what is in a CEL expression, which is not compiled here.
CEL = {
    "file: mappings username expr syntax": "does not parse",
    "file: mappings username expr undeclared": "unknown variable",
    "file: mappings groups expr has index": "has() of an index",
    "file: user rules not bool": "no boolean",
    "file: user rules unknown": "unknown field",
    "file: user rules claims var": "unknown variable",
}

# What is not repeated: the whole file, a line in Go code, a line that the place tells.
ECHO = re.compile(r"^yaml: line \d+: | in '.*|, got \*\S+$| in scheme \".*", re.DOTALL)


def flags_of(arguments):
    """--name=value ... as extraArgs; a flag given several times becomes a list."""
    flags = {}
    for argument in arguments:
        name, _, value = argument.removeprefix("--").partition("=")
        flags.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in flags.items()}


def config_of(case):
    flags = flags_of(case.get("args") or [])
    server = {"extraArgs": flags}
    machine = {"type": "controlplane"}
    if "file" in case:
        flags["authentication-config"] = PATH
        where = str(pathlib.PurePath(PATH).parent)
        server["extraVolumes"] = [{"hostPath": where, "mountPath": where, "readonly": True}]
        item = {"op": "create", "path": PATH, "permissions": 0o644, "content": case["file"]}
        machine["files"] = [item]
    return json.dumps({"machine": machine, "cluster": {"apiServer": server}})


def says_what_it_is(text):
    """A file of another kind is at fault only where authentication-config names it."""
    if "kind: AuthorizationConfiguration" in text:
        return False
    return "apiVersion: apiserver.config.k8s.io/" in text or '"apiVersion":' in text


def judge(case, directory):
    """Exit status and messages (severity, text) of validate."""
    own_file = "file" in case and not case.get("args") and says_what_it_is(case["file"])
    empty = any(a.endswith("=") and a.count("=") == 1 for a in case.get("args") or [])
    talos = "v1.12" if empty else "v1.13.6"
    name = pathlib.Path(directory) / "input.yaml"
    name.write_text(case["file"] if own_file else config_of(case), encoding="utf-8")
    options = ["--kubernetes-version", "1.34", "--talos-version", talos]
    done = run(["validate", *options, "input.yaml"], cwd=directory)
    found = re.findall(
        r"^input\.yaml:\d+:\d+: (error|warning|note): (.*) \[[a-z0-9-]+\]$",
        done.out.decode(),
        re.MULTILINE,
    )
    return done, found


def sentences(error):
    """The API server's sentences; it joins several as [a, b]."""
    for prefix in PREFIXES:
        error = re.sub("^" + prefix, "", error)
    error = re.sub(r"(://[^\"/@:]*:)[^@\"]*@", r"\1******@", error)
    if error.startswith("[") and error.endswith("]"):
        return re.split(r", (?=jwt\[|anonymous)", error[1:-1])
    return [ECHO.sub("", error)]


def difference(case, done, found):
    """What is wrong with the verdict, or None."""
    errors = [text for severity, text in found if severity == "error"]
    if done.code not in (0, 1) or (done.code == 1) != bool(errors):
        return f"exit {done.code}: {done.err or done.out}"
    if case["stage"] == "ok":
        return f"an error: {errors}" if errors else None
    if not errors:
        return "no error"
    missing = [s for s in sentences(case["error"]) if not any(s in e for e in errors)]
    return f"not said: {missing}, but: {errors}" if missing else None


def main():
    tap, agree, differ, equal = Tap(), 0, [], 0
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    names = {case["name"] for case in cases}
    tap.ok(not CEL.keys() - names, "every case that is left out is there")
    for case in cases:
        if case["name"].startswith("file: "):
            case.setdefault("file", "")  # the empty one is left out in the data
        if case["name"] in CEL:
            tap.skip(case["name"], CEL[case["name"]])
            continue
        with tempfile.TemporaryDirectory() as directory:
            wrong = difference(case, *judge(case, directory))
        tap.ok(wrong is None, case["name"], wrong)
        agree += wrong is None
        equal += len(sentences(case["error"])) if wrong is None and case.get("error") else 0
        differ += [case["name"]] if wrong else []
    tap.note(
        f"{len(cases)} cases, {len(CEL)} left out, {agree} agree, {len(differ)} differ, "
        f"{equal} sentences equal"
    )
    for name in differ:
        tap.note(f"differs: {name}")
    tap.finish()


if __name__ == "__main__":
    main()
