#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The verdicts on machine configs against Talos' own (tests/data/talos-cases).

usage: talos.py [--update]    rewrites the golden files of the examples
"""

import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent / "lib")]

from talosauth_test import Tap, run, show_difference

CASES = HERE.parent / "data" / "talos-cases"
GOLDEN = HERE / "golden"
VALIDATE_COUNT, LOAD_COUNT = 35, 38
FINDING = re.compile(r"^[^ ]*?:(\d+):\d+: (error|warning|note): .*\[([\w-]+)\]$", re.MULTILINE)
RULE = re.compile(r'^RULE\(\w+, "([a-z0-9-]+)", (\w+),', re.MULTILINE)

NO_OBJECT = "the text is parsed on the node only, and it is no object there"

# Talos accepts these configs; the node does not do what they say.
PAID_BY_NODE = {
    "v1.13-apiserver-doc-replacing-legacy": {
        "authentication-missing": "the API server gets the file {} and does not start",
        "authorizers-missing": "Node and RBAC are added in the legacy layout only",
    },
    "v1.14-authn-doc-missing": {
        "authentication-missing": "the API server gets the file {} and does not start",
    },
    "v1.14-authn-garbage-accepted": {
        "authentication-unknown-key": "unknown fields pass Talos; the API server is strict",
    },
    "v1.14-authorizers-missing": {
        "authorizers-missing": "Node and RBAC are added in the legacy layout only",
    },
    "v1.14-doc-mergedenied-not-checked": {
        "flag-denied": "flags of Talos' own are refused by a controller, not by validate",
    },
    "v1.14-files-warning": {
        "file-operation": "creating a file outside /var ends the task that writes files",
    },
    "v1.14-inline-doc-bad-yaml": {"manifest-contents": NO_OBJECT},
    "v1.14-inline-doc-empty-manifest": {
        "manifest-empty": "an empty text is taken for a download from nowhere",
    },
    "v1.14-inline-legacy-and-doc-same-name": {"manifest-contents": NO_OBJECT},
}

# Refusals that are a matter of structure: keys and types of each Talos version.
STRUCTURE = {
    "env-list-value": "a list where a text is read",
    "extraargs-map-value": "a mapping as the value of an argument",
    "scalar-bool-tag-yes": "a tag that does not fit its value",
    "unknown-key": "a key that the type does not have",
    "wrong-case-key": "a key that the type does not have",
}

# Talos names the line of the document there, the verdict that of the value at fault.
PRECISE = {"unknown-kind": 2}

# Errors of these classes say that Talos refuses the file; None: no such rule.
REFUSING = ("talos", "structure", None)

# Said by Talos' validate and not at load.
AFTER_LOAD = {"control-plane-kinds"}

# Where Talos says the line.
LINE = re.compile(
    r"(?:construct errors: line |not allowed \(line |at line |at L)(\d+)|\(line (\d+)\)"
)


def classes():
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/base").glob("rules*.def"))
    return {rule: name.lower() for rule, name in RULE.findall(text)}


def findings(*arguments):
    """[(line, severity, rule)] of one run of validate."""
    result = run(["validate", *map(str, arguments)])
    found = [(int(line), *rest) for line, *rest in FINDING.findall(result.out.decode())]
    if result.code not in (0, 1) or (result.code == 1) != any(f[1] == "error" for f in found):
        found.append((0, "error", f"exit {result.code} {result.err}"))
    return found


def check_accepted(tap, class_of):
    cases = sorted(path for path in (CASES / "validate").iterdir() if path.is_dir())
    seen = 0
    for case in cases:
        config = case / "config.yaml"
        if not config.exists() or not (case / "out").read_text().startswith("rc=0"):
            continue
        seen += 1
        rules = {rule for _, severity, rule in findings(config) if severity == "error"}
        wrong = [f"{r} is of class {class_of.get(r)}" for r in rules if class_of.get(r) != "node"]
        expected = set(PAID_BY_NODE.get(case.name, {}))
        wrong += [f"{rule}: only one of table and verdict has it" for rule in rules ^ expected]
        tap.ok(not wrong, f"accepted by Talos: {case.name}", "\n".join(wrong))
    tap.ok(len(cases) == VALIDATE_COUNT, f"all {VALIDATE_COUNT} cases were looked at", len(cases))
    return seen


def line_of(name, answer):
    if name in PRECISE:
        return PRECISE[name]
    found = LINE.findall(answer)
    return int(next(filter(None, found[-1]))) if found else 1


def check_load(tap, class_of):
    cases = sorted(path for path in (CASES / "load").iterdir() if path.is_dir())
    refused = 0
    for case in cases:
        answer = (case / "out.1.14+").read_text(encoding="utf-8")
        if case.name in STRUCTURE:
            tap.skip(f"load: {case.name}", f"structure: {STRUCTURE[case.name]}")
            continue
        options = ["--as", "config", "--talos-version", "v1.14"]
        found = [f for f in findings(*options, case / "base.yaml") if f[2] not in AFTER_LOAD]
        if answer.startswith("ERROR("):
            refused += 1
            lines = {line for line, severity, _ in found if severity == "error"}
            good = lines == {line_of(case.name, answer)}
            tap.ok(good, f"refused: {case.name}", f"{found}\n{answer}")
        else:
            wrong = [f for f in found if class_of.get(f[2]) == "syntax"]
            wrong += [f for f in found if f[1] == "error" and class_of.get(f[2]) in REFUSING]
            tap.ok(not wrong, f"loads: {case.name}", wrong)
    tap.ok(len(cases) == LOAD_COUNT, f"all {LOAD_COUNT} cases were looked at", len(cases))
    return refused, len(cases) - refused - len(STRUCTURE)


def check_golden(tap, name, result, updating):
    path = GOLDEN / f"{name}.txt"
    if updating:
        path.write_bytes(result.out)
    expected = path.read_bytes() if path.exists() else b""
    tap.ok(result.code == 0 and expected == result.out, f"no errors: {name}",
           show_difference(expected, result.out) + result.err)


def check_examples(tap, updating):
    merge = ["merge", "-f", str(ROOT / "examples/zitadel.yaml"), "--with-rbac",
             "--issuer-ca", str(ROOT / "tests/data/certificates/ca.pem")]
    for example in sorted((ROOT / "examples").glob("controlplane-*.yaml")):
        plain = run(["validate", example.name], cwd=example.parent)
        check_golden(tap, example.stem, plain, updating)
        merged = run([*merge, str(example)])
        tap.ok(merged.code == 0, f"merge: {example.stem}", merged.err)
        with tempfile.TemporaryDirectory() as directory:
            (pathlib.Path(directory) / "merged.yaml").write_bytes(merged.out)
            result = run(["validate", "merged.yaml"], cwd=directory)
        check_golden(tap, f"{example.stem}-merged", result, updating)


def main():
    tap, class_of = Tap(), classes()
    accepted = check_accepted(tap, class_of)
    refused, loaded = check_load(tap, class_of)
    check_examples(tap, "--update" in sys.argv[1:])
    print(f"# {accepted} accepted, {refused} refused and {loaded} loaded as by Talos, "
          f"{len(STRUCTURE)} left out")
    tap.finish()


if __name__ == "__main__":
    main()
