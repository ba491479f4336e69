#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""validate finds no error in any kubeconfig that the cases of kubeconfig write, and tells
one that belongs to another issuer from one that fits the cluster."""

import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cli" / "kubeconfig"
sys.path[:0] = [str(ROOT / "tests" / part) for part in ("lib", "cli")]

from cases import read_case
from run import Scene
from talosauth_test import Tap, run

CONFIG = """\
machine: {type: controlplane}
cluster:
  apiServer:
    extraArgs:
      oidc-issuer-url: %s
      oidc-client-id: kubectl
      oidc-username-prefix: "oidc:"
"""
LOGIN = ["-i", "https://idp.example.com", "-c", "kubectl", "-k", "api.example.com"]


def written(case, directory):
    """The kubeconfigs that a case leaves: {name: bytes}, or None where it fails."""
    scene = Scene(case, directory)
    done = run(case.arguments, scene.stdin, directory, case.environment)
    if done.code != 0:
        return None
    after = {name: data for name, (data, _) in scene.look().items()}
    found = {n: d for n, d in after.items() if scene.before.get(n, (None,))[0] != d}
    found = {n: d for n, d in found.items() if not n.endswith(".bak")}
    return found | ({"stdout": done.out} if b"current-context" in done.out else {})


def check_cases(tap):
    count = 0
    for path in sorted(CASES.glob("*.case")):
        case = read_case(path)
        with tempfile.TemporaryDirectory() as directory:
            files = written(case, directory) if case.arguments[0] == "kubeconfig" else None
            for name, data in (files or {}).items():
                count += 1
                done = run(["validate", "-"], data)
                title = f"{path.stem}: {name}"
                tap.ok(done.code == 0, title, done.out.decode() + done.err)
    tap.ok(count >= 20, f"{count} kubeconfigs")


def check_across(tap):
    with tempfile.TemporaryDirectory() as directory:
        folder = pathlib.Path(directory)
        authority = ROOT / "tests" / "data" / "certificates" / "ca.pem"
        made = run(["kubeconfig", *LOGIN, "--cluster-ca", str(authority)], None, folder)
        tap.ok(made.code == 0, "a kubeconfig", made.err)
        for issuer, fits in (
            ("https://idp.example.com", True),
            ("https://idp.example.com/", False),
        ):
            (folder / "cp.yaml").write_text(CONFIG % issuer)
            done = run(["validate", "cp.yaml", "example.com-kubeconfig"], None, folder)
            title = f"beside an API server with {issuer}: {'fits' if fits else 'differs'}"
            found = "[login-issuer]" in done.out.decode()
            tap.ok(done.code == 0 and found != fits, title, done.out.decode() + done.err)


def main():
    tap = Tap()
    check_cases(tap)
    check_across(tap)
    tap.finish()


if __name__ == "__main__":
    main()
