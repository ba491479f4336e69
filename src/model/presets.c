/* SPDX-License-Identifier: MIT */
#include "model/presets.h"

#include <string.h>

#include "base/attr.h"

/*
 * Sources: Zitadel: no path and no trailing slash in the issuer (its documentation, "Do not
 * use a trailing slash!"). Keycloak: realm URL; groups by a Group Membership mapper.
 * Authentik: the issuer ends in a slash, email_verified is false since 2025.10, hence
 * preferred_username. Authelia: claims_policy with groups and preferred_username. Kanidm:
 * signs with ES256, which the flags only take when named. Entra ID: app roles as `roles`;
 * issuers of v1.0 end in a slash, those of v2.0 do not. Google has no groups claim. Auth0:
 * issuer ends in a slash.
 *
 * Scopes: `offline_access` where a refresh token needs it; Google has another way
 * (access_type). `groups` where the claim comes with a scope, but not of Zitadel: there
 * it makes the claim a list of objects (zitadel internal/api/oidc/userinfo.go,
 * setUserInfoUserGroups), which the API server refuses. Authentik: groups are part of
 * `profile`. Kanidm: `groups` are uuids and spns, `groups_name` plain names (its book,
 * oauth2). Entra ID, Auth0: groups and roles need no scope.
 */
#define OFFLINE "email profile offline_access"
#define GROUPS "email profile groups"

static const struct preset presets[] = {
    {"zitadel", "email", "groups", "zitadel:", NULL, SLASH_NONE, OFFLINE},
    {"keycloak", "preferred_username", "groups", "keycloak:", NULL, SLASH_NONE, GROUPS},
    {"authentik", "preferred_username", "groups", "authentik:", NULL, SLASH_REQUIRED,
     OFFLINE},
    {"dex", "email", "groups", "dex:", NULL, SLASH_AS_GIVEN, GROUPS " offline_access"},
    {"authelia", "preferred_username", "groups", "authelia:", NULL, SLASH_NONE, GROUPS},
    {"pocket-id", "preferred_username", "groups", "pocket-id:", NULL, SLASH_NONE, GROUPS},
    {"kanidm", "preferred_username", "groups", "kanidm:", "ES256", SLASH_NONE,
     "email profile groups_name"},
    {"entra", "sub", "roles", "entra:", NULL, SLASH_BY_VERSION, OFFLINE},
    {"google", "email", NULL, "google:", NULL, SLASH_NONE, "email profile"},
    {"okta", "email", "groups", "okta:", NULL, SLASH_NONE, GROUPS " offline_access"},
    {"auth0", "sub", NULL, "auth0:", NULL, SLASH_REQUIRED, OFFLINE},
    {"generic", "sub", NULL, "oidc:", NULL, SLASH_AS_GIVEN, OFFLINE},
};

#undef OFFLINE
#undef GROUPS

const struct preset *preset_find(const char *name) {
    for (size_t i = 0; i < ARRAY_SIZE(presets); i++) {
        if (strcmp(presets[i].name, name) == 0) {
            return &presets[i];
        }
    }
    return NULL;
}

const struct preset *preset_at(size_t index) {
    return index < ARRAY_SIZE(presets) ? &presets[index] : NULL;
}
