#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kubeconfig --ca-from-server: the CA of a handshake, trusted only when confirmed.

Also the three calls that the shell script of old had in its help and example: what it
wrote for them, against --compat; the differences that are meant are in MEANT.
"""

import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import time

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import certificates
import servers
from talosauth_test import Tap, run

LOGIN = ["-i", "idp.example.com", "-c", "kubectl"]
TIMEOUT, SLACK = 1, 3  # seconds; for the process around the handshake

# The script: arguments, and what it wrote for the server and behind `get-token`.
SCRIPT = {
    "browser": (
        ["-i", "https://zitadel.example.com", "-k", "HOST", "-c", "340112345678905555"],
        ["--oidc-issuer-url=https://zitadel.example.com",
         "--oidc-client-id=340112345678905555",
         "--oidc-extra-scope=email,profile,groups"],
    ),
    "device": (
        ["-i", "https://zitadel.example.com", "-k", "HOST", "-c", "340112345678905555", "-d"],
        ["--oidc-issuer-url=https://zitadel.example.com",
         "--oidc-client-id=340112345678905555",
         "--oidc-extra-scope=email,profile,groups",
         "--grant-type=device-code", "--skip-open-browser"],
    ),
    "bare issuer": (
        ["-i", "zitadel.example.com", "-k", "HOST", "-c", "340112345678905555"],
        ["--oidc-issuer-url=https://zitadel.example.com",
         "--oidc-client-id=340112345678905555",
         "--oidc-extra-scope=email,profile,groups"],
    ),
}
MEANT = [
    "the port that is given stays; the script made 6443 of it",
    "the CA is the one that signed the server's certificate; the script took the leaf",
    "the file has mode 0600 and replaces none; the script overwrote it, mode 0644",
]


class Bench:
    def __init__(self, directory, tap):
        self.directory, self.tap = pathlib.Path(directory), tap
        self.certificates = certificates.make(directory)
        self.longest = 0

    def chain(self, *names):
        return servers.tls(self.directory, [self.certificates[n] for n in names])

    def ask(self, port, *options, **environment):
        """A run in an empty directory: (result, files that it left)."""
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as empty:
            result = run(["kubeconfig", *LOGIN, "-k", f"127.0.0.1:{port}",
                          "--ca-from-server", "--timeout", str(TIMEOUT), *options],
                         cwd=empty,
                         env={"HTTPS_PROXY": "", "https_proxy": "", **environment})
            files = {f.name: f.read_bytes() for f in pathlib.Path(empty).iterdir()}
        self.longest = max(self.longest, time.monotonic() - start)
        return result, files

    def refused(self, title, rule, asked):
        result, files = asked
        right = result.code == 2 and not files and not result.out
        self.tap.ok(right and f"[{rule}]" in result.err, title, f"{files}{result.err}")


def check_confirmed(bench):
    root, other = (bench.certificates[name] for name in ("root", "other"))
    with servers.serving(bench.chain("leaf", "root")) as port:
        (bench.directory / "root.pem").write_text(root.pem)
        wanted = run(["kubeconfig", *LOGIN, "-k", f"127.0.0.1:{port}", "-O", "-",
                      "--cluster-ca", str(bench.directory / "root.pem")]).out
        result, files = bench.ask(port, "--expect-fingerprint", root.fingerprint)
        name = "127.0.0.1-kubeconfig"
        bench.tap.ok(result.code == 0 and files == {name: wanted},
                     "the expected CA: as with --cluster-ca", result.err)
        shown = [root.fingerprint, "CN=root", "valid", "issuer"]
        bench.tap.ok(all(text in result.err for text in shown), "the CA is shown",
                     result.err)
        result, files = bench.ask(port, "-q", "--expect-fingerprint", root.fingerprint)
        bench.tap.ok(files == {name: wanted} and result.err == "",
                     "the expected CA: nothing is shown with -q", result.err)
        bench.refused("another fingerprint", "server-fingerprint",
                      bench.ask(port, "--expect-fingerprint", other.fingerprint))
        bench.refused("nobody confirms", "server-unconfirmed", bench.ask(port))
    with servers.serving(bench.chain("leaf")) as port:
        bench.refused("a leaf alone", "server-no-ca", bench.ask(port))
        leaf = bench.certificates["leaf"].fingerprint
        result, files = bench.ask(port, "--insecure-trust-leaf", "--expect-fingerprint", leaf)
        bench.tap.ok(result.code == 0 and len(files) == 1 and "[server-leaf]" in result.err,
                     "a leaf that is trusted all the same", result.err)


def check_bad(bench):
    for title, answer, rule in (
        ("a port that never answers", servers.silent, "server-timeout"),
        ("a port that closes", servers.closing, "server-closed"),
        ("plain HTTP", servers.saying(b"HTTP/1.0 400 Bad Request\r\n\r\n"),
         "server-not-tls"),
    ):
        with servers.serving(answer) as port:
            bench.refused(title, rule, bench.ask(port))
    with servers.listener() as closed:
        port = closed.getsockname()[1]
    bench.refused("nothing listens", "server-unreachable", bench.ask(port))
    bench.tap.ok(bench.longest < TIMEOUT + SLACK,
                 f"within the timeout (longest {bench.longest:.2f} s)")


def check_library(bench):
    """libssl is loaded when it is needed; where that fails nothing else does."""
    with tempfile.TemporaryDirectory() as directory:
        (pathlib.Path(directory) / "libssl.so.3").write_bytes(b"")
        broken = {"LD_LIBRARY_PATH": directory}
        with servers.serving(bench.chain("leaf", "root")) as port:
            result, files = bench.ask(port, **broken)
        words = "libssl of OpenSSL 3 cannot be loaded" in result.err
        bench.refused("no libssl", "server-handshake", (result, files))
        bench.tap.ok(words, "no libssl: the reason", result.err)
        version = run(["version"], env=broken)
        bench.tap.ok(version.code == 0, "no libssl: version", version.err)


def at_terminal(arguments, answer, directory):
    """Runs with a terminal; (status, what was shown)."""
    parent, child = pty.openpty()
    process = subprocess.Popen([os.environ["TALOSAUTH"], *arguments], stdin=child,
                               stdout=child, stderr=child, cwd=directory,
                               env={**os.environ, "HTTPS_PROXY": "", "https_proxy": ""})
    os.close(child)
    shown = b""
    while True:
        try:
            part = os.read(parent, 65536)
        except OSError:
            break
        shown += part
        if shown.endswith(b"trust it: "):
            os.write(parent, answer)
        if not part:
            break
    os.close(parent)
    return process.wait(), shown.decode()


def asking(port):
    return ["kubeconfig", *LOGIN, "-k", f"127.0.0.1:{port}", "--ca-from-server"]


def check_terminal(bench):
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        bench.tap.skip("confirmation at a terminal", str(error))
        return
    with servers.serving(bench.chain("leaf", "root")) as port:
        for answer, code in ((b"yes\n", 0), (b"no\n", 2), (b"y\n", 2), (b"\n", 2)):
            with tempfile.TemporaryDirectory() as empty:
                found, shown = at_terminal(asking(port), answer, empty)
                written = bool(list(pathlib.Path(empty).iterdir()))
            bench.tap.ok(found == code and written == (code == 0),
                         f"at a terminal: {answer!r}", shown)
    check_leaf_at_terminal(bench)
    check_asked_for_nothing(bench)


def check_leaf_at_terminal(bench):
    """The warnings belong to the decision, and it is no CA that is asked about."""
    with servers.serving(bench.chain("leaf")) as port:
        with tempfile.TemporaryDirectory() as empty:
            found, shown = at_terminal([*asking(port), "--insecure-trust-leaf"], b"yes\n",
                                       empty)
        before, asked, after = shown.partition("that server's own certificate? Type yes")
        right = found == 0 and asked and "[server-leaf]" in before
        bench.tap.ok(right and "[server-leaf]" not in after, "a leaf at a terminal", shown)
        result, files = bench.ask(port, "--insecure-trust-leaf")
        right = 'the certificate "CN=leaf"' in result.err and "the CA in" not in result.err
        bench.refused("nobody confirms a leaf", "server-unconfirmed", (result, files))
        bench.tap.ok(right, "nobody confirms a leaf: no word of a CA", result.err)


TAKEN = """\
apiVersion: v1
kind: Config
clusters:
- name: 127.0.0.1
  cluster: {server: "https://elsewhere:6443"}
