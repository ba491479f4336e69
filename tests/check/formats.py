#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The report formats of validate, what is in them, and how validate ends."""

import json
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("lib", "check")]

import registry
from talosauth_test import Tap, run

SCHEMA = ROOT / "schemas" / "validate.schema.json"
EMOJI = '"\N{GRINNING FACE}": {}\n"\N{GRINNING FACE}": 1\n'
FILES = {
    "twice.yaml": "machine: {type: controlplane}\n" + EMOJI + "machine: {}\n",
    "bad.yaml": '"\N{GRINNING FACE}x": [}\n',
    "we ird:,%.yaml": "hello: 1\n",
    "good.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n",
}
NAMES = list(FILES)


class Runs:
    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *arguments, stdin=None):
        return run(["validate", *arguments], stdin, self.folder)

    def ids(self, text, *arguments):
        out = self("-o", "json", *arguments, "-", stdin=text.encode()).out
        return [f["rule"] for f in json.loads(out)["files"][0]["findings"]]


def check_registry(tap, rules):
    odd = [key for key in rules if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)]
    tap.ok(not odd, f"{len(rules)} ids, unique and kebab-case", odd)
    bare = [key for key, (_, *texts, _) in rules.items() if not all(texts)]
    tap.ok(not bare, "every rule says what, why and fix", bare)
    shown = run(["help", "rules"]).out.decode()
    listed = re.findall(r"^  ([a-z][\w-]*) +(?:error|warning|note) ", shown, re.M)
    tap.ok(sorted(listed) == sorted(rules), "help rules lists them all")
    wide = [line for line in shown.split("\n") if len(line) > 90]
    tap.ok(not wide, "help rules fits 90 columns", wide)


def check_json(tap, runs):
    report = json.loads(runs("-o", "json", *NAMES).out)
    try:
        from jsonschema import Draft7Validator
    except ImportError:
        tap.skip("JSON fits its schema", "there is no jsonschema")
    else:
        schema = json.loads(SCHEMA.read_text())
        Draft7Validator.check_schema(schema)
        faults = [e.message for e in Draft7Validator(schema).iter_errors(report)]
        tap.ok(not faults, "JSON fits its schema", faults)
    tap.ok([f["file"] for f in report["files"]] == NAMES, "files as they were given")
    places = [[(d["line"], d["column"]) for d in f["findings"]] for f in report["files"]]
    tap.ok(all(p == sorted(p) for p in places), "findings by place", places)
    tap.ok((1, 8) in places[1], "columns count code points", places)
    return report


def check_sarif(tap, runs, report, rules):
    sarif = json.loads(runs("-o", "sarif", *NAMES).out)
    entry = sarif["runs"][0]
    driver = entry["tool"]["driver"]["rules"]
    tap.ok(sarif["version"] == "2.1.0" and entry["columnKind"] == "unicodeCodePoints",
           "SARIF 2.1.0, columns in code points")
    tap.ok(sorted(r["id"] for r in driver) == sorted(rules), "SARIF: every rule")
    texts = [r[key]["text"] for r in driver
             for key in ("shortDescription", "fullDescription", "help")]
    tap.ok(all(isinstance(t, str) and t for t in texts), "SARIF: every rule has texts")
    wrong = [r for r in entry["results"] if driver[r["ruleIndex"]]["id"] != r["ruleId"]]
    tap.ok(not wrong, "SARIF: ruleIndex is that of ruleId", wrong)
    found = [(d["rule"], d["severity"], d["line"], d["column"])
             for f in report["files"] for d in f["findings"]]
    have = []
    for result in entry["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        have.append((result["ruleId"], result["level"], region["startLine"],
                     region["startColumn"]))
    tap.ok(have == found, "SARIF: the findings of JSON", have)
    uris = [a["location"]["uri"] for a in entry["artifacts"]]
    tap.ok(uris[2] == "we%20ird%3A%2C%25.yaml", "SARIF: URIs are encoded", uris)
    again = runs("-o", "sarif", "./bad.yaml", "bad.yaml")
    tap.ok(len(json.loads(again.out)["runs"][0]["artifacts"]) == 1,
           "SARIF: one artifact for a file named twice")
    moved = json.loads(runs("-o", "sarif", "-",
                            stdin=("# \n" + FILES["we ird:,%.yaml"]).encode()).out)
    still = json.loads(runs("-o", "sarif", "-", stdin=b"hello: 1\n").out)
    prints = [s["runs"][0]["results"][0]["partialFingerprints"] for s in (moved, still)]
    tap.ok(prints[0] == prints[1], "SARIF: a finding that moved has its fingerprint")


