#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""RBAC objects and kubeconfigs: the verdicts of Kubernetes 1.34.9 and of `validate`.

tests/data/k8s-rbac-kubeconfig.json holds objects and kubeconfigs with what Kubernetes and
client-go answer to each. The verdict must be the same, and their sentence part of a
message; what they print of memory and of files outside is left out, and so is the line in
front of a fault of the YAML, which is the place of the finding here.
"""

import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "lib"))

from talosauth_test import Tap, run

ROWS = ROOT / "tests" / "data" / "k8s-rbac-kubeconfig.json"
NAMES = {"rbac": "rbac.yaml", "kubeconfig": "kubeconfig.yaml"}
ERROR = re.compile(r"^[^:\n]+:\d+:\d+: error: (.*) \[[a-z0-9-]+\]$", re.MULTILINE)


def sentence(text):
    """What of an answer must be in a message."""
    text = re.sub(r"^yaml: line \d+: ", "", text)
    text = re.sub(r"( in list): \[.*", r"\1", text)
    return re.sub(r"\[(.*)\., unable to read .*\]$", r"\1.", text)


def wrong_answer(row, code, errors):
    """Why the answer is not that of Kubernetes, or None."""
    good = row["stage"] == "ok"
    if (code == 0) != good or bool(errors) == good:
        return f"exit {code}, but Kubernetes says {row['stage']}: {row.get('error')}"
    if good or any(sentence(row["error"]) in message for message in errors):
        return None
    return f"the sentence is missing: {sentence(row['error'])}"


def main():
    tap = Tap()
    rows = json.loads(ROWS.read_text(encoding="utf-8"))
    same = dict.fromkeys(NAMES, 0)
    for row in rows:
        with tempfile.TemporaryDirectory() as directory:
            path = pathlib.Path(directory) / NAMES[row["kind"]]
            path.write_text(row["input"], encoding="utf-8")
            result = run(["validate", path.name], cwd=directory)
        shown = result.out.decode("utf-8", "replace")
        wrong = wrong_answer(row, result.code, ERROR.findall(shown))
        same[row["kind"]] += wrong is None
        tap.ok(wrong is None, f"{row['kind']}: {row['name']}", f"{wrong}\n{shown}")
    for kind, count in same.items():
        tap.note(f"{kind}: {count} of {sum(r['kind'] == kind for r in rows)} the same")
    tap.finish()


if __name__ == "__main__":
    main()
