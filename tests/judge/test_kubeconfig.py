#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kubeconfigs, judged by kubectl: it logs in with what we write.

A server with a certificate of a test CA answers everything; a stub of kubelogin on PATH
records its arguments and gives a token. Then the same with damaged files, which must
fail; and a large kubeconfig, which --merge and remove change in few lines only.
"""

import difflib
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))

from talosauth_test import Tap, run

ISSUER, CLIENT = "https://idp.example.com", "340112345678905555"
BASE = ["oidc-login", "get-token", f"--oidc-issuer-url={ISSUER}",
        f"--oidc-client-id={CLIENT}"]
SCOPES = [f"--oidc-extra-scope={s}" for s in ("email", "profile", "offline_access")]
COMPAT = ["--oidc-extra-scope=email,profile,groups"]
DEVICE = ["--grant-type=device-code", "--skip-open-browser"]
# title: [options, context (None: the current one), arguments that the plugin gets]
KINDS = {
    "browser": ([], None, SCOPES),
    "device": (["-d"], None, SCOPES + DEVICE),
    "compat": (["--compat"], None, COMPAT),
    "compat, device": (["--compat", "-d"], None, COMPAT + DEVICE),
    "both flows, browser": (["--both-flows"], None, SCOPES),
    "both flows, device": (["--both-flows"], "oidc@demo-device", SCOPES + DEVICE),
    "keyboard": (["--grant-type", "authcode-keyboard"], None,
                 SCOPES + ["--grant-type=authcode-keyboard"]),
    "password": (["--grant-type", "password", "--username", "ann"], None,
                 SCOPES + ["--grant-type=password", "--username=ann"]),
    "a provider": (["--provider", "kanidm"], None,
                   SCOPES[:2] + ["--oidc-extra-scope=groups_name"]),
    "unusual values": (["--scope", "a:b", "--namespace", "ns", "--context", "1 #: \"x",
                        "--token-cache-storage", "none", "--listen-address",
                        "127.0.0.1:9000"], None,
                       ["--oidc-extra-scope=a:b", "--listen-address=127.0.0.1:9000",
                        "--token-cache-storage=none"]),
}
STUB = """#!/bin/sh
printf '%s\\n' oidc-login "$@" > "$RECORD"
if read -r line; then echo "$line" > "$RECORD.stdin"; fi
echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
       "status": {"token": "t"}}'
"""


def openssl(*arguments, cwd):
    subprocess.run(["openssl", *arguments], cwd=cwd, check=True, capture_output=True)


def make_authority(folder, name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "400",
            "-subj", f"/CN={name}", cwd=folder)


def make_server(folder):
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=server",
            cwd=folder)
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-days", "100", "-extfile", "names", "-out", "server.pem", cwd=folder)


def start_server(folder):
    """The process and its port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        ["openssl", "s_server", "-www", "-accept", f"127.0.0.1:{port}", "-cert",
         "server.pem", "-key", "server.key", "-quiet"],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process, port
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError("openssl s_server does not listen")


class Judge:
    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.common = ["-i", ISSUER, "-c", CLIENT, "-k", f"127.0.0.1:{port}", "--name",
                       "demo"]
        stub = folder / "bin" / "kubectl-oidc_login"
        stub.parent.mkdir()
        stub.write_text(STUB)
        stub.chmod(0o755)

    def write(self, options, authority="ca.pem"):
        return run(["kubeconfig", *self.common, "--cluster-ca",
                    str(self.folder / authority), "-O", "-", *options])

    def ask(self, text, context=None):
        """(exit status, stderr, arguments of the plugin, what it was told on stdin)."""
        path, record = self.folder / "kubeconfig", self.folder / "record"
        path.write_bytes(text)
        for old in (record, self.folder / "record.stdin"):
            old.unlink(missing_ok=True)
        more = ["--context", context] if context else []
        done = subprocess.run(
            ["kubectl", "--kubeconfig", str(path), *more, "get", "--raw", "/"],
            input=b"not for the plugin\n", capture_output=True, check=False, timeout=60,
            env={"PATH": f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin",
                 "HOME": str(self.folder), "RECORD": str(record)})
        said = record.read_text().splitlines() if record.exists() else None
        asked = (self.folder / "record.stdin").exists()
        return done.returncode, done.stderr.decode(), said, asked


def check_kinds(tap, judge):
    for title, (options, context, expected) in KINDS.items():
        written = judge.write(options)
        code, error, said, asked = judge.ask(written.out, context)
        good = code == 0 and said == BASE + expected and not asked
        tap.ok(good, f"kubectl logs in: {title}",
               f"{written.err}\nexit {code}: {error}\n{said}\nnot {BASE + expected}")


