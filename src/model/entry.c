/* SPDX-License-Identifier: MIT */
#include "model/entry.h"

#include "model/authentication.h"
#include "model/prefix.h"
#include "model/tables.h"

const char *const authentication_probe_paths[] = {"/livez", "/readyz", "/healthz", NULL};

/* The rules that Kubernetes recommends in its types (apiserver v1 types.go:266-272). */
static struct tauth_user_validation_rule guards[] = {
    {"!user.username.startsWith(\"system:\")", "reserved user name"},
    {"user.groups.all(g, !g.startsWith(\"system:\"))", "reserved group"},
};

static bool fill_issuer(struct arena *arena, const struct oidc *oidc,
                        struct tauth_jwt_issuer *issuer) {
    const char **audiences =
        arena_alloc(arena, oidc->audience_count * sizeof(*audiences));
    issuer->url = arena_copy(arena, oidc->issuer);
    for (size_t i = 0; audiences != NULL && i < oidc->audience_count; i++) {
        audiences[i] = arena_copy(arena, oidc->audiences[i]);
        if (audiences[i] == NULL) {
            return false;
        }
    }
    issuer->audiences = (struct tauth_strings){audiences, (uint32_t)oidc->audience_count};
    issuer->audience_match_policy = oidc->audience_count > 1 ? "MatchAny" : NULL;
    if (oidc->issuer_ca.size > 0) {
        issuer->certificate_authority = arena_copy(arena, oidc->issuer_ca);
        if (issuer->certificate_authority == NULL) {
            return false;
        }
    }
    return issuer->url != NULL && audiences != NULL;
}

static bool fill_claim_rules(struct arena *arena, const struct oidc *oidc,
                             struct tauth_jwt *jwt) {
    struct tauth_claim_validation_rule *rules =
        arena_alloc(arena, oidc->required_count * sizeof(*rules));
    for (size_t i = 0; rules != NULL && i < oidc->required_count; i++) {
        struct required_claim claim;
        if (required_claim_parse(oidc->required[i], &claim)) {
            rules[i].claim = arena_copy(arena, claim.name);
            rules[i].required_value = arena_copy(arena, claim.value);
        }
        if (rules[i].claim == NULL || rules[i].required_value == NULL) {
            return false;
        }
    }
    jwt->claim_validation_rules = rules;
    jwt->claim_validation_rules_count = (uint32_t)oidc->required_count;
    return rules != NULL;
}

static bool fill_claim(struct arena *arena, struct span claim, struct span prefix,
                       struct tauth_prefixed_claim *out) {
    out->claim = arena_copy(arena, claim);
    out->prefix = prefix.data == NULL ? NULL : arena_copy(arena, prefix);
    return out->claim != NULL && out->prefix != NULL;
}

static bool fill_mappings(struct arena *arena, const struct oidc *oidc,
                          struct tauth_claim_mappings *mappings) {
    struct span claim =
        oidc->username_claim.data == NULL ? SPAN("sub") : oidc->username_claim;
    struct span prefix =
        effective_prefix(arena, NAME_USER, oidc->issuer, claim, oidc->username_prefix);
    if (!fill_claim(arena, claim, prefix, &mappings->username)) {
        return false;
    }
    if (oidc->groups_claim.size == 0) {
        return true;
    }
    mappings->groups = ARENA_NEW(arena, struct tauth_prefixed_claim);
    prefix = effective_prefix(arena, NAME_GROUP, oidc->issuer, oidc->groups_claim,
                              oidc->groups_prefix);
    return mappings->groups != NULL &&
           fill_claim(arena, oidc->groups_claim, prefix, mappings->groups);
}

struct want *authentication_entry(struct arena *arena, const struct oidc *oidc) {
    struct tauth_jwt jwt = {0};
    if (!fill_issuer(arena, oidc, &jwt.issuer) || !fill_claim_rules(arena, oidc, &jwt) ||
        !fill_mappings(arena, oidc, &jwt.claim_mappings)) {
        return NULL;
    }
    const struct tauth_prefixed_claim *groups = jwt.claim_mappings.groups;
    if (jwt.claim_mappings.username.prefix[0] == '\0' ||
        (groups != NULL && groups->prefix[0] == '\0')) {
        jwt.user_validation_rules = guards;
        jwt.user_validation_rules_count = ARRAY_SIZE(guards);
    }
    return table_to_want(arena, &jwt_schema, &jwt);
}

struct want *authentication_guards(struct arena *arena) {
    return table_list_to_want(arena, &user_rules_schema, guards, ARRAY_SIZE(guards));
}

struct want *authentication_anonymous(struct arena *arena) {
    struct want *anonymous = want_new(arena, WANT_MAPPING);
    struct want *enabled = want_child(arena, anonymous, SPAN("enabled"), WANT_PLAIN);
    struct want *conditions =
        want_child(arena, anonymous, SPAN("conditions"), WANT_SEQUENCE);
    if (enabled == NULL || conditions == NULL) {
        return NULL;
    }
    enabled->text = SPAN("true");
    for (const char *const *path = authentication_probe_paths; *path != NULL; path++) {
        struct want *item = want_item(arena, conditions, WANT_MAPPING);
        if (want_string(arena, item, "path", span_of(*path)) == NULL) {
            return NULL;
        }
    }
    return anonymous;
}
