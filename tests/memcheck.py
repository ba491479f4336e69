#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the unit tests and a set of commands of a build under valgrind's memcheck.

usage: memcheck.py BUILD-DIR     (a build without sanitizers)

Prints TAP, one point for each program run; any error or leak fails it.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))
from talosauth_test import Tap

EXAMPLES = ROOT / "examples"
FAULT = 9
MEMCHECK = ["valgrind", "-q", f"--error-exitcode={FAULT}", "--leak-check=full",
            "--errors-for-leak-kinds=definite,possible"]
SETTINGS = ["--provider", "zitadel", "--issuer-url", "https://zitadel.example.com",
            "--audience", "340112345678901234"]
LOGIN = ["-i", "https://zitadel.example.com", "-c", "kubectl", "-q"]
SECONDS = 300


def unit_tests(build):
    """(name, command, environment, directory) of the compiled tests in suite `unit`."""
    out = subprocess.run(["meson", "introspect", "--tests", str(build)],
                         capture_output=True, text=True, check=True).stdout
    for test in json.loads(out):
        suites = [s.split(":")[-1] for s in test["suite"]]
        if "unit" in suites and is_program(test["cmd"]):
            yield test["name"], test["cmd"], test["env"], test["workdir"]


def is_program(command):
    with open(command[0], "rb") as f:
        return f.read(4) == b"\x7fELF"


def commands(scratch):
    """Argument lists for talosauth; `scratch` is a directory to write in."""
    yield ["version"]
    yield ["help"]
    yield ["merge", "--help"]
    for shell in ("bash", "zsh", "fish"):
        yield ["completion", shell]
    yield ["merge", "--no-such-option"]
    for config in sorted(EXAMPLES.glob("controlplane-*.yaml")):
        yield ["merge", *SETTINGS, config]
        yield ["merge", "--diff", *SETTINGS, config]
        yield ["patch", "--base", config, *SETTINGS]
        copy = scratch / config.name
        shutil.copy(config, copy)
        yield ["merge", "-i", *SETTINGS, copy]
        yield ["merge", "--check", *SETTINGS, copy]
    configs = sorted(EXAMPLES.glob("controlplane-*.yaml"))
    for form in ("text", "json", "sarif", "github"):
        yield ["validate", "-o", form, *configs, EXAMPLES / "zitadel.yaml"]
    for config in configs:
        yield ["show", config]
        yield ["show", "-o", "json", config]
        kubeconfig = scratch / f"{config.stem}-kubeconfig"
        yield ["kubeconfig", *LOGIN, "--from", config, "-O", kubeconfig]
    yield ["validate", kubeconfig]
    yield ["kubeconfig", *LOGIN, "--from", configs[0], "--merge", kubeconfig, "--diff"]
    yield ["remove", "--context", "oidc@c1", "--diff", kubeconfig]
    for version in ("v1.11", "v1.14"):
        yield ["patch", "--talos-version", version, *SETTINGS]
    yield ["init"]
    yield ["init", "--provider", "zitadel", "-O", scratch / "access.yaml"]
    yield ["init", "--provider", "x"]
    yield ["rbac", "--provider", "zitadel", "--admin-group", "administrators",
           "--viewer-group", "users"]
    for number, text in enumerate(("", "a: [1\n", "a: 1\na: 2\n", "\x00", "[" * 300)):
        bad = scratch / f"bad-{number}.yaml"
        bad.write_text(text)
        yield ["merge", *SETTINGS, bad]


def run(command, env=None, cwd=None):
    """None when the run is clean, else what is wrong."""
    try:
        done = subprocess.run([*MEMCHECK, *command], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", cwd=cwd,
                              env={**os.environ, **(env or {})}, timeout=SECONDS,
                              check=False)
    except subprocess.TimeoutExpired:
        return f"ran longer than {SECONDS} s"
    if done.returncode < 0 or done.returncode == FAULT:
        return done.stderr or f"status {done.returncode}"
    return None


def runs(build, scratch):
    for name, command, env, cwd in unit_tests(build):
        yield name, run(command, env, cwd)
    for arguments in commands(scratch):
        shown = " ".join(a.name if isinstance(a, pathlib.Path) else a for a in arguments)
        shown = shown.replace(" ".join(SETTINGS), "SETTINGS")
        yield f"talosauth {shown}", run([build / "talosauth", *map(str, arguments)])


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    with tempfile.TemporaryDirectory() as scratch:
        for name, problem in runs(pathlib.Path(argv[1]).resolve(), pathlib.Path(scratch)):
            tap.ok(problem is None, name, problem or "")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
