#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Properties of merge --set and --unset on random legacy configs."""

import copy
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))

import confgen
import model
from iterations import edited, parse_arguments, require, run_property
from preserve import damage
from talosauth_test import Tap, run
from yamltree import NULL, Scalar, difference, is_block_mapping, load_stream

PATH = ("cluster", "apiServer", "extraArgs")
VALUES = [
    "https://idp.example", "zitadel:", "-", "", "true", "010", "a b", "it's", 'say "hi"',
    "日本 😀", "x # y", "k: v", "340112345678901234", "a,b", "{x}", "back\\slash",
    "tab\there", "<<", "~", "2026-01-01",
]
BLOCKS = [
    "a\nb", "a\nb\n", " a\nb", "# a\n---\nb", "a\r\nb", "a \nb", "a\n\nb",
    "日本\n😀\n",
]


class Absorbed(Exception):
    """A comment would become part of the block scalar above: refused by name."""


def edit(data, *arguments):
    result = run(["merge", *arguments, "-"], data)
    if result.code == 2 and "[block-absorbs]" in result.err and "--unset" in arguments:
        require(not result.out and (b"|" in data or b">" in data), "refused without reason")
        raise Absorbed
    require(result.code == 0, f"exit {result.code}\n{result.err}\n{data.decode()}")
    return result.out


def extra_arguments(docs):
    place = model.legacy_document(docs)
    for key in PATH:
        place = place.get(key, NULL)
        if place == NULL:
            return {}
    return place


def without_empty_parents(docs):
    """Empty, null and missing mappings on the way to extraArgs are one and the same."""
    docs = copy.deepcopy(docs)
    parents = [model.legacy_document(docs)]
    for key in PATH[:-1]:
        value = parents[-1].get(key, NULL)
        parents.append(value if isinstance(value, dict) else {})
    for parent, key in reversed(list(zip(parents, PATH))):
        if parent.get(key) in ({}, NULL):
            parent.pop(key, None)
    return docs


def is_set_scalar(value):
    return isinstance(value, Scalar) and value != NULL


def as_text(docs):
    """Argument values are strings for Talos, whatever they look like."""
    arguments = extra_arguments(docs)
    for key, value in arguments.items():
        if is_set_scalar(value):
            arguments[key] = Scalar("str", value.text)
    return docs


def require_tree(data, expected, before, what):
    found = difference(as_text(load_stream(data)), as_text(expected))
    require(found is None, f"{what}: {found}\n{edited(before, data)}")


def fresh_key(rng):
    return rng.choice(["oidc-issuer-url", "oidc-client-id", "oidc-required-claim", "x"])


def set_once(rng):
    """The tree changes in one place, comments stay, and setting again changes nothing."""
    before = confgen.write(rng, confgen.legacy(rng))
    docs = load_stream(before)
    present = list(extra_arguments(docs))
    key = rng.choice(present) if present and rng.random() < 0.4 else fresh_key(rng)
    value = rng.choice(VALUES + BLOCKS)
    after = edit(before, "--set", f"{key}={value}")
    wanted = model.set_argument(docs, key, [value])
    require_tree(after, wanted, before, f"--set {key}={value!r}")
    if not isinstance(extra_arguments(docs).get(key), list):
        wrong = damage(before, after, 3)
        require(wrong is None, f"{wrong}\n{edited(before, after)}")
    again = edit(after, "--set", f"{key}={value}")
    require(again == after, f"set twice is not set once\n{edited(after, again)}")
    return "changed" if after != before else "unchanged"


def set_list(rng):
    """Several values of one key become a list."""
    before = confgen.write(rng, confgen.legacy(rng))
    docs = load_stream(before)
    present = list(extra_arguments(docs))
    key = rng.choice(present) if present and rng.random() < 0.5 else fresh_key(rng)
    values = rng.sample(VALUES + ["NodeRestriction", "PodSecurity"], rng.randint(2, 3))
    settings = [word for value in values for word in ("--set", f"{key}={value}")]
    after = edit(before, *settings)
    wanted = model.set_argument(docs, key, values)
    require_tree(after, wanted, before, f"{key} = {values!r}")
    require(edit(after, *settings) == after, "set twice is not set once")
    return "set"


def nothing_to_do(rng):
    """A value that is there, or a key that is not, leaves every byte."""
    before = confgen.write(rng, confgen.legacy(rng))
    present = extra_arguments(load_stream(before))
    scalars = [key for key, value in present.items() if is_set_scalar(value)]
    if scalars and rng.random() < 0.8:
        key = rng.choice(scalars)
        after = edit(before, "--set", f"{key}={present[key].text}")
    else:
        after = edit(before, "--unset", "not-there")
    require(after == before, f"bytes changed\n{edited(before, after)}")
    return "same"


def set_then_unset(rng):
    before = confgen.write(rng, confgen.legacy(rng))
    docs = load_stream(before)
    present = extra_arguments(docs)
    key = fresh_key(rng)
    after = edit(before, "--set", f"{key}={rng.choice(VALUES + BLOCKS)}")
    back = edit(after, "--unset", key)
    trees = [as_text(without_empty_parents(tree)) for tree in (docs, load_stream(back))]
    found = difference(*trees)
    require(found is None, f"{found}\n{edited(before, back)}")
    if present and is_block_mapping(before, PATH) and before.endswith(b"\n"):
        require(back == before, f"not the original bytes\n{edited(before, back)}")
        return "the same bytes"
    return "the same tree"


def unset_present(rng):
    """A key that is there goes; everything else stays."""
    before = confgen.write(rng, confgen.legacy(rng))
    docs = load_stream(before)
    present = list(extra_arguments(docs))
    if not present:
        return "nothing to remove"
    key = rng.choice(present)
    try:
        after = edit(before, "--unset", key)
    except Absorbed:
        return "refused"
    require_tree(after, model.unset_argument(docs, key), before, f"--unset {key}")
    require(edit(after, "--unset", key) == after, "unset twice is not unset once")
    return "removed"


def several_edits(rng):
    """Keys set and removed in one call, neighbours among them."""
    before = confgen.write(rng, confgen.legacy(rng))
    docs = load_stream(before)
    keys = list(extra_arguments(docs)) + ["oidc-issuer-url", "x", "y"]
    chosen = rng.sample(keys, rng.randint(2, min(5, len(keys))))
    wanted, words = docs, []
    for key in chosen:
        if rng.random() < 0.4:
            words += ["--unset", key]
            wanted = model.unset_argument(wanted, key)
        else:
            value = rng.choice(VALUES + BLOCKS)
            words += ["--set", f"{key}={value}"]
            wanted = model.set_argument(wanted, key, [value])
    try:
        after = edit(before, *words)
    except Absorbed:
        return "refused"
    both = (wanted, load_stream(after))
    found = difference(*[as_text(without_empty_parents(tree)) for tree in both])
    require(found is None, f"{words}: {found}\n{edited(before, after)}")
    require(edit(after, *words) == after, f"{words}: twice is not once")
    return "edited"


CHECKS = (
    set_once, set_list, nothing_to_do, set_then_unset, unset_present, several_edits,
)


def main():
    arguments = parse_arguments(__doc__, 300)
    tap = Tap()
    for check in CHECKS:
        run_property(tap, check.__name__.replace("_", " "), check, arguments)
    tap.finish()


if __name__ == "__main__":
    main()