"""


def check_asked_for_nothing(bench):
    with servers.serving(bench.chain("leaf", "root")) as port:
        for title, name, text, rule, more in (
            ("an output file", "127.0.0.1-kubeconfig", "", "file-exists", []),
            ("a cluster", "config", TAKEN, "name-taken", ["--merge", "config"]),
        ):
            with tempfile.TemporaryDirectory() as directory:
                (pathlib.Path(directory) / name).write_text(text)
                found, shown = at_terminal([*asking(port), *more], b"yes\n", directory)
            bench.tap.ok(found == 2 and f"[{rule}]" in shown and "SHA-256" not in shown,
                         f"{title} that is there already: nobody is asked", shown)


def check_script(bench):
    if not servers.knows_localhost():
        bench.tap.skip("the script's calls", "localhost has no address here")
        return
    root = bench.certificates["root"]
    with servers.serving(bench.chain("leaf", "root")) as port:
        for title, (arguments, wanted) in SCRIPT.items():
            given = [a.replace("HOST", f"localhost:{port}") for a in arguments]
            result = run(["kubeconfig", *given, "--compat", "--ca-from-server",
                          "--expect-fingerprint", root.fingerprint, "-O", "-"],
                         env={"HTTPS_PROXY": "", "https_proxy": ""})
            config = yaml.safe_load(result.out) or {}
            user = config.get("users", [{}])[0]
            found = user.get("user", {}).get("exec", {}).get("args", [])
            server = config.get("clusters", [{}])[0].get("cluster", {}).get("server")
            right = (found[:2] == ["oidc-login", "get-token"]
                     and sorted(found[2:]) == sorted(wanted)
                     and server == f"https://localhost:{port}" and user["name"] == "oidc"
                     and config["current-context"] == "oidc@localhost")
            bench.tap.ok(right, f"the script's call: {title}", result.out.decode() + result.err)
    bench.tap.note("differences from the script that are meant:")
    for text in MEANT:
        bench.tap.note(f"  {text}")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(directory, tap)
        check_confirmed(bench)
        check_bad(bench)
        check_library(bench)
        check_terminal(bench)
        check_script(bench)
    tap.finish()


if __name__ == "__main__":
    main()
