/* SPDX-License-Identifier: MIT */
/* What is known about identity providers. */
#ifndef MODEL_PRESETS_H
#define MODEL_PRESETS_H

#include <stddef.h>

enum slash_rule { SLASH_AS_GIVEN, SLASH_NONE, SLASH_REQUIRED };

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
