#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Meets servers of every kind and compares the authority, or the message, with a table.

usage: server.py AUTHORITY      (the program made of authority.c)

AUTHORITY_UNDER is a command to run it under, such as valgrind. Prints TAP.
"""
import contextlib
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lib")]
import certificates
import servers
from talosauth_test import Tap

UNDER = os.environ.get("AUTHORITY_UNDER", "").split()
# Milliseconds: for servers that answer, on a busy machine too, and for those that do not.
PATIENCE, TIMEOUT = (10000, 600) if not UNDER else (60000, 5000)
SLACK = 2 if not UNDER else 30  # seconds for the process around it
PROXIES = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


class Bench:
    def __init__(self, program, directory, tap):
        self.program, self.directory, self.tap = program, directory, tap
        self.certificates = certificates.make(directory)
        self.longest = (0, "")

    def ask(self, title, host, port, *options, env=None, timeout=PATIENCE):
        """What the program did, and whether it kept to the timeout."""
        environment = {k: v for k, v in os.environ.items() if k not in PROXIES}
        environment.update(env or {})
        start = time.monotonic()
        done = subprocess.run([*UNDER, self.program, host, str(port),
                               f"timeout={timeout}", *options], capture_output=True,
                              text=True, env=environment, timeout=120, check=False)
        took = time.monotonic() - start
        if timeout == TIMEOUT:
            self.longest = max(self.longest, (took, title))
        return done, took < timeout / 1000 + SLACK

    def check(self, title, asked, rules, wanted=None, message=""):
        """`rules` are those of all findings; `wanted` the certificate, None: refused."""
        done, in_time = asked
        found = re.findall(r" \[([a-z-]+)\]$", done.stderr, re.M)
        right = (wanted is None) == (done.returncode == 1) and done.returncode in (0, 1)
        if wanted is not None:
            right = right and (wanted.pem in done.stdout and
                               f"fingerprint: {wanted.fingerprint}\n" in done.stdout)
        else:
            right = right and done.stdout == "" and "    hint: " in done.stderr
        right = right and found == rules and message in done.stderr
        self.tap.ok(right and in_time, title,
                    f"status {done.returncode}, in time: {in_time}, wanted {rules} "
                    f"{message!r}\n{done.stdout}{done.stderr}")

    def chain(self, *names):
        return [self.certificates[name] for name in names]

    def tls(self, *names, **options):
        return servers.tls(self.directory, self.chain(*names), **options)


# title, chain, options, rules of the findings, the certificate, part of the message
CHAINS = [
    ("root", "leaf root", [], [], "root", ""),
    ("root and intermediate", "below middle root", [], [], "root", ""),
    ("in another order", "below root middle", [], [], "root", ""),
    ("the CA twice", "leaf root root", [], [], "root", ""),
    ("leaf only", "leaf", [], ["server-no-ca"], None, '"CN=leaf" alone'),
    ("self-signed leaf", "alone", [], ["server-no-ca"], None, '"CN=alone" alone'),
    ("no root above", "below middle", [], ["server-no-ca"], None,
     '"CN=middle", issued by "CN=root"'),
    ("leaf trusted", "leaf", ["trust-leaf"], ["server-leaf"], "leaf", "renewed"),
    ("a CA wins over the leaf", "leaf root", ["trust-leaf"], [], "root", ""),
    ("CA of somebody else", "leaf other", [], ["server-other-ca"], None, '"CN=other"'),
    ("a second CA", "leaf root other", [], ["server-extra-ca"], "root", '"CN=other"'),
    ("a second CA before", "leaf other root", [], ["server-extra-ca"], "root", ""),
    ("two CAs", "leaf root again", [], ["server-several-cas"], None, "several CAs"),
    ("two CAs, one expected", "leaf root again", ["expect={root}"], [], "root", ""),
    ("two CAs, other expected", "leaf root again", ["expect={again}"], [], "again", ""),
    ("two CAs, none expected", "leaf root again", ["expect={other}"],
     ["server-fingerprint"], None, "is not the expected one"),
    ("wrong host", "elsewhere root", [], ["server-name"], "root",
     "not for 127.0.0.1; it is for api.other.example, 192.0.2.7"),
    ("wrong host, right name", "elsewhere root", ["name=api.other.example"], [], "root",
     ""),
    ("expired leaf", "late root", [], ["server-expired"], "root", "expired on"),
    ("expired leaf trusted", "late", ["trust-leaf"], ["server-leaf", "ca-expired"], None,
     "expired on"),
    ("expired CA", "of-old old", [], ["ca-expired"], None, '"CN=old" expired on'),
    ("fingerprint", "leaf root", ["expect={root}"], [], "root", "confirmed: 1"),
    ("of another", "leaf root", ["expect={other}"], ["server-fingerprint"], None,
     "somebody else"),
    ("of the leaf", "leaf root", ["expect={leaf}"], ["server-fingerprint"], None,
     "that of the server's own certificate"),
    ("leaf trusted by fingerprint", "leaf", ["trust-leaf", "expect={leaf}"],
     ["server-leaf"], "leaf", ""),
    ("malformed fingerprint", "leaf root", ["expect=ab:cd"], ["fingerprint"], None,
     "it has not 64 hex digits"),
    ("17 certificates", "leaf" + " root" * 16, [], ["server-no-ca"], None,
     "presents 17 certificates"),
]


def check_chains(bench):
    for title, names, options, rules, wanted, message in CHAINS:
        made = bench.certificates
        options = [re.sub(r"\{(\w+)\}", lambda m: made[m[1]].fingerprint, o)
                   for o in options]
        with servers.serving(bench.tls(*names.split())) as port:
            asked = bench.ask(title, "127.0.0.1", port, *options)
        asked[0].stderr += asked[0].stdout if message.startswith("confirmed") else ""
        bench.check(title, asked, rules, made.get(wanted), message)


BAD = [
    ("accepts and is silent", servers.silent, "server-timeout",
     "did not finish the TLS handshake within"),
    ("drips", servers.dripping, "server-timeout", "did not finish"),
    ("closes at once", servers.closing, "server-closed", "closed the connection"),
    ("resets", servers.resetting, "server-closed", "closed the connection"),
    ("closes after reading", servers.saying(b""), "server-closed", ""),
    ("plain HTTP", servers.saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "server-not-tls",
     "plain HTTP"),
    ("SSH", servers.saying(b"SSH-2.0-x\r\n", read=False), "server-not-tls", "with SSH"),
    ("garbage", servers.saying(bytes(range(128, 256)) * 40), "server-not-tls",
     "something other than TLS"),
    ("one byte", servers.saying(b"\0"), "server-not-tls", "something other than TLS"),
    ("garbage like TLS", servers.saying(b"\x16\x03\x03\x00\x20" + b"\xff" * 32),
     "server-handshake", "the TLS handshake failed: "),
    ("an alert", servers.saying(b"\x15\x03\x03\x00\x02\x02\x28"), "server-handshake",
     "handshake failure"),
    ("the alert of an old server", servers.saying(b"\x15\x03\x01\x00\x02\x02\x46"),
     "server-tls-version", "speaks no TLS 1.2"),
]


def check_bad(bench):
    for title, answer, rule, message in BAD:
        with servers.serving(answer) as port:
            asked = bench.ask(title, "127.0.0.1", port, timeout=TIMEOUT if
                              rule == "server-timeout" else PATIENCE)
        bench.check(title, asked, [rule], None, message)
        bench.tap.ok(f"127.0.0.1:{port}: " in asked[0].stderr, f"{title}: says where")


def check_versions(bench):
    root = bench.certificates["root"]
    for version, rules in ((ssl.TLSVersion.TLSv1_1, ["server-tls-version"]),
                           (ssl.TLSVersion.TLSv1_2, []), (ssl.TLSVersion.TLSv1_3, [])):
        title = f"{version.name} only"
        with servers.serving(bench.tls("leaf", "root", version=version)) as port:
            asked = bench.ask(title, "127.0.0.1", port)
        bench.check(title, asked, rules, None if rules else root)
    strict = bench.directory / "strict.cnf"
    strict.write_text("openssl_conf=a\n[a]\nssl_conf=b\n[b]\nsystem_default=c\n[c]\n"
                      "MinProtocol=TLSv1.3\nCipherString=DEFAULT@SECLEVEL=5\n")
    answer = bench.tls("leaf", "root", version=ssl.TLSVersion.TLSv1_2)
    with servers.serving(answer) as port:
        asked = bench.ask("strict openssl.cnf", "127.0.0.1", port,
                          env={"OPENSSL_CONF": str(strict)})
    bench.check("the system's openssl.cnf decides nothing", asked, [], root)


def check_names(bench):
    root = bench.certificates["root"]
    seen = []
    answer = bench.tls("leaf", "root", seen=seen)
    with servers.serving(answer) as port:
        for title, host, options, sni in (
                ("a name", "localhost", [], "localhost"),
                ("an address sends no name", "127.0.0.1", [], None),
                ("another name", "127.0.0.1", ["name=api.example.com"],
                 "api.example.com"),
                ("a dot at the end", "127.0.0.1", ["name=localhost."], "localhost"),
                ("two addresses, the first refuses", "two.test", [], "two.test")):
            if host == "localhost" and not servers.knows_localhost():
                bench.tap.skip(title, "localhost has no address here")
                continue
            bench.check(title, bench.ask(title, host, port, *options), [], root)
            bench.tap.ok(seen[-1:] == [sni], f"{title}: SNI {sni}", str(seen))
    bench.check("nothing listens", bench.ask("refused", "127.0.0.1", port),
                ["server-unreachable"], None, "Connection refused")
    bench.check("nothing listens on two", bench.ask("two refused", "two.test", port),
                ["server-unreachable"], None,
                "::1: Connection refused; 127.0.0.1: Connection refused")
    asked = bench.ask("resolver", "never.test", port, timeout=TIMEOUT)
    bench.check("no answer of the resolver", asked, ["server-timeout"], None,
                "the look-up of the name was not answered")
    bench.check("no such name", bench.ask("no name", "no-such-host.invalid", port),
                ["server-unknown-host"], None, "the name has no address")
    for host in ("", "a b", "[::1]", "x" * 254, "a\nb"):
        bench.check(f"host {host[:8]!r}", bench.ask("host", host, port), ["server-host"],
                    None)


def check_ipv6(bench):
    try:
        with servers.serving(bench.tls("leaf", "root"), "::1") as port:
            asked = bench.ask("IPv6", "::1", port)
    except OSError as error:
        bench.tap.skip("IPv6", error)
        return
    bench.check("IPv6", asked, [], bench.certificates["root"])
    bench.check("IPv6 refused", bench.ask("IPv6 refused", "::1", port),
                ["server-unreachable"], None, f"[::1]:{port}: ")


def check_full_backlog(bench):
    """Nobody accepts and the queue is full: the connection itself gets no answer."""
    with contextlib.ExitStack() as stack:
        sock = stack.enter_context(socket.socket())
        sock.bind(("127.0.0.1", 0))
        sock.listen(0)
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(sock.getsockname())
        asked = bench.ask("full backlog", "127.0.0.1", sock.getsockname()[1],
                          timeout=TIMEOUT)
    bench.check("never accepts", asked, ["server-timeout"], None,
                "nothing answered the connection within")


def check_proxy(bench):
    root = bench.certificates["root"]
    proxy = {"HTTPS_PROXY": "http://u:secret@proxy.test:3128"}
    with servers.serving(bench.tls("leaf", "root")) as port:
        asked = bench.ask("proxy", "two.test", port, env=proxy)
        bench.check("proxy", asked, ["server-proxy"], None, "HTTPS_PROXY is set")
        bench.tap.ok("secret" not in asked[0].stderr, "the proxy is not shown")
        for title, host, options, env in (
                ("proxy, --no-proxy", "two.test", ["no-proxy"], {}),
                ("proxy, NO_PROXY", "two.test", [], {"NO_PROXY": ".x, two.test"}),
                ("proxy, no_proxy", "two.test", [], {"no_proxy": f"*.test:{port}"}),
                ("proxy, loopback", "127.0.0.1", [], {})):
            bench.check(title, bench.ask(title, host, port, *options,
                                         env={**proxy, **env}), [], root)


def main(argv):
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    tap = Tap()
    if shutil.which("openssl") is None:
        tap.skip("servers", "no openssl")
        return tap.finish()
    with tempfile.TemporaryDirectory() as directory:
        bench = Bench(argv[1], pathlib.Path(directory), tap)
        for check in (check_chains, check_bad, check_versions, check_names, check_ipv6,
                      check_full_backlog, check_proxy):
            check(bench)
    took, title = bench.longest
    print(f"# timeout {TIMEOUT / 1000} s; the longest run that met it took "
          f"{took:.2f} s ({title})")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
