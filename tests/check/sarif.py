#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SARIF of every case of validate against the published schema of SARIF 2.1.0.

The schema is the file that TALOSAUTH_SARIF_SCHEMA names; slow runs fetch the npm package
that ships it."""

import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cli" / "validate"
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("lib", "cli", "check")]

import registry
from cases import read_case
from run import Scene
from talosauth_test import Tap, run

PACKAGE, MEMBER = "@microsoft/sarif-multitool-linux@5.7.0", "package/sarif-2.1.0.json"
EMOJI = b'"\xf0\x9f\x98\x80": {}\n"\xf0\x9f\x98\x80\xf0\x9f\x98\x80x": [}\n'


def fetch():
    with tempfile.TemporaryDirectory() as directory:
        command = ["npm", "pack", "--silent", PACKAGE]
        subprocess.run(command, cwd=directory, check=True, capture_output=True)
        (archive,) = pathlib.Path(directory).glob("*.tgz")
        with tarfile.open(archive) as package:
            return json.load(package.extractfile(MEMBER))


def find_schema():
    """(schema, None) or (None, why there is none)"""
    path = os.environ.get("TALOSAUTH_SARIF_SCHEMA")
    if path:
        return json.loads(pathlib.Path(path).read_text()), None
    if not os.environ.get("TALOSAUTH_SLOW"):
        return None, "TALOSAUTH_SARIF_SCHEMA names no file"
    try:
        return fetch(), None
    except (OSError, subprocess.CalledProcessError) as fault:
        return None, f"npm cannot fetch {PACKAGE} ({type(fault).__name__})"


def play(path):
    """The report of a case, None where it makes none."""
    case = read_case(path)
    if case.arguments[0] != "validate":
        return None
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(case, directory)
        arguments = [*case.arguments, "-o", "sarif"]
        return run(arguments, scene.stdin, directory, case.environment).out


def check_cases(tap, validator):
    seen, count = set(), 0
    for path in sorted(CASES.glob("*.case")):
        text = play(path)
        if not text:
            continue
        report = json.loads(text)
        faults = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(report)]
        results = report["runs"][0]["results"]
        seen.update(result["ruleId"] for result in results)
        count += len(results)
        if faults:
            tap.ok(False, f"{path.stem} fits the schema", "\n".join(faults[:5]))
    tap.ok(count > 200 and not tap.failed, f"{count} results fit the schema")
    rules = {rule for rule, (*_, file) in registry.read().items() if file != "rules.def"}
    tap.ok(seen >= rules, f"results of all {len(rules)} rules", rules - seen)


def check_emoji(tap, validator):
    report = json.loads(run(["validate", "-o", "sarif", "-"], EMOJI).out)
    (result,) = report["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    place = (region["startLine"], region["startColumn"])
    tap.ok(place == (2, 9), "the column counts an emoji once", place)
    tap.ok(validator.is_valid(report), "an emoji in the line")
    report["runs"][0]["columnKind"] = "bytes"
    tap.ok(not validator.is_valid(report), "a wrong report does not fit")


def main():
    tap = Tap()
    schema, reason = find_schema()
    try:
        import jsonschema
    except ImportError:
        reason = "there is no jsonschema"
    if reason:
        tap.skip("SARIF fits the published schema", reason)
    else:
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        check_emoji(tap, kind(schema))
        check_cases(tap, kind(schema))
    tap.finish()


if __name__ == "__main__":
    main()