def check_damaged(tap, judge):
    text = judge.write([]).out
    other = judge.write([], "other.pem").out
    damaged = {
        "no interactiveMode": (text.replace(b'interactiveMode: "Never"', b"x: 1"),
                               "interactiveMode must be specified"),
        "another CA": (other, "certificate signed by unknown authority"),
        "no apiVersion": (text.replace(b"client.authentication.k8s.io/v1", b"v1"),
                          "invalid apiVersion"),
        "another context": (text.replace(b'current-context: "', b'current-context: "x'),
                            "context was not found"),
    }
    for title, (data, message) in damaged.items():
        code, error, _, _ = judge.ask(data)
        tap.ok(data != text and code != 0 and message in error,
               f"kubectl fails: {title}", f"exit {code}: {error}")


# --- a kubeconfig that is there ---


def large(indent="", newline="\n"):
    """40 clusters, contexts and users, with comments."""
    lines = ["# my clusters", "apiVersion: v1", "kind: Config", "preferences: {}"]
    for kind, key, body in (("clusters", "cluster", "server: https://c{0}:6443"),
                            ("contexts", "context", "{{cluster: c{0}, user: u{0}}}"),
                            ("users", "user", "{{token: secret-of-{0}}}")):
        lines.append(f"{kind}: # the {kind}")
        for i in range(40):
            inner = body.format(i)
            lines.append(f"{indent}- name: {key[0]}{i}  # number {i}")
            lines += ([f"{indent}  {key}:", f"{indent}    {inner}"] if key == "cluster"
                      else [f"{indent}  {key}: {inner}"])
    lines += ["current-context: c3 # the one in use", "# the end", ""]
    return newline.join(lines).encode()


def changes(old, new):
    lines = difflib.unified_diff(old.decode().splitlines(keepends=True),
                                 new.decode().splitlines(keepends=True), n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def check_merge(tap, judge, title, text):
    path = judge.folder / "config"
    path.write_bytes(text)
    merge = ["kubeconfig", *judge.common, "--cluster-ca", str(judge.folder / "ca.pem"),
             "--merge", str(path)]
    diff = run([*merge, "--diff"])
    tap.ok(diff.code == 1 and b"secret-of" not in diff.out and path.read_bytes() == text,
           f"{title}: --diff writes nothing", diff.err)
    first = run(merge)
    merged = path.read_bytes()
    lines = changes(text, merged)
    tap.ok(first.code == 0 and lines and all(line[0] == "+" for line in lines)
           and len(lines) < 30, f"{title}: only new entries",
           first.err + "".join(lines))
    before = path.stat().st_mtime_ns
    again = run(merge)
    tap.ok(again.code == 0 and path.read_bytes() == merged
           and path.stat().st_mtime_ns == before, f"{title}: twice is once", again.err)
    if shutil.which("kubectl"):
        code, error, said, _ = judge.ask(merged, "oidc@demo")
        tap.ok(code == 0 and said == BASE + SCOPES, f"{title}: kubectl logs in", error)
    used = run([*merge, "--use"])
    lines = changes(merged, path.read_bytes())
    tap.ok(used.code == 0 and len(lines) == 2 and "oidc@demo" in lines[1],
           f"{title}: --use changes one line", used.err + "".join(lines))
    path.write_bytes(merged)
    removed = run(["remove", "-i", "--context", "oidc@demo", str(path)])
    tap.ok(removed.code == 0 and path.read_bytes() == text,
           f"{title}: remove restores the bytes",
           removed.err + "".join(changes(text, path.read_bytes())))


def check_kubectl(tap, folder):
    make_server(folder)
    process, port = start_server(folder)
    try:
        judge = Judge(folder, port)
        if shutil.which("kubectl"):
            check_kinds(tap, judge)
            check_damaged(tap, judge)
        else:
            tap.skip("kubectl logs in with what we write", "kubectl is not here")
        texts = {"40 entries": large(), "indented": large("  "),
                 "CRLF": large(newline="\r\n")}
        for title, text in texts.items():
            check_merge(tap, judge, title, text)
    finally:
        process.kill()
        process.wait()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if shutil.which("openssl") is None:
            tap.skip("kubeconfigs against a server", "openssl is not here")
        else:
            make_authority(folder, "ca")
            make_authority(folder, "other")
            check_kubectl(tap, folder)
    tap.finish()


if __name__ == "__main__":
    main()
