#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The access file against flags; CA and RBAC in configs, twice, and out again."""

import copy
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "lib")]

import confgen
from iterations import edited, parse_arguments, require, run_property
from strategic_merge import canonical, strategic_merge
from talosauth_test import Tap, run
from yamltree import difference, load_stream

EXAMPLES = sorted((ROOT / "examples").glob("controlplane-*.yaml"))
ACCESS = str(ROOT / "examples" / "zitadel.yaml")
AUTHORITY = str(ROOT / "tests" / "data" / "certificates" / "ca.pem")
CA_FILE = "/var/lib/talosauth/issuer-ca.crt"
SIX = [
    "--issuer-url", "https://zitadel.example.com",
    "--audience", "340112345678901234",
    "--username-claim", "email",
    "--username-prefix", "zitadel:",
    "--groups-claim", "groups",
    "--groups-prefix", "zitadel:",
]
GROUPS = ["--admin-group", "administrators", "--viewer-group", "users"]
EVERYTHING = ["-f", ACCESS, "--with-rbac", "--issuer-ca", AUTHORITY]


def succeed(arguments, stdin=None):
    result = run(arguments, stdin)
    require(result.code == 0, f"{arguments}: exit {result.code}\n{result.err}")
    return result.out


def same_bytes(tap, config):
    """The access file means what the flags of the six settings mean."""
    for command in (["merge"], ["patch", "--base"]):
        by_file = run([*command, str(config), "-f", ACCESS])
        by_flags = run([*command, str(config), *SIX])
        same = by_file.out == by_flags.out and by_file.code == by_flags.code == 0
        tap.ok(same and by_file.out, f"{command[0]} {config.name}: file and flags agree",
               by_file.err + by_flags.err)


def rbac_same_bytes(tap):
    by_file = run(["rbac", "-f", ACCESS])
    by_flags = run(["rbac", "--provider", "zitadel", *GROUPS])
    tap.ok(by_file.out == by_flags.out and by_file.out, "rbac: file and flags agree",
           by_file.err + by_flags.err)


# --- what is in a merged config ---


def scalar(node, *path):
    for step in path:
        node = node[step]
    return node.text


def legacy_document(docs):
    return next(doc for doc in docs if "kind" not in doc)


def document(docs, kind, name=None):
    for doc in docs:
        if scalar(doc, "kind") == kind if "kind" in doc else False:
            if name is None or scalar(doc, "name") == name:
                return doc
    return None


def manifest_of(docs):
    """The text of the inline manifest talosauth-rbac, in either form."""
    found = document(docs, "KubeInlineManifestConfig", "talosauth-rbac")
    if found is not None:
        return scalar(found, "manifest")
    items = legacy_document(docs)["cluster"]["inlineManifests"]
    own = [item for item in items if scalar(item, "name") == "talosauth-rbac"]
    require(len(own) == 1, f"{len(own)} manifests of the name")
    return scalar(own[0], "contents")


def check_authority(docs):
    pem = pathlib.Path(AUTHORITY).read_text(encoding="utf-8")
    authentication = document(docs, "KubeAuthenticationConfig")
    if document(docs, "KubeAPIServerConfig") is not None:
        entry = authentication["configuration"]["jwt"][-1]
        require(scalar(entry, "issuer", "certificateAuthority") == pem, "another CA")
        return
    legacy = legacy_document(docs)
    files = legacy["machine"]["files"]
    own = [file for file in files if scalar(file, "path") == CA_FILE]
    require(len(own) == 1 and scalar(own[0], "content") == pem, "another CA file")
    require(scalar(own[0], "permissions") == "0o644", "another mode")
    require(scalar(own[0], "op") == "create", "another op")
    server = legacy["cluster"]["apiServer"]
    mounts = [scalar(volume, "mountPath") for volume in server["extraVolumes"]]
    require(mounts.count("/var/lib/talosauth") == 1, f"mounts: {mounts}")
    require(scalar(server, "extraArgs", "oidc-ca-file") == CA_FILE, "another oidc-ca-file")


