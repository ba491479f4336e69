#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""JSON is YAML, and must still be JSON after an edit; prints TAP."""

import json
import os
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/lib"))

from talosauth_test import Tap, run

ENTRY = {"name": "a", "cluster": {"server": "https://a"}}
KUBECONFIGS = {
    "clusters": {"apiVersion": "v1", "kind": "Config", "clusters": [ENTRY],
                 "contexts": [], "users": []},
    "everything": {"clusters": [ENTRY], "current-context": None, "preferences": {},
                   "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
                   "users": [{"name": "a", "user": {"token": "hush-hush"}}]},
    "nulls": {"clusters": None, "contexts": None, "users": None},
    "empty": {},
}
CONFIG = {
    "machine": {"type": "controlplane"},
    "cluster": {"inlineManifests": [{"name": "a", "contents": "a: 1\n"}]},
}
SPELLINGS = {
    "compact": lambda data: json.dumps(data, separators=(",", ":")),
    "pretty": lambda data: json.dumps(data, indent=2) + "\n",
    "tabs": lambda data: json.dumps(data, indent="\t") + "\n",
    "crlf": lambda data: (json.dumps(data, indent=4) + "\n").replace("\n", "\r\n"),
}
LOGIN = ["kubeconfig", "-i", "idp.example.com", "-c", "123", "--cluster-ca", "ca.pem",
         "--merge", "f.json"]
ONE = [*LOGIN, "-k", "api.one.example.com", "--name", "one"]
TWO = [*LOGIN, "-k", "api.two.example.com", "--name", "two", "--both-flows"]
OUT = ["remove", "--in-place", "f.json", "--context"]
OIDC = ["merge", "--in-place", "--issuer-url", "https://idp.example.com", "--audience",
        "kube", "--groups-prefix", "oidc:", "f.json"]
ADMINS = [*OIDC, "--with-rbac", "--admin-group", "admins"]


def read(path):
    """What the JSON says; None when it is none any more."""
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        return None


def edit(path, steps):
    """The first step that fails or leaves no JSON, or None."""
    for step in steps:
        result = run(step)
        if result.code != 0 or read(path) is None:
            return f"{' '.join(step)}: {result.code}\n{result.err}\n{path.read_text()}"
    return None


def names(data, key):
    return [item["name"] for item in data[key]]


def check_kubeconfig(tap, path, name, text):
    path.write_text(text, newline="")
    before = read(path)
    wrong = edit(path, [[*ONE, "--use"], [*ONE, "--namespace", "x"], TWO])
    wrong = wrong or ("" if "one" in names(read(path), "clusters") else "not there")
    wrong = wrong or edit(path, [[*OUT, f"oidc@{gone}"]
                                 for gone in ("one", "two", "two-device")])
    after = read(path)
    for key in ("clusters", "contexts", "users"):
        same = wrong or (after[key] or []) == (before.get(key) or [])
        wrong = wrong or ("" if same else f"{key}: {after[key]}")
    tap.ok(not wrong, name, wrong)


def check_config(tap, path, name, text):
    path.write_text(text, newline="")
    wrong = edit(path, [ADMINS, OIDC])
    there = wrong or len(read(path)["cluster"]["inlineManifests"]) == 2
    tap.ok(not wrong and there, name, wrong)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        shutil.copy(ROOT / "tests/data/certificates/ca.pem", "ca.pem")
        path = pathlib.Path("f.json")
        for spelling, write in SPELLINGS.items():
            for name, data in KUBECONFIGS.items():
                check_kubeconfig(tap, path, f"{name}, {spelling}", write(data))
            check_config(tap, path, f"config, {spelling}", write(CONFIG))
        os.chdir("/")
    tap.finish()


if __name__ == "__main__":
    main()