def check_github(tap, runs, report):
    *lines, last = runs("-o", "github", *NAMES).out.decode().split("\n")[:-1]
    count = sum(len(f["findings"]) for f in report["files"])
    tap.ok(len(lines) == count and all(line.startswith("::") for line in lines),
           "GitHub: one command for each finding", lines)
    tap.ok(any("file=we ird%3A%2C%25.yaml,line=1,col=1," in line for line in lines),
           "GitHub: properties are escaped", lines)
    tap.ok(any("file=bad.yaml,line=1,col=8,title=yaml-syntax::" in line
               for line in lines), "GitHub: columns count code points", lines)
    tap.ok(re.fullmatch(r"\d+ errors?(, .*)? in 4 files", last), "GitHub: summary", last)


def check_order(tap, runs):
    for form in ("text", "json", "sarif", "github"):
        one, four = (runs("-o", form, "-j", jobs, *NAMES * 5) for jobs in "14")
        tap.ok(one == four, f"{form}: the same with one job and with four")


def check_ignore(tap, runs):
    line, other = "hello: 1", "# talosauth: ignore "
    for title, text, kept in (
        ("on the line", f"{line} {other}input-unknown\n", False),
        ("on the line above", f"{other}input-unknown\n{line}\n", True),
        ("several ids", f"{line} {other}usage, input-unknown\n", False),
        ("another id", f"{line} {other}usage\n", True),
        ("inside a string", f'hello: "{other}input-unknown "\n', True),
    ):
        if title == "on the line above":
            text = f'"a": 1 {other}duplicate-key\n"a": 2\n'
            tap.ok("duplicate-key" not in runs.ids(text), f"ignored {title}",
                   runs.ids(text))
            continue
        tap.ok(("input-unknown" in runs.ids(text)) == kept, f"ignored {title}: {not kept}",
               runs.ids(text))


def check_ends(tap, runs):
    warn = ["--rule", "input-unknown=warn"]
    odd = "we ird:,%.yaml"
    listed = "bad.yaml\r\ngood.yaml\n"
    for title, arguments, stdin, code in (
        ("nothing found", ["good.yaml"], None, 0),
        ("an error", [odd], None, 1),
        ("not YAML", ["bad.yaml"], None, 1),
        ("a warning", [*warn, odd], None, 0),
        ("a warning that counts", [*warn, "--fail-on", "warning", odd], None, 1),
        ("a rule that is off", ["--rule", "input-unknown=off", odd], None, 0),
        ("no such file", ["none.yaml"], None, 2),
        ("2 beats 1", ["bad.yaml", "none.yaml"], None, 2),
        ("standard input", ["-"], b"hello: 1\n", 1),
        ("a list", ["--files-from", "-"], listed.encode(), 1),
        ("a list with NUL", ["--files-from", "-", "-0"], b"good.yaml\0", 0),
        ("no such rule", ["--rule", "none=off", odd], None, 2),
        ("no such format", ["-o", "xml", odd], None, 2),
        ("no such mode", ["-m", "moon", odd], None, 2),
        ("no such day", ["--at", "2026-02-29", "good.yaml"], None, 2),
        ("a day", ["--at", "2028-02-29", "good.yaml"], None, 0),
        ("a time", ["--at", "2026-11-26T08:30:00.5Z", "good.yaml"], None, 0),
        ("no UTC", ["--at", "2026-11-26T08:30:00", "good.yaml"], None, 2),
        ("no jobs", ["-j", "0", "good.yaml"], None, 2),
    ):
        done = runs(*arguments, stdin=stdin)
        tap.ok(done.code == code, f"exit {code}: {title}", done)
    tap.ok(runs("good.yaml").err == "nothing found in 1 file\n", "summary on stderr")
    tap.ok(runs("-q", "good.yaml").err == "", "no summary with --quiet")
    judged = runs("none.yaml", odd)
    tap.ok(b"[input-unknown]" in judged.out, "the other files are judged", judged)


def main():
    tap = Tap()
    rules = registry.read()
    check_registry(tap, rules)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            pathlib.Path(folder, name).write_text(text)
        runs = Runs(folder)
        report = check_json(tap, runs)
        check_sarif(tap, runs, report, rules)
        check_github(tap, runs, report)
        check_order(tap, runs)
        check_ignore(tap, runs)
        check_ends(tap, runs)
    tap.finish()


if __name__ == "__main__":
    main()
