# SPDX-License-Identifier: MIT
"""Random access files, right and wrong, and their YAML.

Strings are written in double quotes and everything else plain, so that every reader gives
a value the same type.
"""

import datetime
import json

NAMES = ["groups", "users"]
CLAIM = {"claim": "email", "prefix": "zitadel:"}
FULL = {
    "apiVersion": "talosauth/v1alpha1",
    "kind": "ClusterAccess",
    "cluster": {"name": "demo", "server": "https://api.demo.example.com:6443"},
    "talos": {"version": "v1.11"},
    "issuer": {
        "provider": "zitadel",
        "url": "https://zitadel.example.com",
        "audiences": ["340112345678901234", "kubernetes"],
        "caFile": "issuer-ca.pem",
        "signingAlgorithms": ["RS256"],
    },
    "claims": {
        "username": CLAIM,
        "groups": {"claim": "groups", "prefix": "zitadel:"},
        "required": [
            {"claim": "hd", "value": "example.com"},
            {"claim": "azp", "value": "1"},
        ],
    },
    "rbac": {
        "admins": ["administrators"],
        "viewers": ["users", "guests"],
        "viewerRole": "oidc-viewer",
        "clusterRoleBindings": [
            {"name": "a", "clusterRole": "view", "groups": ["audit"], "users": []}
        ],
        "roleBindings": [
            {
                "name": "team-a",
                "namespace": "team-a",
                "clusterRole": "edit",
                "groups": ["team-a"],
                "users": ["somebody@example.com"],
            },
            {"name": "b", "namespace": "b", "clusterRole": "view"},
        ],
    },
    "login": {
        "clientId": "340112345678905555",
        "scopes": ["email", "profile"],
        "grantType": "auto",
    },
}
NEEDED = {"apiVersion", "kind", "name", "namespace", "clusterRole", "claim", "value"}
CHOICES = {
    "provider": ["zitadel", "keycloak", "authentik", "dex", "authelia", "pocket-id",
                 "kanidm", "entra", "google", "okta", "auth0", "generic"],
    "viewerRole": ["oidc-viewer", "view"],
    "grantType": ["auto", "authcode", "authcode-keyboard", "password", "device-code",
                  "client-credentials"],
}
FIXED = ["apiVersion", "kind", *CHOICES]
WRONG_WORDS = ["", "maybe", "pocketid", "edit", "device", "talosauth/v1",
               "talosauth/v1alpha2", "List"]
ODD_TEXTS = ["", "é", "a: b # c", "\\\"", "-"]
UNKNOWN = ["extra", "x-note", "metadata", "spec", "name", "url", "groups", "claim"]


class Plain(str):
    """A string without quotes."""


class Nothing:
    """No text at all, which YAML reads as null."""


NOTHING = Nothing()


def junk(rng):
    """A value of any type."""
    return rng.choice([
        Plain("maybe"), "maybe", "", True, False, 1, 0, -7, 1.5, None, NOTHING, [], {},
        datetime.date(2026, 1, 1), ["a"], ["a", 1], [None], {"a": "b"}, {"name": "a"},
        [{"name": "a"}], [["a"]],
    ])


# --- documents ---


def copy_some(rng, value, keep):
    """A copy that has each optional part with this probability."""
    if isinstance(value, dict):
        return {
            key: copy_some(rng, rng.choice(CHOICES.get(key, [item])), keep)
            for key, item in value.items()
            if key in NEEDED or rng.random() < keep
        }
    if isinstance(value, list):
        return [copy_some(rng, item, keep) for item in value if rng.random() < keep]
    return value


def places(value):
    """(container, key) of everything in a tree."""
    found = []
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            found.append((value, key))
            found += places(value[key])
    return found


def delete(rng, container, key):
    del container[key]


def add_unknown(rng, container, key):
    if isinstance(container, dict):
        container.setdefault(rng.choice(UNKNOWN), junk(rng))
    else:
        container.append(junk(rng))


def misspell(rng, container, key):
    if not isinstance(container, dict):
        return
    at = rng.randrange(len(key))
    wrong = rng.choice([
        key[:at] + key[at + 1:], key[:at] + key[at] + key[at:], key.swapcase(),
        key[:at] + key[at].swapcase() + key[at + 1:], key + "s", key.rstrip("s"),
    ])
    container[wrong or "x"] = container.pop(key)


def replace(rng, container, key):
    container[key] = junk(rng)


def wrap(rng, container, key):
    value = container[key]
    names = ["value", "claim", "a"]
    container[key] = rng.choice([[value], *({name: value} for name in names)])


def unwrap(rng, container, key):
    value = container[key]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        container[key] = rng.choice([value, *value[:1]])


def empty(rng, container, key):
    container[key] = rng.choice([[], {}, "", NOTHING])


def change_word(rng, container, key):
    if isinstance(container[key], str):
        container[key] = rng.choice(ODD_TEXTS)


def change_choice(rng, container, key):
    """A word near one that may stand there, or from somewhere else."""
    near = CHOICES.get(key, [FULL.get(key)])
    word = rng.choice(rng.choice([near, sum(CHOICES.values(), []), WRONG_WORDS]))
    container[key] = rng.choice([word, word.capitalize(), word.upper(), word + " ",
                                 word[:-1], word + "s"])


MUTATIONS = [delete, add_unknown, misspell, replace, wrap, unwrap, empty, change_word]


def document(rng):
    """A tree; about half of them break a rule of the format."""
    tree = copy_some(rng, FULL, rng.choice([0, 0.3, 0.5, 0.8, 1]))
    if rng.random() < 0.02:
        return rng.choice([junk(rng), [tree], {}, NOTHING])
    for _ in range(rng.choice([0, 0, 1, 1, 1, 2, 3])):
        found = places(tree)
        choices = [place for place in found if place[1] in FIXED]
        if choices and rng.random() < 0.2:
            change_choice(rng, *rng.choice(choices))
        elif found:
            rng.choice(MUTATIONS)(rng, *rng.choice(found))
    return tree


# --- YAML ---


def scalar(value):
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is NOTHING else json.dumps(value, ensure_ascii=False)


def _lines(value, column):
    if isinstance(value, dict):
        entries = [(f"{key}:", item) for key, item in value.items()]
    else:
        entries = [("-", item) for item in value]
    for head, item in entries:
        head = " " * column + head
        if isinstance(item, (dict, list)) and item:
            yield head
            yield from _lines(item, column + 2)
        else:
            yield f"{head} {scalar(item)}".rstrip()


def to_yaml(tree):
    if isinstance(tree, (dict, list)) and tree:
        return "\n".join(_lines(tree, 0)) + "\n"
    return scalar(tree) + "\n"


def meant(tree):
    """The tree as every reader must see it."""
    if isinstance(tree, dict):
        return {key: meant(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [meant(value) for value in tree]
    return None if tree is NOTHING else str(tree) if isinstance(tree, Plain) else tree
