#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every allocation fails once: no crash, the answer is right or exit 2, and a file has
the old bytes or the new ones."""

import base64
import concurrent.futures
import os
import pathlib
import sys

from faults import IDP, NEW, OLD, Faults, Place, Tap, run

MOST = 10000  # allocations of one run that are tried; OpenSSL starts with thousands
SKIP = "libcrypto"  # whose own are failed in one kind of run, as all start it the same way
EVERY = "--issuer-ca"
DENSE, STRIDE = 2000, 29  # lists of all rules have tens of thousands, one like another
ROOT = pathlib.Path(__file__).resolve().parents[2]

OIDC = ["--provider", "zitadel", *IDP]
MULTIDOC = b"""\
machine: {type: controlplane, token: hush-token}
---
apiVersion: v1alpha1
kind: KubeAPIServerConfig
---
apiVersion: v1alpha1
kind: KubeAuthenticationConfig
configuration:
  anonymous: {enabled: false}
  jwt:
    - issuer: {url: https://idp.example.com, audiences: [old]}
      claimMappings:
        username: {claim: sub, prefix: "x:"}
        groups: {claim: g, prefix: "x:"}
"""
ACCESS = """\
apiVersion: talosauth/v1alpha1
kind: ClusterAccess
talos: {version: v1.14.0}
issuer:
  provider: generic
  url: https://idp.example.com
  audiences: [kube, other]
claims:
  username: {claim: sub}
  required: [{claim: a, value: b}]
rbac:
  admins: [ops]
  viewers: [users]
  viewerRole: view
  clusterRoleBindings: [{name: a, clusterRole: view, groups: [audit], users: [u]}]
  roleBindings: [{name: b, namespace: c, clusterRole: edit, groups: [d]}]
"""
BAD_ACCESS = ACCESS.replace("url:", "ulr:").replace("[ops]", "[1]")
KUBE = MULTIDOC[MULTIDOC.index(b"---") :]
WORKER = b"machine: {type: worker, token: hush-token}\n"
AUTHORITY = ROOT / "tests" / "data" / "certificates" / "ca.pem"
LOGIN = ["-i", "idp.example.com", "-c", "c", "-k", "api.example.com", "--cluster-ca",
         str(AUTHORITY)]
KUBECONFIG = b"""apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: "https://a", certificate-authority-data: %s}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
users: [{name: a, user: {token: hush-token}}]
current-context: a
""" % base64.b64encode(AUTHORITY.read_bytes())

FLAGS = """\
machine: {type: controlplane, files: [{path: /var/a, op: append, content: x}]}
cluster:
  apiServer:
    image: registry.k8s.io/kube-apiserver:v1.31.0
    extraArgs:
      oidc-issuer-url: "https://[idp"
      oidc-client: kube
      xyzzy: "1"
      oidc-groups-prefix: "o:"
  inlineManifests:
    - name: a
      contents: |
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: b}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: Group, name: "x:a"}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: b, uid: [], nmae: c}
        rules: [{nonResourceURLs: [/x, /y], verbs: [get]}]
"""
AUTHENTICATION = b"""\
apiVersion: apiserver.config.k8s.io/v1beta1
kind: AuthenticationConfiguration
jwt:
  - issuer: {url: "https://idp", audiences: [a, a], certificateAuthority: "x"}
    claimMappings: {username: {claim: sub}, uid: {claim: a, expression: b}}
    claimValidationRules: [{claim: a}, {expression: "true"}]
