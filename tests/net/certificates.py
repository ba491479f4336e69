# SPDX-License-Identifier: MIT
"""Certificates for test servers, made with the openssl program."""

import pathlib
import subprocess

CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
LEAF = "basicConstraints=critical,CA:FALSE\n"
NAMES = "DNS:localhost,DNS:two.test,DNS:api.example.com,IP:127.0.0.1,IP:::1"


def openssl(*arguments, stdin=None):
    done = subprocess.run(["openssl", *map(str, arguments)], input=stdin, check=True,
                          stdin=None if stdin else subprocess.DEVNULL,
                          capture_output=True)
    return done.stdout


class Certificate:
    """A key and its certificate, signed by `issuer` or by itself."""

    def __init__(self, directory, name, issuer=None, ca=False, days=30, names=NAMES,
                 key=None):
        self.key = key or directory / f"{name}.key"
        self.path = directory / f"{name}.crt"
        if key is None:
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-out", self.key)
        extensions = directory / f"{name}.ext"
        extensions.write_text(CA if ca else LEAF + f"subjectAltName={names}\n")
        request = openssl("req", "-new", "-key", self.key, "-subj", f"/CN={name}")
        signer = (["-signkey", self.key] if issuer is None else
                  ["-CA", issuer.path, "-CAkey", issuer.key, "-CAcreateserial"])
        openssl("x509", "-req", *signer, "-days", days, "-extfile", extensions, "-out",
                self.path, stdin=request)

    @property
    def pem(self):
        return self.path.read_text()

    @property
    def fingerprint(self):
        out = openssl("x509", "-in", self.path, "-noout", "-fingerprint", "-sha256")
        return out.decode().strip().split("=")[1]


def make(directory):
    """The certificates of all servers, by name."""
    directory = pathlib.Path(directory)
    made = {}

    def add(name, issuer=None, **options):
        made[name] = Certificate(directory, name, made.get(issuer), **options)

    add("root", ca=True)
    add("other", ca=True)
    add("middle", "root", ca=True)
    add("old", ca=True, days=-1)
    add("leaf", "root")
    add("below", "middle")
    add("alone")
    add("elsewhere", "root", names="DNS:api.other.example,IP:192.0.2.7")
    add("late", "root", days=-1)
    add("of-old", "old")
    # The CA again with its own key and name, as when its dates are prolonged.
    again = directory / "again"
    again.mkdir()
    made["again"] = Certificate(again, "root", ca=True, days=60, key=made["root"].key)
    return made
