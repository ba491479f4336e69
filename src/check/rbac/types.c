/* SPDX-License-Identifier: MIT */
#include "check/rbac/types.h"

#define TYPE(name, fields) \
    { name, GO_FIELDS(fields) }

static const struct go_field metadata_fields[] = {
    {"name", GO_TEXT, NULL},
    {"generateName", GO_TEXT, NULL},
    {"namespace", GO_TEXT, NULL},
    {"selfLink", GO_TEXT, NULL},
    {"uid", GO_TEXT, NULL},
    {"resourceVersion", GO_TEXT, NULL},
    {"generation", GO_NUMBER, NULL},
    {"creationTimestamp", GO_ANY, NULL},
    {"deletionTimestamp", GO_ANY, NULL},
    {"deletionGracePeriodSeconds", GO_NUMBER, NULL},
    {"labels", GO_TEXT_MAP, NULL},
    {"annotations", GO_TEXT_MAP, NULL},
    {"ownerReferences", GO_ANY, NULL},
    {"finalizers", GO_TEXTS, NULL},
    {"managedFields", GO_ANY, NULL},
};
static const struct go_struct metadata_type = TYPE("ObjectMeta", metadata_fields);

static const struct go_field rule_fields[] = {
    {"verbs", GO_TEXTS, NULL},           {"apiGroups", GO_TEXTS, NULL},
    {"resources", GO_TEXTS, NULL},       {"resourceNames", GO_TEXTS, NULL},
    {"nonResourceURLs", GO_TEXTS, NULL},
};
static const struct go_struct rule_type = TYPE("PolicyRule", rule_fields);

static const struct go_field requirement_fields[] = {
    {"key", GO_TEXT, NULL}, {"operator", GO_TEXT, NULL}, {"values", GO_TEXTS, NULL}};
static const struct go_struct requirement_type =
    TYPE("LabelSelectorRequirement", requirement_fields);

static const struct go_field selector_fields[] = {
    {"matchLabels", GO_TEXT_MAP, NULL},
    {"matchExpressions", GO_STRUCTS, &requirement_type},
};
static const struct go_struct selector_type = TYPE("LabelSelector", selector_fields);

static const struct go_field aggregation_fields[] = {
    {"clusterRoleSelectors", GO_STRUCTS, &selector_type}};
static const struct go_struct aggregation_type =
    TYPE("AggregationRule", aggregation_fields);

static const struct go_field reference_fields[] = {
    {"apiGroup", GO_TEXT, NULL}, {"kind", GO_TEXT, NULL}, {"name", GO_TEXT, NULL}};
static const struct go_struct reference_type = TYPE("RoleRef", reference_fields);

static const struct go_field subject_fields[] = {
    {"kind", GO_TEXT, NULL},
    {"apiGroup", GO_TEXT, NULL},
    {"name", GO_TEXT, NULL},
    {"namespace", GO_TEXT, NULL},
};
static const struct go_struct subject_type = TYPE("Subject", subject_fields);

#define OBJECT_FIELDS                                         \
    {"apiVersion", GO_TEXT, NULL}, {"kind", GO_TEXT, NULL}, { \
        "metadata", GO_STRUCT, &metadata_type                 \
    }

static const struct go_field cluster_role_fields[] = {
    OBJECT_FIELDS,
    {"rules", GO_STRUCTS, &rule_type},
    {"aggregationRule", GO_STRUCT, &aggregation_type},
};
static const struct go_field role_fields[] = {
    OBJECT_FIELDS,
    {"rules", GO_STRUCTS, &rule_type},
};
static const struct go_field binding_fields[] = {
    OBJECT_FIELDS,
    {"subjects", GO_STRUCTS, &subject_type},
    {"roleRef", GO_STRUCT, &reference_type},
};

static const struct go_struct types[] = {
    [RBAC_CLUSTER_ROLE] = TYPE("ClusterRole", cluster_role_fields),
    [RBAC_CLUSTER_BINDING] = TYPE("ClusterRoleBinding", binding_fields),
    [RBAC_ROLE] = TYPE("Role", role_fields),
    [RBAC_BINDING] = TYPE("RoleBinding", binding_fields),
};

const struct go_struct *rbac_type(enum rbac_kind kind) {
    return &types[kind];
}

enum rbac_kind rbac_kind_of(const struct manifest *manifest, node_id root) {
    struct span kind = manifest_kind(manifest, root);
    if (!span_starts(manifest_version(manifest, root), "rbac.authorization.k8s.io/")) {
        return RBAC_NONE;
    }
    for (enum rbac_kind i = RBAC_CLUSTER_ROLE; i <= RBAC_BINDING; i++) {
        if (span_is(kind, types[i].name)) {
            return i;
        }
    }
    return RBAC_NONE;
}
