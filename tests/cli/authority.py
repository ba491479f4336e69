#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CA certificates that are made now, because it is their dates that count. Prints TAP."""

import datetime
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))

from talosauth_test import Tap, run

CONFIG = "machine: {type: controlplane}\ncluster: {apiServer: {}}\n"
MERGE = ["merge", "--issuer-url", "https://idp.example.com", "--audience", "kube"]
SOON = "[ca-expires-soon]"


def make(folder, name, days):
    """A CA that is valid for so many days from now on; the day of its end."""
    path = folder / name
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec"]
    command += ["-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", str(folder / "key")]
    command += ["-subj", f"/CN={name}", "-days", str(days), "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    (folder / "key").unlink()
    shown = ["openssl", "x509", "-noout", "-enddate", "-in", str(path)]
    end = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    day = datetime.datetime.strptime(end.strip(), "notAfter=%b %d %H:%M:%S %Y GMT")
    return day.strftime("%Y-%m-%d")


def merge(folder, name, *options):
    arguments = [*MERGE, *options, "--issuer-ca", name, "--diff", "a.yaml"]
    return run(arguments, cwd=folder)


def check(tap, folder):
    (folder / "a.yaml").write_text(CONFIG, encoding="utf-8")
    for days in (1, 29):
        end = make(folder, "soon.pem", days)
        result = merge(folder, "soon.pem")
        text = f'soon.pem:1:1: warning: the certificate of "CN=soon.pem" expires on {end}'
        good = result.code == 1 and f"{text} {SOON}" in result.err
        tap.ok(good, f"{days} days are few", result)
    result = merge(folder, "soon.pem", "--quiet")
    tap.ok(result.code == 1 and result.err == "", "--quiet: no warning", result)

    make(folder, "later.pem", 31)
    result = merge(folder, "later.pem")
    tap.ok(result.code == 1 and SOON not in result.err, "31 days are enough", result)

    both = (folder / "later.pem").read_bytes() + (folder / "soon.pem").read_bytes()
    (folder / "both.pem").write_bytes(both)
    line = (folder / "later.pem").read_bytes().count(b"\n") + 1
    result = merge(folder, "both.pem")
    good = f"both.pem:{line}:1: warning: " in result.err and SOON in result.err
    tap.ok(good, "the place is the second certificate", result)


def main():
    tap = Tap()
    if shutil.which("openssl"):
        with tempfile.TemporaryDirectory() as folder:
            check(tap, pathlib.Path(folder))
    else:
        tap.skip("CA certificates of today", "no openssl program")
    tap.finish()


if __name__ == "__main__":
    main()
