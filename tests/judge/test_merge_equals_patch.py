#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""merge SETTINGS FILE means what Talos makes of patch --base FILE SETTINGS."""

import copy
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import confgen
from iterations import parse_arguments, require, run_property
from settingsgen import legacy_settings, multidoc_settings
from strategic_merge import canonical, strategic_merge
from talosauth_test import Tap, run
from yamltree import difference, load_stream

EXAMPLES = HERE.parent.parent / "examples"


def compare(directory, config, settings):
    """`changed` or `unchanged`; Failure when the two ways differ."""
    base = pathlib.Path(directory) / "base.yaml"
    base.write_bytes(config)
    merged = run(["merge", *settings.arguments(), str(base)])
    if merged.code == 2 and "[no-final-newline]" in merged.err:
        return "refused"
    shown = f"{settings}\nfrom\n{config.decode()}"
    require(merged.code == 0, f"merge: exit {merged.code}\n{merged.err}\n{shown}")
    patch = run(["patch", "--base", str(base), *settings.arguments()])
    if merged.out == config:
        require(patch.code in (0, 2), f"patch: exit {patch.code}\n{patch.err}")
        require(patch.code == 0 or not patch.out, "a refused patch was written")
        if patch.code == 2:
            return "unchanged"
    require(patch.code == 0, f"patch: exit {patch.code}\n{patch.err}\n{shown}")
    patched = strategic_merge(load_stream(config), load_stream(patch.out))
    found = difference(canonical(load_stream(merged.out)), canonical(patched))
    shown += f"patch\n{patch.out.decode()}\nmerged\n{merged.out.decode()}"
    require(found is None, f"{found}\n{shown}")
    return "changed"


def random_case(rng):
    if rng.random() < 0.5:
        issuer = rng.choice(confgen.ISSUERS)
        present = legacy_settings(rng, issuer).flags() if rng.random() < 0.5 else None
        config = confgen.write(rng, confgen.legacy(rng, present))
        return config, legacy_settings(rng, issuer)
    issuers = rng.sample(confgen.ISSUERS, rng.randint(0, len(confgen.ISSUERS)))
    return confgen.write(rng, confgen.multidoc(rng, issuers)), multidoc_settings(rng)


def example_property(directory, example):
    config = example.read_bytes()

    def check(rng):
        if "v1.14" in example.name:
            settings = multidoc_settings(rng)
        else:
            settings = legacy_settings(rng, rng.choice(confgen.ISSUERS))
        return compare(directory, config, settings)

    return check


def main():
    arguments = parse_arguments(__doc__, 200)
    few = copy.copy(arguments)
    few.iterations = min(5, arguments.iterations)
    tap = Tap()
    with tempfile.TemporaryDirectory() as directory:
        for example in sorted(EXAMPLES.glob("controlplane-*.yaml")):
            run_property(tap, example.name, example_property(directory, example), few)
        def compare_random(rng):
            return compare(directory, *random_case(rng))

        run_property(tap, "random configs", compare_random, arguments)
    tap.finish()


if __name__ == "__main__":
    main()
