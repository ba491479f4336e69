# SPDX-License-Identifier: MIT
"""What the settings mean, on parsed trees: an oracle that knows nothing about bytes."""

import copy
from dataclasses import dataclass, field

from yamltree import NULL, as_tree, string

AUTHENTICATION = {"apiVersion": "v1alpha1", "kind": "KubeAuthenticationConfig"}
ANONYMOUS = {
    "enabled": True,
    "conditions": [{"path": "/livez"}, {"path": "/readyz"}, {"path": "/healthz"}],
}
NAMES = ("provider", "username_claim", "username_prefix", "groups_claim", "groups_prefix")
PRESETS = {"zitadel": ("email", "groups", "zitadel:")}


@dataclass
class Settings:
    issuer: str
    audiences: list
    provider: str = ""
    username_claim: str = ""
    username_prefix: str = ""
    groups_claim: str = ""
    groups_prefix: str = ""
    required: dict = field(default_factory=dict)

    def arguments(self):
        result = ["--issuer-url", self.issuer]
        for audience in self.audiences:
            result += ["--audience", audience]
        for name in NAMES:
            if getattr(self, name):
                result += ["--" + name.replace("_", "-"), getattr(self, name)]
        for claim, value in self.required.items():
            result += ["--required-claim", f"{claim}={value}"]
        return result

    def with_preset(self):
        """The same settings with the provider's values where nothing is given."""
        filled = copy.deepcopy(self)
        claim, groups, prefix = PRESETS.get(self.provider, ("", "", ""))
        filled.username_claim = self.username_claim or claim
        filled.username_prefix = self.username_prefix or prefix
        filled.groups_claim = self.groups_claim or groups
        filled.groups_prefix = self.groups_prefix or prefix
        return filled

    def flags(self):
        """The oidc-* flags of the legacy layout, in order."""
        s = self.with_preset()
        flags = {
            "oidc-issuer-url": s.issuer,
            "oidc-client-id": s.audiences[0],
            "oidc-username-claim": s.username_claim,
            "oidc-username-prefix": s.username_prefix,
            "oidc-groups-claim": s.groups_claim,
            "oidc-groups-prefix": s.groups_prefix,
        }
        flags = {key: value for key, value in flags.items() if value}
        if self.required:
            pairs = [f"{claim}={value}" for claim, value in self.required.items()]
            flags["oidc-required-claim"] = pairs[0] if len(pairs) == 1 else pairs
        return flags

    def username(self):
        s = self.with_preset()
        claim = s.username_claim or "sub"
        if s.username_prefix:
            prefix = "" if s.username_prefix == "-" else s.username_prefix
        else:
            prefix = "" if claim == "email" else s.issuer + "#"
        return {"claim": string(claim), "prefix": string(prefix)}

    def names_username(self):
        s = self.with_preset()
        return bool(s.username_claim or s.username_prefix)

    def groups(self):
        s = self.with_preset()
        if not s.groups_claim:
            return None
        return {"claim": string(s.groups_claim), "prefix": string(s.groups_prefix)}


def is_multidoc(docs):
    """A KubeAPIServerConfig document, or nothing but Kube* documents."""
    kinds = [doc["kind"].text if "kind" in doc else "" for doc in docs]
    only_kube = all(kind.startswith("Kube") for kind in kinds)
    return only_kube or "KubeAPIServerConfig" in kinds


def legacy_document(docs):
    return next(doc for doc in docs if "kind" not in doc)


def child(mapping, key):
    """The mapping under a key, made when it is missing or null."""
    if mapping.get(key, NULL) == NULL:
        mapping[key] = {}
    return mapping[key]


def set_argument(docs, key, values):
    """merge --set, given once or several times."""
    docs = copy.deepcopy(docs)
    server = child(child(legacy_document(docs), "cluster"), "apiServer")
    child(server, "extraArgs")[key] = as_tree(values[0] if len(values) == 1 else values)
    return docs


def unset_argument(docs, key):
    docs = copy.deepcopy(docs)
    place = legacy_document(docs)
    for name in ("cluster", "apiServer", "extraArgs"):
        place = place.get(name, NULL)
        if place == NULL:
            return docs
    place.pop(key, None)
    return docs


def merge(docs, settings, prune=False):
    docs = copy.deepcopy(docs)
    if is_multidoc(docs):
        _merge_multidoc(docs, settings, prune)
    else:
        _merge_legacy(docs, settings, prune)
    return docs


def _merge_legacy(docs, settings, prune):
    server = child(child(legacy_document(docs), "cluster"), "apiServer")
    arguments = child(server, "extraArgs")
    flags = settings.flags()
    if prune:
        for key in [k for k in arguments if k.startswith("oidc-") and k not in flags]:
            del arguments[key]
    arguments.update(as_tree(flags))


def _merge_multidoc(docs, settings, prune):
    kind = string(AUTHENTICATION["kind"])
    document = next((doc for doc in docs if doc.get("kind") == kind), None)
    if document is None:
        document = as_tree(AUTHENTICATION)
        docs.append(document)
    configuration = child(document, "configuration")
    if configuration.get("anonymous", NULL) == NULL:
        configuration["anonymous"] = as_tree(ANONYMOUS)
    if configuration.get("jwt", NULL) == NULL:
        configuration["jwt"] = []
    for entry in configuration["jwt"]:
        if entry["issuer"]["url"].text == settings.issuer:
            return _fill_entry(entry, settings, prune)
    entry = {"issuer": {"url": string(settings.issuer)}}
    configuration["jwt"].append(entry)
    return _fill_entry(entry, settings, prune)


def _fill_entry(entry, settings, prune):
    issuer = entry["issuer"]
    issuer["audiences"] = as_tree(settings.audiences)
    if len(settings.audiences) > 1:
        issuer["audienceMatchPolicy"] = string("MatchAny")
    if prune:
        issuer.pop("certificateAuthority", None)
    mappings = child(entry, "claimMappings")
    if settings.names_username() or prune or "username" not in mappings:
        mappings["username"] = settings.username()
    if settings.groups():
        mappings["groups"] = settings.groups()
    elif prune:
        mappings.pop("groups", None)
    _fill_rules(entry, settings.required, prune)


def _fill_rules(entry, required, prune):
    if not required and not prune:
        return
    wanted = dict(required)
    rules = []
    for rule in entry.get("claimValidationRules", []):
        claim = rule["claim"].text if "claim" in rule else None
        if claim is None:
            rules.append(rule)
        elif claim in wanted:
            rules.append(as_tree({"claim": claim, "requiredValue": wanted.pop(claim)}))
    for claim, value in wanted.items():
        rules.append(as_tree({"claim": claim, "requiredValue": value}))
    if rules or "claimValidationRules" in entry:
        entry["claimValidationRules"] = rules
