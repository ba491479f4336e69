#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""RBAC manifests: read by kubectl, and the verdicts of Kubernetes on what settings say.

tests/data/k8s-rbac-kubeconfig.json holds objects and what Kubernetes 1.34.9 answers to each. Every
binding of them that an access file can describe is asked for in one; the verdict must be
the same, and the sentence part of the message.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "lib"))

from talosauth_test import Tap, run

ROWS = ROOT / "tests" / "data" / "k8s-rbac-kubeconfig.json"
ACCESS = {"apiVersion": "talosauth/v1alpha1", "kind": "ClusterAccess"}
ALLOW = ["--allow", "empty-groups-prefix"]
STREAMS = {
    "the example of Zitadel": ["-f", str(ROOT / "examples" / "zitadel.yaml")],
    "the example with everything": ["-f", str(ROOT / "examples" / "access-full.yaml")],
    "flags": ["--provider", "dex", "--admin-group", "a b", "--viewer-group", "日本:x"],
}


# --- kubectl ---


def kubectl(arguments, text):
    done = subprocess.run(
        ["kubectl", *arguments, "--local", "-f", "-", "-o", "yaml"],
        input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"},
    )
    return done.returncode, done.stderr.decode(), list(yaml.safe_load_all(done.stdout))


def name_of(document):
    return document["kind"], document["metadata"]["name"]


def check_bindings(tap, title, documents):
    """`kubectl set subject` adds one subject and keeps names and subjects."""
    bindings = [doc for doc in documents if doc["kind"].endswith("Binding")]
    text = yaml.safe_dump_all(bindings).encode()
    code, error, shown = kubectl(["set", "subject", "--user=probe"], text)
    expected = [(name_of(doc), doc["roleRef"], doc["subjects"]) for doc in bindings]
    found = [(name_of(doc), doc["roleRef"], doc["subjects"][:-1]) for doc in shown]
    probes = {doc["subjects"][-1]["name"] for doc in shown}
    same = code == 0 and expected == found and probes == {"probe"}
    tap.ok(same, f"kubectl set subject: {title}, {len(bindings)} bindings", error)


def check_roles(tap, title, documents, text):
    """`kubectl annotate` reads every document and keeps the rules."""
    code, error, shown = kubectl(["annotate", "probe=1"], text)
    expected = [(name_of(doc), doc.get("rules")) for doc in documents]
    found = [(name_of(doc), doc.get("rules")) for doc in shown]
    same = code == 0 and expected == found
    tap.ok(same, f"kubectl annotate: {title}, {len(documents)} documents", error)


def check_kubectl(tap):
    if shutil.which("kubectl") is None:
        tap.skip("kubectl reads what rbac writes", "kubectl is not here")
        return
    for title, arguments in STREAMS.items():
        text = run(["rbac", *arguments]).out
        documents = list(yaml.safe_load_all(text))
        check_bindings(tap, title, documents)
        check_roles(tap, title, documents, text)


# --- the verdicts of Kubernetes ---


def access_of(row):
    """The access file that asks for the object of a row, or None when none can."""
    try:
        asked = yaml.safe_load(row["input"])
    except yaml.YAMLError:
        return None
    subjects, reference = asked.get("subjects", []), asked.get("roleRef", {})
    possible = (
        asked["kind"] in ("ClusterRoleBinding", "RoleBinding")
        and set(asked) <= {"apiVersion", "kind", "metadata", "roleRef", "subjects"}
        and reference.get("kind") == "ClusterRole"
        and reference.get("apiGroup") in (None, "rbac.authorization.k8s.io")
        and all(subject["kind"] in ("User", "Group") for subject in subjects)
        and all(set(subject) <= {"kind", "name", "apiGroup"} for subject in subjects)
        and all(s.get("apiGroup") != "v1" for s in subjects)
    )
    if not possible:
        return None
    binding = {"name": asked["metadata"]["name"], "clusterRole": reference["name"]}
    for kind, key in (("Group", "groups"), ("User", "users")):
        binding[key] = [s["name"] for s in subjects if s["kind"] == kind]
    return {
        **ACCESS,
        "claims": {"username": {"prefix": "-"}},
        "rbac": {"clusterRoleBindings": [binding]},
    }


def wrong_answer(row, result):
    """Why the answer is not that of Kubernetes, or None."""
    if (result.code == 0) != (row["stage"] == "ok"):
        return f"exit {result.code}, but Kubernetes says {row['stage']}"
    if row["stage"] == "validate" and row["error"] not in result.err:
        return f"the sentence is missing: {row['error']}"
    if row["stage"] != "ok":
        return None
    asked, written = yaml.safe_load(row["input"]), yaml.safe_load(result.out)
    same = all(
        [s[key] for s in asked.get("subjects", [])]
        == [s[key] for s in written.get("subjects", [])]
        for key in ("kind", "name")
    )
    same = same and asked["metadata"] == written["metadata"]
    return None if same else f"another object\n{result.out.decode()}"


def check_rows(tap):
    rows = json.loads(ROWS.read_text(encoding="utf-8"))
    rows = [row for row in rows if row["kind"] == "rbac"]
    asked = 0
    for row in rows:
        access = access_of(row)
        if access is None:
            continue
        asked += 1
        text = yaml.safe_dump(access).encode()
        result = run(["rbac", "-f", "-", *ALLOW], text)
        wrong = wrong_answer(row, result)
        tap.ok(wrong is None, f"row: {row['name']}", f"{wrong}\n{result.err}")
    tap.ok(asked >= 10, f"{asked} of {len(rows)} rows can be asked for")


def main():
    tap = Tap()
    check_kubectl(tap)
    check_rows(tap)
    tap.finish()


if __name__ == "__main__":
    main()
