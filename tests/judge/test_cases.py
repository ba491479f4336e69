#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The reference merge against Talos' own answers (tests/data/talos-cases/patch)."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

from strategic_merge import MergeError, canonical, strategic_merge
from talosauth_test import Tap
from yamltree import difference, load_stream

CASES = HERE.parent / "data" / "talos-cases" / "patch"
CASE_COUNT = 47

OUT_OF_SCOPE = {
    "admission-null-item": "Talos panics",
    "authn-intkey-panics": "Talos panics",
    "authn-timestamp-panics": "Talos panics",
    "resources-null-leaf": "Talos panics",
    "jsonpatch-retypes-scalars": "a JSON patch",
    "jsonpatch-yaml": "a JSON patch",
    "patch-empty": "an empty patch counts as a JSON patch",
    "patch-null-doc": "an empty patch counts as a JSON patch",
    "patch-unknown-key": "refused while reading: needs the schema of every document",
}


def disagreement(case):
    """Where the reference and Talos differ, or None."""
    base = load_stream((case / "base.yaml").read_bytes())
    patch = load_stream((case / "patch.yaml").read_bytes())
    answer = (case / "out.1.14+").read_bytes()
    try:
        merged = strategic_merge(base, patch)
    except MergeError as error:
        return None if answer.startswith(b"ERROR(") else f"refused: {error}"
    if answer.startswith(b"ERROR("):
        return f"Talos refuses: {answer.decode()}"
    return difference(canonical(merged), canonical(load_stream(answer)))


def main():
    tap = Tap()
    cases = sorted(path for path in CASES.iterdir() if path.is_dir())
    agreed = differ = 0
    for case in cases:
        if case.name in OUT_OF_SCOPE:
            tap.skip(case.name, f"out of scope: {OUT_OF_SCOPE[case.name]}")
            continue
        wrong = disagreement(case)
        agreed, differ = agreed + (wrong is None), differ + (wrong is not None)
        tap.ok(wrong is None, case.name, wrong)
    tap.ok(len(cases) == CASE_COUNT, f"all {CASE_COUNT} cases were looked at", len(cases))
    print(f"# {agreed} agree, {differ} differ, {len(OUT_OF_SCOPE)} out of scope")
    tap.finish()


if __name__ == "__main__":
    main()
