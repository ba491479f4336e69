#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The schema of access files, the examples, and the starters of `talosauth init`."""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lib"))

import yaml
from talosauth_test import Tap, run

SCHEMA = ROOT / "schemas" / "access.schema.json"
EXAMPLES = ["zitadel.yaml", "access-full.yaml"]
MODELINE = "# yaml-language-server: $schema=../schemas/access.schema.json\n"
PROVIDERS = ["zitadel", "keycloak", "authentik", "dex", "authelia", "pocket-id", "kanidm",
             "entra", "google", "okta", "auth0", "generic"]
MOST_LINES = {"zitadel": 90}

PLACEHOLDER = re.compile(r"<[^>]*>")
VALUES = {
    "<placeholder>": "placeholder",
    "<cluster name>": "demo",
    "<API server>": "api.demo.example.com",
    "<project id>": "340112345678901234",
    "<client id>": "340112345678905555",
    "<your instance>": "demo-abc123",
    "<host>": "idp.example.com",
    "<realm>": "main",
    "<application slug>": "kubernetes",
    "<tenant id>": "3f2b7a1c-0000-4000-8000-000000000000",
    "<your domain>": "example.com",
    "<your org>": "demo",
    "<your tenant>": "demo",
    "<your namespace>": "demo.example.com",
    "<issuer>": "idp.example.com",
    "<admin group>": "administrators",
    "<viewer group>": "users",
    "<admin e-mail>": "admin@example.com",
    "<viewer e-mail>": "viewer@example.com",
}


def keys(schema, path=""):
    """(path, schema) of every key that an access file can have."""
    for name, value in schema.get("properties", {}).items():
        yield f"{path}.{name}", value
        yield from keys(value, f"{path}.{name}")
        yield from keys(value.get("items", {}), f"{path}.{name}[]")


def objects(schema):
    if schema.get("type") == "object":
        yield schema
    for value in schema.values():
        if isinstance(value, dict):
            yield from objects(value)


def check_schema(tap, schema, validator):
    try:
        validator.check_schema(schema)
        fault = ""
    except Exception as error:  # SchemaError, whatever jsonschema has it below
        fault = str(error)
    tap.ok(not fault, "the schema passes its meta-schema", fault)
    bare = [path for path, key in keys(schema) if not key.get("description")]
    tap.ok(not bare, "every key has a description", bare)
    wrong = [(path, example) for path, key in keys(schema)
             for example in key.get("examples", []) + [key.get("default", None)]
             if example is not None and not validator(key).is_valid(example)]
    tap.ok(not wrong, "examples and defaults are valid", wrong)
    tap.ok(all(o.get("additionalProperties") is False for o in objects(schema)),
           "no mapping takes unknown keys")
    tap.ok(schema["properties"]["issuer"]["properties"]["provider"]["enum"] == PROVIDERS,
           "the providers are those of talosauth")


def faults(validator, text):
    """What the schema says against a YAML text."""
    return [f"{list(error.path)}: {error.message}"
            for error in validator.iter_errors(yaml.safe_load(text))]


def check_examples(tap, schema, validator):
    texts = {name: (ROOT / "examples" / name).read_text(encoding="utf-8")
             for name in EXAMPLES}
    for name, text in texts.items():
        found = faults(validator, text)
        tap.ok(not found, f"{name} is valid", "\n".join(found))
        tap.ok(text.startswith(MODELINE), f"{name} names the schema for editors")
    shown = texts["access-full.yaml"]
    absent = [path for path, _ in keys(schema)
              if not re.search(rf"\b{path.split('.')[-1]}:", shown)]
    tap.ok(not absent, "access-full.yaml shows every key", absent)


# --- starters ---


def uncommented(text):
    """With the optional keys: those behind a # without a blank."""
    head, body = text.split("\napiVersion:")
    body = re.sub(r"^( *)#(?=\w|  \w+: )", r"\1", body, flags=re.M)
    return f"{head}\napiVersion:{body}"


def fill(text):
    return PLACEHOLDER.sub(lambda found: VALUES[found[0]], text)


def flags(provider, issuer):
    """(exit, stderr, extraArgs) of a patch with this issuer."""
    result = run(["patch", "--layout", "legacy", "--provider", provider,
                  "--issuer-url", issuer["url"], "--audience", issuer["audiences"][0]])
    tree = yaml.safe_load(result.out) if result.code == 0 else {}
    arguments = tree.get("cluster", {}).get("apiServer", {}).get("extraArgs", {})
    return result.code, result.err, arguments


def wrong_defaults(tree, arguments):
    """Optional keys of a starter that are not what the preset gives."""
    claims, issuer = tree["claims"], tree["issuer"]
    for name in ("username", "groups"):
        for part, value in claims.get(name, {}).items():
            have = arguments.get(f"oidc-{name}-{part}")
            if have is not None and have != value:
                yield f"{name}.{part} is {value}, not {have}"
    if "oidc-groups-claim" in arguments and "groups" not in claims:
        yield "groups is left out"
    algorithms = arguments.get("oidc-signing-algs", "RS256")
    if issuer["signingAlgorithms"] != [algorithms]:
        yield f"signingAlgorithms is {issuer['signingAlgorithms']}, not {algorithms}"


def check_starter(tap, validator, provider):
    text = run(["init", "--provider", provider]).out.decode()
    lines = text.splitlines()
    tap.ok(len(lines) <= MOST_LINES.get(provider, 60) and max(map(len, lines)) <= 90,
           f"{provider}: short and narrow", f"{len(lines)} lines")
    body = re.sub(r"#.*", "", text)
    tap.ok(PLACEHOLDER.search(body), f"{provider}: has placeholders")
    filled = fill(uncommented(text))
    for name, variant in (("as it is", text), ("filled in", fill(text)),
                          ("with all optional keys", filled)):
        found = faults(validator, variant)
        tap.ok(not found, f"{provider}: valid {name}", "\n".join([*found, variant]))
    code, err, _ = flags(provider, yaml.safe_load(text)["issuer"])
    refused = code == 2 and "[placeholder]" in err
    tap.ok(refused, f"{provider}: unfilled it is refused", err)
    tree = yaml.safe_load(filled)
    code, err, arguments = flags(provider, tree["issuer"])
    tap.ok(code == 0, f"{provider}: the issuer has the form that talosauth wants", err)
    wrong = list(wrong_defaults(tree, arguments))
    tap.ok(not wrong, f"{provider}: the defaults are those of the preset", wrong)


def main():
    tap = Tap()
    try:
        from jsonschema import Draft7Validator
    except ImportError:
        tap.skip("the schema of access files", "no python3-jsonschema")
        return tap.finish()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    check_schema(tap, schema, Draft7Validator)
    check_examples(tap, schema, Draft7Validator(schema))
    for provider in PROVIDERS:
        check_starter(tap, Draft7Validator(schema), provider)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
