/* SPDX-License-Identifier: MIT */
#include "model/rbac.h"

#include "model/rows.h"

static const cyaml_schema_field_t metadata_fields[] = {
    TEXT("name", struct tauth_metadata, name),
    OPTIONAL_TEXT("namespace", struct tauth_metadata, namespace_name),
    IGNORED("annotations"),
    IGNORED("creationTimestamp"),
    IGNORED("finalizers"),
    IGNORED("generation"),
    IGNORED("labels"),
    IGNORED("managedFields"),
    IGNORED("ownerReferences"),
    IGNORED("resourceVersion"),
    IGNORED("uid"),
    CYAML_FIELD_END};

static const cyaml_schema_field_t rule_fields[] = {
    OPTIONAL_TEXTS("apiGroups", struct tauth_policy_rule, api_groups),
    OPTIONAL_TEXTS("resources", struct tauth_policy_rule, resources),
    OPTIONAL_TEXTS("resourceNames", struct tauth_policy_rule, resource_names),
    OPTIONAL_TEXTS("nonResourceURLs", struct tauth_policy_rule, non_resource_urls),
    TEXTS("verbs", struct tauth_policy_rule, verbs),
    CYAML_FIELD_END};

static const cyaml_schema_value_t rule_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct tauth_policy_rule, rule_fields)};

static const cyaml_schema_field_t cluster_role_fields[] = {
    OPTIONAL_TEXT("apiVersion", struct tauth_role, api_version),
    TEXT("kind", struct tauth_role, kind),
    MAPPING("metadata", struct tauth_role, metadata, metadata_fields),
    OPTIONAL_LIST("rules", struct tauth_role, rules, &rule_schema),
    IGNORED("aggregationRule"),
    CYAML_FIELD_END};

const cyaml_schema_value_t cluster_role_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_role, cluster_role_fields)};

static const cyaml_schema_field_t role_fields[] = {
    OPTIONAL_TEXT("apiVersion", struct tauth_role, api_version),
    TEXT("kind", struct tauth_role, kind),
    MAPPING("metadata", struct tauth_role, metadata, metadata_fields),
    OPTIONAL_LIST("rules", struct tauth_role, rules, &rule_schema), CYAML_FIELD_END};

const cyaml_schema_value_t role_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct tauth_role, role_fields)};

static const cyaml_schema_field_t role_ref_fields[] = {
    OPTIONAL_TEXT("apiGroup", struct tauth_role_ref, api_group),
    TEXT("kind", struct tauth_role_ref, kind), TEXT("name", struct tauth_role_ref, name),
    CYAML_FIELD_END};

static const cyaml_schema_field_t subject_fields[] = {
    OPTIONAL_TEXT("apiGroup", struct tauth_subject, api_group),
    TEXT("kind", struct tauth_subject, kind), TEXT("name", struct tauth_subject, name),
    OPTIONAL_TEXT("namespace", struct tauth_subject, namespace_name), CYAML_FIELD_END};

static const cyaml_schema_value_t subject_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct tauth_subject, subject_fields)};

static const cyaml_schema_field_t role_binding_fields[] = {
    OPTIONAL_TEXT("apiVersion", struct tauth_role_binding, api_version),
    TEXT("kind", struct tauth_role_binding, kind),
    MAPPING("metadata", struct tauth_role_binding, metadata, metadata_fields),
    MAPPING("roleRef", struct tauth_role_binding, role_ref, role_ref_fields),
    OPTIONAL_LIST("subjects", struct tauth_role_binding, subjects, &subject_schema),
    CYAML_FIELD_END};

const cyaml_schema_value_t role_binding_schema = {CYAML_VALUE_MAPPING(
    CYAML_FLAG_POINTER, struct tauth_role_binding, role_binding_fields)};
