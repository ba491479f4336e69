#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Killed at any call that changes a file: it has the old bytes or the new ones, and the
next run works and leaves nothing behind."""

import sys

from faults import NEW, OLD, Faults, Place, Tap

CALLS = ["write", "fsync", "fchmod", "move"]
MOST = 40  # calls of one kind in one run; more of them are an endless loop
OTHER = b"cluster: {}\n"
OTHER_NEW = b"""\
cluster:
    apiServer:
        extraArgs:
            oidc-issuer-url: https://idp.example.com
            oidc-client-id: kube
"""

# name: (arguments, files before, what each file may be after a kill; None: not there)
RUNS = {
    "in place": (
        ["-i", "a.yaml"],
        {"a.yaml": OLD},
        {"a.yaml": [OLD, NEW]},
    ),
    "in place, no sync": (
        ["-i", "--no-sync", "a.yaml"],
        {"a.yaml": OLD},
        {"a.yaml": [OLD, NEW]},
    ),
    "in place with backup": (
        ["-i", "--backup", "--force", "a.yaml"],
        {"a.yaml": OLD},
        {"a.yaml": [OLD, NEW], "a.yaml.bak": [None, OLD]},
    ),
    "in place over a backup": (
        ["-i", "--backup", "--force", "a.yaml"],
        {"a.yaml": OLD, "a.yaml.bak": b"older\n"},
        {"a.yaml": [OLD, NEW], "a.yaml.bak": [b"older\n", OLD]},
    ),
    "several in place": (
        ["-i", "-j", "2", "a.yaml", "b.yaml"],
        {"a.yaml": OLD, "b.yaml": OTHER},
        {"a.yaml": [OLD, NEW], "b.yaml": [OTHER, OTHER_NEW]},
    ),
    "output": (
        ["-O", "out.yaml", "a.yaml"],
        {"a.yaml": OLD},
        {"a.yaml": [OLD], "out.yaml": [None, NEW]},
    ),
    "output over a file": (
        ["--force", "-O", "out.yaml", "a.yaml"],
        {"a.yaml": OLD, "out.yaml": b"older\n"},
        {"a.yaml": [OLD], "out.yaml": [b"older\n", NEW]},
    ),
}


def contents(place, names):
    return {
        name: path.read_bytes() if (path := place.path / name).exists() else None
        for name in names
    }


def wrong_contents(found, allowed, when):
    for name, data in found.items():
        if data not in allowed[name]:
            return f"{when} {name} is neither old nor new: {data!r}"
    return None


def wrong_next_run(place, arguments, found, allowed):
    """An output that is complete already is refused; all else is done now."""
    result = place.merge(*arguments)
    complete = "--force" not in arguments and found.get("out.yaml") is not None
    if result.code != (2 if complete else 0):
        return f"the next run ends with {result.code}\n{result.err}"
    last = contents(place, allowed)
    for name, choices in allowed.items():
        if name != "a.yaml.bak" and last[name] != choices[-1]:
            return f"after the next run {name} is {last[name]!r}"
    strangers = set(place.look()) - set(allowed)
    return f"left behind: {sorted(strangers)}" if strangers else None


def kill_at(faults, run, call, how, number):
    """(whether the program was killed, what is wrong)"""
    arguments, before, allowed = run
    with Place() as place:
        for name, data in before.items():
            (place.path / name).write_bytes(data)
        result = place.merge(*arguments, env=faults.at(call, how, number))
        found = contents(place, allowed)
        wrong = wrong_contents(found, allowed, "after the kill")
        if wrong or result.code == 0:
            return False, wrong
        if result.code != -9:
            return False, f"exit {result.code}\n{result.err}"
        return True, wrong_next_run(place, arguments, found, allowed)


def sweep(faults, run, call, how):
    for number in range(1, MOST):
        killed, wrong = kill_at(faults, run, call, how, number)
        if wrong:
            return number - 1, f"{how} at {call} {number}: {wrong}"
        if not killed:
            return number - 1, None
    return MOST, f"more than {MOST} calls of {call}"


def main():
    tap, faults = Tap(), Faults()
    if faults.reason:
        tap.skip("killed while writing", faults.reason)
        tap.finish()
    total = 0
    for name, run in RUNS.items():
        for call in CALLS:
            for how in ("kill", "after"):
                kills, wrong = sweep(faults, run, call, how)
                total += kills
                when = "before" if how == "kill" else "after"
                tap.ok(not wrong, f"{name}: {kills} kills {when} {call}", wrong)
    tap.ok(total >= 90, f"{total} kills", "the library to preload has no effect")
    tap.finish()


if __name__ == "__main__":
    sys.exit(main())
