/* SPDX-License-Identifier: MIT */
#include "model/authentication.h"

#include "model/prefix.h"
#include "model/tables.h"

static const cyaml_schema_value_t text_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

#define TEXT(key, type, member) \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 0, CYAML_UNLIMITED)
#define OPTIONAL_TEXT(key, type, member)                                                \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, \
                           0, CYAML_UNLIMITED)

static const cyaml_schema_field_t issuer_fields[] = {
    TEXT("url", struct authn_issuer, url),
    CYAML_FIELD_SEQUENCE("audiences", CYAML_FLAG_POINTER, struct authn_issuer, audiences,
                         &text_schema, 1, CYAML_UNLIMITED),
    OPTIONAL_TEXT("audienceMatchPolicy", struct authn_issuer, audience_match_policy),
    OPTIONAL_TEXT("certificateAuthority", struct authn_issuer, certificate_authority),
    CYAML_FIELD_END};

static const cyaml_schema_field_t claim_rule_fields[] = {
    TEXT("claim", struct authn_claim_rule, claim),
    TEXT("requiredValue", struct authn_claim_rule, required_value), CYAML_FIELD_END};

static const cyaml_schema_value_t claim_rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct authn_claim_rule, claim_rule_fields)};

static const cyaml_schema_field_t prefixed_fields[] = {
    TEXT("claim", struct authn_prefixed_claim, claim),
    TEXT("prefix", struct authn_prefixed_claim, prefix), CYAML_FIELD_END};

static const cyaml_schema_field_t mappings_fields[] = {
    CYAML_FIELD_MAPPING("username", CYAML_FLAG_DEFAULT, struct authn_mappings, username,
                        prefixed_fields),
    CYAML_FIELD_MAPPING_PTR("groups", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                            struct authn_mappings, groups, prefixed_fields),
    CYAML_FIELD_END};

static const cyaml_schema_field_t user_rule_fields[] = {
    TEXT("expression", struct authn_user_rule, expression),
    TEXT("message", struct authn_user_rule, message), CYAML_FIELD_END};

static const cyaml_schema_value_t user_rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct authn_user_rule, user_rule_fields)};

static const cyaml_schema_field_t jwt_fields[] = {
    CYAML_FIELD_MAPPING("issuer", CYAML_FLAG_DEFAULT, struct authn_jwt, issuer,
                        issuer_fields),
    CYAML_FIELD_SEQUENCE("claimValidationRules", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         struct authn_jwt, claim_rules, &claim_rule_schema, 0,
                         CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING("claimMappings", CYAML_FLAG_DEFAULT, struct authn_jwt, mappings,
                        mappings_fields),
    CYAML_FIELD_SEQUENCE("userValidationRules", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
                         struct authn_jwt, user_rules, &user_rule_schema, 0,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_value_t jwt_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct authn_jwt, jwt_fields)};

const char *const authentication_probe_paths[] = {"/livez", "/readyz", "/healthz", NULL};

/* The rules that Kubernetes recommends in its types (apiserver v1 types.go:266-272). */
static struct authn_user_rule guards[] = {
    {"!user.username.startsWith(\"system:\")", "reserved user name"},
    {"user.groups.all(g, !g.startsWith(\"system:\"))", "reserved group"},
};

static bool fill_issuer(struct arena *arena, const struct oidc *oidc,
                        struct authn_issuer *issuer) {
    const char **audiences =
        arena_alloc(arena, oidc->audience_count * sizeof(*audiences));
    issuer->url = arena_copy(arena, oidc->issuer);
    for (size_t i = 0; audiences != NULL && i < oidc->audience_count; i++) {
        audiences[i] = arena_copy(arena, oidc->audiences[i]);
        if (audiences[i] == NULL) {
            return false;
        }
    }
    issuer->audiences = audiences;
    issuer->audiences_count = (uint32_t)oidc->audience_count;
    issuer->audience_match_policy = oidc->audience_count > 1 ? "MatchAny" : NULL;
    return issuer->url != NULL && audiences != NULL;
}

static bool fill_claim_rules(struct arena *arena, const struct oidc *oidc,
                             struct authn_jwt *jwt) {
    struct authn_claim_rule *rules =
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
    jwt->claim_rules = rules;
    jwt->claim_rules_count = (uint32_t)oidc->required_count;
    return rules != NULL;
}

static bool fill_claim(struct arena *arena, struct span claim, struct span prefix,
                       struct authn_prefixed_claim *out) {
    out->claim = arena_copy(arena, claim);
    out->prefix = prefix.data == NULL ? NULL : arena_copy(arena, prefix);
    return out->claim != NULL && out->prefix != NULL;
}

static bool fill_mappings(struct arena *arena, const struct oidc *oidc,
                          struct authn_mappings *mappings) {
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
    mappings->groups = ARENA_NEW(arena, struct authn_prefixed_claim);
    prefix = effective_prefix(arena, NAME_GROUP, oidc->issuer, oidc->groups_claim,
                              oidc->groups_prefix);
    return mappings->groups != NULL &&
           fill_claim(arena, oidc->groups_claim, prefix, mappings->groups);
}

struct want *authentication_entry(struct arena *arena, const struct oidc *oidc) {
    struct authn_jwt jwt = {0};
    if (!fill_issuer(arena, oidc, &jwt.issuer) || !fill_claim_rules(arena, oidc, &jwt) ||
        !fill_mappings(arena, oidc, &jwt.mappings)) {
        return NULL;
    }
    const struct authn_prefixed_claim *groups = jwt.mappings.groups;
    if (jwt.mappings.username.prefix[0] == '\0' ||
        (groups != NULL && groups->prefix[0] == '\0')) {
        jwt.user_rules = guards;
        jwt.user_rules_count = ARRAY_SIZE(guards);
    }
    return table_to_want(arena, &jwt_schema, &jwt);
}

struct want *authentication_guards(struct arena *arena) {
    static const cyaml_schema_value_t schema = {
        CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, struct authn_user_rule,
                             &user_rule_schema, 0, CYAML_UNLIMITED)};
    return table_list_to_want(arena, &schema, guards, ARRAY_SIZE(guards));
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
