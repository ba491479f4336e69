# SPDX-License-Identifier: MIT
"""Random settings that every layout accepts."""

from confgen import ISSUERS
from model import Settings

AUDIENCES = ["k8s", "340112345678901234", "web", "鍵", "true", "a:b"]
CLAIMS = ["email", "sub", "preferred_username", "urn:x:name"]
PREFIXES = ["corp:", "zitadel:", "p-", "日本:", "a b:", "0x1f", "#x:"]
REQUIRED = {"hd": "example.com", "azp": "34011234567890", "tenant": "a=b", "x": "true"}


def _base(rng, issuer, audiences):
    settings = Settings(issuer, audiences)
    if issuer == "https://zitadel.example.com" and rng.random() < 0.6:
        settings.provider = "zitadel"
    if rng.random() < 0.7:
        settings.username_claim = rng.choice(CLAIMS)
    if rng.random() < 0.7 or settings.username_claim == "email":
        settings.username_prefix = rng.choice(PREFIXES)
    if rng.random() < 0.5:
        settings.groups_claim = rng.choice(["groups", "roles"])
        settings.groups_prefix = rng.choice(PREFIXES)
    return settings


def legacy_settings(rng, issuer):
    settings = _base(rng, issuer, [rng.choice(AUDIENCES)])
    if rng.random() < 0.3:
        claim = rng.choice(list(REQUIRED))
        settings.required = {claim: REQUIRED[claim]}
    return settings


def multidoc_settings(rng):
    settings = _base(rng, rng.choice(ISSUERS), rng.sample(AUDIENCES, rng.randint(1, 3)))
    if rng.random() < 0.4:
        claims = rng.sample(list(REQUIRED), rng.randint(1, 3))
        settings.required = {claim: REQUIRED[claim] for claim in claims}
    return settings
