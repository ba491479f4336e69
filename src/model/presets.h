/* SPDX-License-Identifier: MIT */
/* What is known about identity providers. */
#ifndef MODEL_PRESETS_H
#define MODEL_PRESETS_H

#include <talosauth/objects.h>

/* X(name, enum tauth_provider) for each, in the order of the documentation. */
#define PRESET_NAMES(X)             \
    X("zitadel", TAUTH_ZITADEL)     \
    X("keycloak", TAUTH_KEYCLOAK)   \
    X("authentik", TAUTH_AUTHENTIK) \
    X("dex", TAUTH_DEX)             \
    X("authelia", TAUTH_AUTHELIA)   \
    X("pocket-id", TAUTH_POCKET_ID) \
    X("kanidm", TAUTH_KANIDM)       \
    X("entra", TAUTH_ENTRA)         \
    X("google", TAUTH_GOOGLE)       \
    X("okta", TAUTH_OKTA)           \
    X("auth0", TAUTH_AUTH0)         \
    X("generic", TAUTH_GENERIC)

enum slash_rule {
    SLASH_AS_GIVEN,
    SLASH_NONE,
    SLASH_REQUIRED,
    SLASH_BY_VERSION, /* Entra ID: sts.windows.net (v1.0) has one, v2.0 has none */
};

struct preset {
    const char *name;
    const char *username_claim;
    const char *groups_claim; /* NULL: the provider has none */
    const char *prefix;       /* of users and groups */
    const char *algorithm;    /* its signing algorithm where it is not RS256, or NULL */
    enum slash_rule slash;
    const char *scopes; /* of a login, besides openid; one blank between two */
};

/* NULL when there is no such preset. */
const struct preset *preset_find(const char *name);

/* NULL behind the last one. */
const struct preset *preset_at(size_t index);

#endif
