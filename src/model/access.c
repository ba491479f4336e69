/* SPDX-License-Identifier: MIT */
#include "model/access.h"

#include "base/attr.h"
#include "model/grant.h"
#include "model/presets.h"
#include "model/rows.h"

static const cyaml_schema_field_t cluster_fields[] = {
    OPTIONAL_TEXT("name", struct tauth_access_cluster, name),
    OPTIONAL_TEXT("server", struct tauth_access_cluster, server), CYAML_FIELD_END};

static const cyaml_schema_field_t talos_fields[] = {
    OPTIONAL_TEXT("version", struct tauth_access_talos, version), CYAML_FIELD_END};

#define PROVIDER(name, value) {name, value},
static const cyaml_strval_t providers[] = {PRESET_NAMES(PROVIDER)};
#undef PROVIDER

static const cyaml_schema_field_t issuer_fields[] = {
    OPTIONAL_WORD("provider", struct tauth_access_issuer, provider, providers),
    OPTIONAL_TEXT("url", struct tauth_access_issuer, url),
    OPTIONAL_TEXTS("audiences", struct tauth_access_issuer, audiences),
    OPTIONAL_TEXT("caFile", struct tauth_access_issuer, ca_file),
    OPTIONAL_TEXTS("signingAlgorithms", struct tauth_access_issuer, signing_algorithms),
    CYAML_FIELD_END};

static const cyaml_schema_field_t claim_fields[] = {
    OPTIONAL_TEXT("claim", struct tauth_access_claim, claim),
    OPTIONAL_TEXT("prefix", struct tauth_access_claim, prefix), CYAML_FIELD_END};

static const cyaml_schema_field_t required_fields[] = {
    TEXT("claim", struct tauth_access_required, claim),
    TEXT("value", struct tauth_access_required, value), CYAML_FIELD_END};

static const cyaml_schema_value_t required_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_access_required, required_fields)};

static const cyaml_schema_field_t claims_fields[] = {
    OPTIONAL_MAPPING("username", struct tauth_access_claims, username, claim_fields),
    OPTIONAL_MAPPING("groups", struct tauth_access_claims, groups, claim_fields),
    OPTIONAL_LIST("required", struct tauth_access_claims, required, &required_schema),
    CYAML_FIELD_END};

static const cyaml_schema_field_t cluster_role_binding_fields[] = {
    TEXT("name", struct tauth_access_binding, name),
    TEXT("clusterRole", struct tauth_access_binding, cluster_role),
    OPTIONAL_TEXTS("groups", struct tauth_access_binding, groups),
    OPTIONAL_TEXTS("users", struct tauth_access_binding, users), CYAML_FIELD_END};

static const cyaml_schema_value_t cluster_role_binding_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_access_binding, cluster_role_binding_fields)};

static const cyaml_schema_field_t role_binding_fields[] = {
    TEXT("name", struct tauth_access_binding, name),
    TEXT("namespace", struct tauth_access_binding, namespace_name),
    TEXT("clusterRole", struct tauth_access_binding, cluster_role),
    OPTIONAL_TEXTS("groups", struct tauth_access_binding, groups),
    OPTIONAL_TEXTS("users", struct tauth_access_binding, users),
    CYAML_FIELD_END};

static const cyaml_schema_value_t role_binding_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_DEFAULT, struct tauth_access_binding, role_binding_fields)};

static const cyaml_strval_t viewer_roles[] = {
    {"oidc-viewer", TAUTH_VIEWER_OIDC},
    {"view", TAUTH_VIEWER_VIEW},
};

static const cyaml_schema_field_t rbac_fields[] = {
    OPTIONAL_TEXTS("admins", struct tauth_access_rbac, admins),
    OPTIONAL_TEXTS("viewers", struct tauth_access_rbac, viewers),
    OPTIONAL_WORD("viewerRole", struct tauth_access_rbac, viewer_role, viewer_roles),
    OPTIONAL_LIST("clusterRoleBindings", struct tauth_access_rbac, cluster_role_bindings,
                  &cluster_role_binding_schema),
    OPTIONAL_LIST("roleBindings", struct tauth_access_rbac, role_bindings,
                  &role_binding_schema),
    CYAML_FIELD_END};

#define GRANT_TYPE(name, value) {name, value},
static const cyaml_strval_t grant_types[] = {GRANT_TYPE_NAMES(GRANT_TYPE)};
#undef GRANT_TYPE

static const cyaml_schema_field_t login_fields[] = {
    OPTIONAL_TEXT("clientId", struct tauth_access_login, client_id),
    OPTIONAL_TEXTS("scopes", struct tauth_access_login, scopes),
    OPTIONAL_WORD("grantType", struct tauth_access_login, grant_type, grant_types),
    CYAML_FIELD_END};

static const cyaml_schema_field_t access_fields[] = {
    OPTIONAL_TEXT("apiVersion", struct tauth_access, api_version),
    TEXT("kind", struct tauth_access, kind),
    OPTIONAL_MAPPING("cluster", struct tauth_access, cluster, cluster_fields),
    OPTIONAL_MAPPING("talos", struct tauth_access, talos, talos_fields),
    OPTIONAL_MAPPING("issuer", struct tauth_access, issuer, issuer_fields),
    OPTIONAL_MAPPING("claims", struct tauth_access, claims, claims_fields),
    OPTIONAL_MAPPING("rbac", struct tauth_access, rbac, rbac_fields),
    OPTIONAL_MAPPING("login", struct tauth_access, login, login_fields),
    CYAML_FIELD_END};

const cyaml_schema_value_t access_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_access, access_fields)};
