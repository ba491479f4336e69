#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Zitadel action of the examples, run by node with made-up grants."""

import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

from talosauth_test import Tap

ACTION = ROOT / "examples" / "zitadel-groups.js"
HARNESS = HERE / "zitadel-groups.js"
PROJECT, OTHER = "340112345678901234", "340112345678909999"


def grant(project, *roles):
    return {"projectId": project, "roles": list(roles)}


def grants(*rows):
    return {"count": len(rows), "grants": list(rows)}


# name: (project id, ctx.v1.user.grants, groups); None: the placeholder, no claim
SCENES = {
    "grants are null": (PROJECT, None, None),
    "no grants": (PROJECT, grants(), None),
    "the list of grants is null": (PROJECT, {"count": 0, "grants": None}, None),
    "one grant": (PROJECT, grants(grant(PROJECT, "users")), ["users"]),
    "another project's grants": (PROJECT, grants(grant(OTHER, "administrators")), None),
    "a grant without roles": (PROJECT, grants(grant(PROJECT)), None),
    "mixed": (
        PROJECT,
        grants(grant(OTHER, "administrators"), grant(PROJECT, "users"), grant(OTHER)),
        ["users"],
    ),
    "several grants, roles twice": (
        PROJECT,
        grants(grant(PROJECT, "users", "ops"), grant(PROJECT, "ops", "users", "a b")),
        ["users", "ops", "a b"],
    ),
    "a project id that another begins with": (
        PROJECT, grants(grant(PROJECT + "5", "administrators")), None),
    "the placeholder is unfilled": (None, grants(grant(PROJECT, "administrators")), None),
    "the placeholder as project id": (
        None, grants(grant("<project id>", "administrators")), None),
}


def play(node, scenes):
    rows = [{"grants": given, **({"projectId": project} if project else {})}
            for project, given, _ in scenes]
    done = subprocess.run([node, HARNESS, ACTION], input=json.dumps(rows), text=True,
                          capture_output=True, timeout=60, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def main():
    tap = Tap()
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        tap.skip("the action of the examples", "no node")
        return tap.finish()
    calls = play(node, SCENES.values())
    if tap.ok(isinstance(calls, list), "the action runs", calls):
        for (name, (_, _, groups)), made in zip(SCENES.items(), calls):
            wanted = [] if groups is None else [["groups", groups]]
            tap.ok(made == wanted, f"{name}: {groups}", made)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
