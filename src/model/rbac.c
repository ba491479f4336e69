/* SPDX-License-Identifier: MIT */
#include "model/rbac.h"

#include "model/tables.h"

static const cyaml_schema_value_t text_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

#define TEXT(key, type, member) \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 0, CYAML_UNLIMITED)
#define TEXTS(key, type, member)                                                 \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER, type, member, &text_schema, 0, \
                         CYAML_UNLIMITED)

static const cyaml_schema_field_t metadata_fields[] = {
    TEXT("name", struct rbac_metadata, name), CYAML_FIELD_END};

static const cyaml_schema_field_t rule_fields[] = {
    TEXTS("apiGroups", struct rbac_rule, api_groups),
    TEXTS("resources", struct rbac_rule, resources),
    TEXTS("verbs", struct rbac_rule, verbs), CYAML_FIELD_END};

static const cyaml_schema_value_t rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rbac_rule, rule_fields)};

static const cyaml_schema_field_t role_ref_fields[] = {
    TEXT("apiGroup", struct rbac_role_ref, api_group),
    TEXT("kind", struct rbac_role_ref, kind), TEXT("name", struct rbac_role_ref, name),
    CYAML_FIELD_END};

static const cyaml_schema_field_t subject_fields[] = {
    TEXT("apiGroup", struct rbac_subject, api_group),
    TEXT("kind", struct rbac_subject, kind), TEXT("name", struct rbac_subject, name),
    CYAML_FIELD_END};

static const cyaml_schema_value_t subject_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rbac_subject, subject_fields)};

static const cyaml_schema_field_t cluster_role_fields[] = {
    TEXT("apiVersion", struct rbac_cluster_role, api_version),
    TEXT("kind", struct rbac_cluster_role, kind),
    CYAML_FIELD_MAPPING("metadata", CYAML_FLAG_DEFAULT, struct rbac_cluster_role,
                        metadata, metadata_fields),
    CYAML_FIELD_SEQUENCE("rules", CYAML_FLAG_POINTER, struct rbac_cluster_role, rules,
                         &rule_schema, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_value_t cluster_role_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, struct rbac_cluster_role, cluster_role_fields)};

static const cyaml_schema_field_t cluster_role_binding_fields[] = {
    TEXT("apiVersion", struct rbac_cluster_role_binding, api_version),
    TEXT("kind", struct rbac_cluster_role_binding, kind),
    CYAML_FIELD_MAPPING("metadata", CYAML_FLAG_DEFAULT, struct rbac_cluster_role_binding,
                        metadata, metadata_fields),
    CYAML_FIELD_MAPPING("roleRef", CYAML_FLAG_DEFAULT, struct rbac_cluster_role_binding,
                        role_ref, role_ref_fields),
    CYAML_FIELD_SEQUENCE("subjects", CYAML_FLAG_POINTER, struct rbac_cluster_role_binding,
                         subjects, &subject_schema, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_value_t cluster_role_binding_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, struct rbac_cluster_role_binding, cluster_role_binding_fields)};

struct want *rbac_cluster_role_want(struct arena *arena,
                                    const struct rbac_cluster_role *role) {
    return table_to_want(arena, &cluster_role_schema, role);
}

struct want *rbac_cluster_role_binding_want(
    struct arena *arena, const struct rbac_cluster_role_binding *binding) {
    return table_to_want(arena, &cluster_role_binding_schema, binding);
}
