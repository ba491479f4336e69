#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Properties of merge with OIDC settings on random configs of both layouts."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))

import confgen
import model
from iterations import edited, parse_arguments, require, run_property
from preserve import damage
from settingsgen import legacy_settings, multidoc_settings
from talosauth_test import Tap, run
from yamltree import Scalar, difference, load_stream


def merge(data, *arguments):
    result = run(["merge", *arguments, "-"], data)
    shown = f"{arguments}\n{result.err}\n{data.decode()}"
    require(result.code == 0, f"exit {result.code} {shown}")
    return result.out


def arguments_as_text(docs):
    """Values of extraArgs are strings for Talos, whatever they look like."""
    for doc in docs:
        arguments = doc.get("cluster", {})
        for key in ("apiServer", "extraArgs"):
            arguments = arguments.get(key, {}) if isinstance(arguments, dict) else {}
        if isinstance(arguments, dict):
            for key, value in arguments.items():
                if isinstance(value, Scalar) and value.kind != "null":
                    arguments[key] = Scalar("str", value.text)
    return docs


def is_open_ended(data, arguments):
    """A document behind a last block scalar without newline would change it: refused."""
    result = run(["merge", *arguments, "-"], data)
    refused = result.code == 2 and "[no-final-newline]" in result.err
    return refused and not result.out and not data.endswith(b"\n")


def require_merged(before, settings, extra, most_changed):
    if is_open_ended(before, settings.arguments()):
        return "refused"
    docs = load_stream(before)
    after = merge(before, *settings.arguments(), *extra)
    expected = model.merge(docs, settings, "--prune" in extra)
    shown = f"{settings}\n{edited(before, after)}"
    found = difference(*map(arguments_as_text, (expected, load_stream(after))))
    require(found is None, f"{found}: {shown}")
    may_remove = "--prune" in extra or bool(settings.required)
    wrong = damage(before, after, most_changed, may_remove)
    require(wrong is None, f"{wrong}: {shown}")
    again = merge(after, *settings.arguments(), *extra)
    require(again == after, f"merge twice is not merge once\n{edited(after, again)}")
    return "changed" if after != before else "unchanged"


def legacy_merge(rng):
    issuer = rng.choice(confgen.ISSUERS)
    present = legacy_settings(rng, issuer).flags() if rng.random() < 0.5 else None
    before = confgen.write(rng, confgen.legacy(rng, present))
    extra = ["--prune"] if rng.random() < 0.2 else []
    return require_merged(before, legacy_settings(rng, issuer), extra, 12)


def multidoc_merge(rng):
    issuers = rng.sample(confgen.ISSUERS, rng.randint(0, len(confgen.ISSUERS)))
    before = confgen.write(rng, confgen.multidoc(rng, issuers))
    extra = ["--prune"] if rng.random() < 0.2 else []
    return require_merged(before, multidoc_settings(rng), extra, 40)


def merge_what_is_there(rng):
    """Settings that the config holds already change no byte."""
    if rng.random() < 0.5:
        settings = legacy_settings(rng, rng.choice(confgen.ISSUERS))
        documents = confgen.legacy(rng)
    else:
        settings = multidoc_settings(rng)
        documents = confgen.multidoc(rng, rng.sample(confgen.ISSUERS, 1))
    before = confgen.write(rng, documents)
    if is_open_ended(before, settings.arguments()):
        return "refused"
    before = merge(before, *settings.arguments())
    after = merge(before, *settings.arguments())
    require(after == before, f"bytes changed\n{edited(before, after)}")
    return "same"


def main():
    arguments = parse_arguments(__doc__, 300)
    tap = Tap()
    for check in (legacy_merge, multidoc_merge, merge_what_is_there):
        run_property(tap, check.__name__.replace("_", " "), check, arguments)
    tap.finish()


if __name__ == "__main__":
    main()
