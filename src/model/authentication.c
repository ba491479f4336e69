/* SPDX-License-Identifier: MIT */
#include "model/authentication.h"

#include "model/rows.h"

static const cyaml_schema_field_t condition_fields[] = {
    TEXT("path", struct tauth_anonymous_condition, path), CYAML_FIELD_END};

static const cyaml_schema_value_t condition_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_anonymous_condition, condition_fields)};

static const cyaml_schema_field_t anonymous_fields[] = {
    CYAML_FIELD_BOOL("enabled", CYAML_FLAG_OPTIONAL, struct tauth_anonymous, enabled),
    OPTIONAL_LIST("conditions", struct tauth_anonymous, conditions, &condition_schema),
    CYAML_FIELD_END};

const cyaml_schema_value_t anonymous_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_anonymous, anonymous_fields)};

static const cyaml_schema_field_t issuer_fields[] = {
    TEXT("url", struct tauth_jwt_issuer, url),
    OPTIONAL_TEXT("discoveryURL", struct tauth_jwt_issuer, discovery_url),
    TEXTS("audiences", struct tauth_jwt_issuer, audiences),
    OPTIONAL_TEXT("audienceMatchPolicy", struct tauth_jwt_issuer, audience_match_policy),
    OPTIONAL_TEXT("certificateAuthority", struct tauth_jwt_issuer, certificate_authority),
    OPTIONAL_TEXT("egressSelectorType", struct tauth_jwt_issuer, egress_selector_type),
    CYAML_FIELD_END};

static const cyaml_schema_field_t claim_rule_fields[] = {
    OPTIONAL_TEXT("claim", struct tauth_claim_validation_rule, claim),
    OPTIONAL_TEXT("requiredValue", struct tauth_claim_validation_rule, required_value),
    OPTIONAL_TEXT("expression", struct tauth_claim_validation_rule, expression),
    OPTIONAL_TEXT("message", struct tauth_claim_validation_rule, message),
    CYAML_FIELD_END};

static const cyaml_schema_value_t claim_rule_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_claim_validation_rule, claim_rule_fields)};

static const cyaml_schema_field_t prefixed_fields[] = {
    OPTIONAL_TEXT("claim", struct tauth_prefixed_claim, claim),
    OPTIONAL_TEXT("prefix", struct tauth_prefixed_claim, prefix),
    OPTIONAL_TEXT("expression", struct tauth_prefixed_claim, expression),
    CYAML_FIELD_END};

static const cyaml_schema_field_t uid_fields[] = {
    OPTIONAL_TEXT("claim", struct tauth_claim_or_expression, claim),
    OPTIONAL_TEXT("expression", struct tauth_claim_or_expression, expression),
    CYAML_FIELD_END};

static const cyaml_schema_field_t extra_fields[] = {
    TEXT("key", struct tauth_extra_mapping, key),
    TEXT("valueExpression", struct tauth_extra_mapping, value_expression),
    CYAML_FIELD_END};

static const cyaml_schema_value_t extra_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct tauth_extra_mapping, extra_fields)};

static const cyaml_schema_field_t mappings_fields[] = {
    MAPPING("username", struct tauth_claim_mappings, username, prefixed_fields),
    OPTIONAL_MAPPING_PTR("groups", struct tauth_claim_mappings, groups, prefixed_fields),
    OPTIONAL_MAPPING_PTR("uid", struct tauth_claim_mappings, uid, uid_fields),
    OPTIONAL_LIST("extra", struct tauth_claim_mappings, extra, &extra_schema),
    CYAML_FIELD_END};

static const cyaml_schema_field_t user_rule_fields[] = {
    TEXT("expression", struct tauth_user_validation_rule, expression),
    OPTIONAL_TEXT("message", struct tauth_user_validation_rule, message),
    CYAML_FIELD_END};

static const cyaml_schema_value_t user_rule_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_user_validation_rule, user_rule_fields)};

const cyaml_schema_value_t user_rules_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, struct tauth_user_validation_rule,
                         &user_rule_schema, 0, CYAML_UNLIMITED)};

static const cyaml_schema_field_t jwt_fields[] = {
    MAPPING("issuer", struct tauth_jwt, issuer, issuer_fields),
    OPTIONAL_LIST("claimValidationRules", struct tauth_jwt, claim_validation_rules,
                  &claim_rule_schema),
    MAPPING("claimMappings", struct tauth_jwt, claim_mappings, mappings_fields),
    OPTIONAL_LIST("userValidationRules", struct tauth_jwt, user_validation_rules,
                  &user_rule_schema),
    CYAML_FIELD_END};

const cyaml_schema_value_t jwt_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_jwt, jwt_fields)};

static const cyaml_schema_value_t jwt_item_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct tauth_jwt, jwt_fields)};

static const cyaml_schema_field_t authentication_fields[] = {
    OPTIONAL_TEXT("apiVersion", struct tauth_authentication, api_version),
    TEXT("kind", struct tauth_authentication, kind),
    OPTIONAL_MAPPING_PTR("anonymous", struct tauth_authentication, anonymous,
                         anonymous_fields),
    OPTIONAL_LIST("jwt", struct tauth_authentication, jwt, &jwt_item_schema),
    CYAML_FIELD_END};

const cyaml_schema_value_t authentication_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, struct tauth_authentication, authentication_fields)};

static const cyaml_schema_field_t oidc_flags_fields[] = {
    OPTIONAL_TEXTS("oidc-issuer-url", struct tauth_oidc_flags, issuer_url),
    OPTIONAL_TEXTS("oidc-client-id", struct tauth_oidc_flags, client_id),
    OPTIONAL_TEXTS("oidc-username-claim", struct tauth_oidc_flags, username_claim),
    OPTIONAL_TEXTS("oidc-username-prefix", struct tauth_oidc_flags, username_prefix),
    OPTIONAL_TEXTS("oidc-groups-claim", struct tauth_oidc_flags, groups_claim),
    OPTIONAL_TEXTS("oidc-groups-prefix", struct tauth_oidc_flags, groups_prefix),
    OPTIONAL_TEXTS("oidc-required-claim", struct tauth_oidc_flags, required_claim),
    OPTIONAL_TEXTS("oidc-signing-algs", struct tauth_oidc_flags, signing_algs),
    OPTIONAL_TEXTS("oidc-ca-file", struct tauth_oidc_flags, ca_file),
    CYAML_FIELD_END};

const cyaml_schema_value_t oidc_flags_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_oidc_flags, oidc_flags_fields)};
