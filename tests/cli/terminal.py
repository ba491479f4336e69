#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a person at a terminal sees: no keys, colours unless turned off."""

import os
import pathlib
import pty
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

from talosauth_test import Tap

CONFIG = ROOT / "examples" / "controlplane-v1.11.yaml"
SETTINGS = ["--provider", "zitadel", "--issuer-url", "https://zitadel.example.com",
            "--audience", "340112345678901234"]


def on_terminal(arguments, **environment):
    """Runs with stdout and stderr on a terminal; returns (status, what was shown)."""
    parent, child = pty.openpty()
    env = {**os.environ, "TERM": "xterm"}
    env.pop("NO_COLOR", None)
    env.update(environment)
    process = subprocess.Popen([os.environ["TALOSAUTH"], *arguments], stdout=child,
                               stderr=child, stdin=subprocess.DEVNULL, env=env)
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(parent)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def secrets():
    words = ("token: ", "key: ", "secret: ", "Secret: ")
    lines = CONFIG.read_text().splitlines()
    return [line.split(": ", 1)[1] for line in lines if any(w in line for w in words)]


def main():
    tap = Tap()
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        tap.skip("a terminal", str(error))
        return tap.finish()
    code, shown = on_terminal(["merge", *SETTINGS, str(CONFIG)], NO_COLOR="1")
    tap.ok(code == 0 and "+            oidc-groups-claim: groups\n" in shown,
           "merge on a terminal shows what would change", shown)
    tap.ok("--in-place" in shown and "holds keys" in shown,
           "... says how to write it", shown)
    tap.ok(secrets() and not any(secret in shown for secret in secrets()),
           "... and shows no key", shown)
    tap.ok("\033[" not in shown, "NO_COLOR turns colours off", shown)
    code, shown = on_terminal(["merge", "--diff", *SETTINGS, str(CONFIG)])
    tap.ok(code == 1 and "\033[32m+            oidc-groups-claim: groups\033[0m\n" in shown,
           "added lines are green", shown)
    code, shown = on_terminal(["merge", "--diff", *SETTINGS, str(CONFIG)], TERM="dumb")
    tap.ok(code == 1 and "\033[" not in shown, "a dumb terminal gets no colours", shown)
    code, shown = on_terminal(["merge", "--color", "never", *SETTINGS, "missing.yaml"])
    tap.ok(code == 2 and "\033[" not in shown, "--color never wins on a terminal", shown)
    code, shown = on_terminal(["merge", *SETTINGS, "missing.yaml"])
    tap.ok(code == 2 and "\033[31merror:" in shown, "errors are red", shown)
    code, shown = on_terminal(["merge", *SETTINGS, "-O", "-", str(CONFIG)])
    tap.ok(code == 0 and all(secret in shown for secret in secrets()),
           "--output-file - gives the bytes all the same", shown)
    code, shown = on_terminal(["merge", *SETTINGS, "missing.yaml"], NO_COLOR="")
    tap.ok(code == 2 and "\033[31merror:" in shown, "an empty NO_COLOR is none", shown)
    code, shown = on_terminal(["merge", "--color", "always", *SETTINGS, "missing.yaml"],
                              NO_COLOR="1")
    tap.ok(code == 2 and "\033[31merror:" in shown, "--color always wins over NO_COLOR",
           shown)
    code, shown = on_terminal(["merge", "--prun"])
    tap.ok(code == 2 and "\033[31merror:" in shown, "usage faults are red too", shown)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.yaml"
        code, shown = on_terminal(["merge", *SETTINGS, "-O", str(out), str(CONFIG)])
        tap.ok(code == 0 and out.stat().st_mode & 0o777 == 0o600, "-O writes a file of 0600",
               shown)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