def check_merged(merged):
    docs = load_stream(merged)
    check_authority(docs)
    inline = load_stream(manifest_of(docs).encode())
    apart = load_stream(succeed(["rbac", "-f", ACCESS]))
    require(inline == apart, "the manifest is not the output of rbac")


def check_patch(directory, config, merged):
    """Talos makes of patch and base what merge makes of the base."""
    base = pathlib.Path(directory) / "base.yaml"
    base.write_bytes(config)
    patch = succeed(["patch", "--base", str(base), *EVERYTHING])
    patched = strategic_merge(load_stream(config), load_stream(patch))
    found = difference(canonical(load_stream(merged)), canonical(patched))
    require(found is None, f"patch: {found}")


# --- out again ---


def without_empty(node):
    """A tree without mappings and lists that hold nothing; null counts as nothing."""
    if isinstance(node, list):
        return [without_empty(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: without_empty(value) for key, value in node.items()}
    return {
        key: value
        for key, value in kept.items()
        if value not in ({}, []) and getattr(value, "kind", "") != "null"
    }


def without_probes(docs):
    """Without a KubeAuthenticationConfig that has anonymous access and nothing else."""
    kept = []
    for doc in docs:
        doc = copy.deepcopy(doc)
        if document([doc], "KubeAuthenticationConfig") is not None:
            body = doc.get("configuration")
            if isinstance(body, dict):
                body.pop("anonymous", None)
            elif body is not None:
                del doc["configuration"]
            if set(without_empty(doc)) == {"apiVersion", "kind"}:
                continue
        kept.append(doc)
    return kept


def restored(config, removed, anonymous):
    before, after = load_stream(config), load_stream(removed)
    if not anonymous:  # the merge added it, and remove keeps it
        before, after = without_probes(before), without_probes(after)
    return [without_empty(doc) for doc in before] == [without_empty(doc) for doc in after]


def round_trip(directory, config):
    """`fresh` or `refused`: in, in again, out, in, out."""
    first = run(["merge", *EVERYTHING, "-"], config)
    if first.code == 2 and "[no-final-newline]" in first.err:
        return "refused"
    require(first.code == 0, f"merge: exit {first.code}\n{first.err}\n{config.decode()}")
    merged = first.out
    check_merged(merged)
    require(succeed(["merge", *EVERYTHING, "-"], merged) == merged, "merging twice")
    require(run(["merge", *EVERYTHING, "--check", "-"], merged).code == 0, "--check")
    check_patch(directory, config, merged)
    removed = succeed(["remove", "-"], merged)
    require(restored(config, removed, b"anonymous" in config),
            f"remove\n{edited(config, removed)}")
    require(succeed(["remove", "-"], removed) == removed, "removing twice")
    again = succeed(["merge", *EVERYTHING, "-"], removed)
    check_merged(again)
    out = succeed(["remove", "-"], again)
    require(out == removed, f"remove restores no bytes\n{edited(removed, out)}")
    return "fresh"


def random_config(rng):
    documents = confgen.legacy(rng) if rng.random() < 0.5 else confgen.multidoc(rng)
    return confgen.write(rng, documents)


def example_property(directory, example):
    return lambda rng: round_trip(directory, example.read_bytes())


def main():
    arguments = parse_arguments(__doc__, 100)
    once = copy.copy(arguments)
    once.iterations = 1
    tap = Tap()
    for example in EXAMPLES:
        same_bytes(tap, example)
    rbac_same_bytes(tap)
    with tempfile.TemporaryDirectory() as directory:
        for example in EXAMPLES:
            run_property(tap, f"round trip of {example.name}",
                         example_property(directory, example), once)

        def random_property(rng):
            return round_trip(directory, random_config(rng))

        run_property(tap, "round trip of random configs", random_property, arguments)
    tap.finish()


if __name__ == "__main__":
    main()
