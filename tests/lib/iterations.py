# SPDX-License-Identifier: MIT
"""Runs properties on many seeded random inputs; one TAP line for each property."""

import argparse
import os
import random
from collections import Counter

MOST_SHOWN = 3


class Failure(Exception):
    """A property does not hold; the text says how."""


def parse_arguments(description, iterations):
    """TALOSAUTH_SLOW makes it ten times as many where --iterations does not say."""
    if os.environ.get("TALOSAUTH_SLOW"):
        iterations *= 10
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--iterations", type=int, default=iterations)
    parser.add_argument("--seed", default="1", help="any text")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    return parser.parse_args()


def run_property(tap, name, check, arguments):
    """`check(rng)` raises Failure, or returns a word that is counted."""
    outcomes, failures = Counter(), []
    for number in range(arguments.first, arguments.first + arguments.iterations):
        rng = random.Random(f"{arguments.seed}/{name}/{number}")
        try:
            outcomes[check(rng)] += 1
        except Exception as failure:  # output that does not parse is a failure as well
            kind = "" if isinstance(failure, Failure) else type(failure).__name__ + ": "
            again = f"--seed {arguments.seed} --first {number} --iterations 1"
            failures.append(f"{again}: {kind}{failure}")
    counts = ", ".join(f"{count} {word}" for word, count in sorted(outcomes.items()))
    title = f"{name} ({counts}, {len(failures)} failed)"
    tap.ok(not failures, title, "\n".join(failures[:MOST_SHOWN]))


def edited(before, after):
    """Both texts, for a message."""
    return f"from\n{before.decode()}\nto\n{after.decode()}"


def require(condition, text):
    if not condition:
        raise Failure(text)