anonymous: {enabled: false, conditions: [{path: /livez}]}
"""

# name: (arguments, a.yaml)
RUNS = {
    "merge": (["merge", *IDP, "a.yaml"], OLD),
    "merge multidoc": (["merge", *OIDC, "--prune", "a.yaml"], MULTIDOC),
    "merge --set --unset": (["merge", "--set", "x=1", "--unset", "v", "a.yaml"], OLD),
    "merge --diff": (["merge", *OIDC, "--diff", "a.yaml"], OLD),
    "merge --check, leftovers": (["merge", *IDP, "--check", "a.yaml"], MULTIDOC),
    "merge -i --backup": (["merge", *IDP, "-i", "--backup", "a.yaml"], OLD),
    "merge -O": (["merge", *IDP, "-O", "out.yaml", "a.yaml"], OLD),
    "merge, several files": (["merge", *IDP, "--check", "a.yaml", "b.yaml"], OLD),
    "merge, refused": (["merge", *IDP, "a.yaml"], WORKER),
    "merge, not YAML": (["merge", *IDP, "a.yaml"], b"a: [b\n"),
    "patch legacy": (["patch", *OIDC], OLD),
    "patch multidoc": (["patch", *OIDC, "--layout", "multidoc"], OLD),
    "patch --base": (["patch", *OIDC, "--base", "a.yaml"], MULTIDOC),
    "rbac": (["rbac", "--provider", "zitadel", "--admin-group", "a"], OLD),
    "rbac -f": (["rbac", "-f", "access.yaml"], OLD),
    "rbac -f, refused": (["rbac", "-f", "bad.yaml"], OLD),
    "merge -f": (["merge", "-f", "access.yaml", "--with-rbac", "a.yaml"], MULTIDOC),
    "patch -f": (["patch", "-f", "access.yaml", "--with-rbac"], OLD),
    "remove": (["remove", "a.yaml"], MULTIDOC),
    "--issuer-ca": (["merge", *IDP, "--issuer-ca", "ca.pem", "a.yaml"], MULTIDOC),
    "--issuer-ca, refused": (["merge", *IDP, "--issuer-ca", "b.yaml", "a.yaml"], OLD),
    "init": (["init", "--provider", "zitadel"], OLD),
    "init -O": (["init", "-O", "out.yaml"], OLD),
    "init, refused": (["init", "--provider", "x"], OLD),
    "settings refused": (["patch", "--issuer-url", "http://u@x", "--audience", ""], OLD),
    "kubeconfig": (["kubeconfig", *LOGIN, "-O", "-", "--both-flows"], OLD),
    "kubeconfig --from": (["kubeconfig", *LOGIN[:6], "--from", "a.yaml", "-O", "-"],
                          KUBECONFIG),
    "kubeconfig --merge": (["kubeconfig", *LOGIN, "--merge", "a.yaml", "--diff"],
                           KUBECONFIG),
    "kubeconfig, refused": (["kubeconfig", *LOGIN[:6]], OLD),
    "remove --context": (["remove", "--context", "a", "--diff", "a.yaml"], KUBECONFIG),
    "validate": (["validate", "a.yaml", "access.yaml"], FLAGS.encode()),
    "validate multidoc": (["validate", "-o", "json", "a.yaml"], MULTIDOC),
    "validate authn": (["validate", "-o", "sarif", "a.yaml"], AUTHENTICATION),
    "validate authn, wrong key": (
        ["validate", "a.yaml"],
        AUTHENTICATION.replace(b"uid:", b"Groups:"),
    ),
    "validate worker": (["validate", "a.yaml", "-o", "github"], WORKER + KUBE),
    "validate kubeconfig": (["validate", "-o", "github", "a.yaml"], KUBECONFIG),
    "validate, not YAML": (["validate", "a.yaml"], b"a: [b\n"),
    "show": (["show", "a.yaml"], FLAGS.encode()),
    "show -o json": (["show", "-o", "json", "a.yaml"], AUTHENTICATION),
    "show access": (["show", "a.yaml"], ACCESS.encode()),
    "help": (["help", "merge"], OLD),
}


def prepare(place, text):
    place.file.write_bytes(text)
    (place.path / "b.yaml").write_bytes(OLD)
    (place.path / "access.yaml").write_text(ACCESS)
    (place.path / "bad.yaml").write_text(BAD_ACCESS)
    (place.path / "ca.pem").write_text(AUTHORITY.read_text())


def wrong_run(place, result, good, text):
    if result.code < 0:
        return f"died of signal {-result.code}"
    if result.code not in (2, good.code):
        return f"exit {result.code}\n{result.err}"
    if result.code == 2 and result.out:
        return f"exit 2, but stdout is {result.out!r}"
    if result.code == 2 and not result.err:
        return "exit 2 without a word"
    if result.code != 2 and good.out and not result.out:
        return f"exit {result.code}, but the output is lost"
    if result.code != 2 and result.out != good.out:
        return f"exit {result.code}, but stdout is {result.out!r}"
    if place.file.read_bytes() not in (text, NEW):
        return "a.yaml is neither old nor new"
    if "hush" in result.err:
        return f"a secret is shown\n{result.err}"
    return place.left_behind()


def sweep(faults, name, arguments, text):
    """(number of allocations, what is wrong)"""
    skip = {} if name == EVERY else {"skip": SKIP}
    with Place() as place:
        prepare(place, text)
        good = run(arguments, cwd=place.path)
    wrong = []
    numbers = [*range(1, DENSE), *range(DENSE, MOST, STRIDE)]
    for number in numbers if name != EVERY else range(1, MOST):
        with Place() as place:
            prepare(place, text)
            counter = place.path / "count"
            environment = faults.at("alloc", "null", number, count=counter, **skip)
            result = run(arguments, cwd=place.path, env=environment)
            fault = wrong_run(place, result, good, text)
            if fault:
                wrong.append(f"allocation {number}: {fault}")
            if counter.exists() and int(counter.read_text()) < number:
                return int(counter.read_text()), wrong
    return MOST, wrong


def main():
    tap, faults = Tap(), Faults()
    if faults.reason:
        tap.skip("failing allocations", faults.reason)
        tap.finish()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        swept = [
            (name, pool.submit(sweep, faults, name, *row)) for name, row in RUNS.items()
        ]
    for name, result in swept:
        count, wrong = result.result()
        detail = "\n".join(wrong[:5])
        tap.ok(count > 3 and not wrong, f"{name}: {count} allocations", detail)
    tap.finish()


if __name__ == "__main__":
    sys.exit(main())
