/* SPDX-License-Identifier: MIT */
/* RBAC objects as they are written (k8s.io/api rbac/v1/types.go). */
#ifndef MODEL_RBAC_H
#define MODEL_RBAC_H

#include "yaml/want.h"

struct rbac_metadata {
    const char *name;
};

struct rbac_rule {
    const char *const *api_groups;
    uint32_t api_groups_count;
    const char *const *resources;
    uint32_t resources_count;
    const char *const *verbs;
    uint32_t verbs_count;
};

struct rbac_role_ref {
    const char *api_group;
    const char *kind;
    const char *name;
};

struct rbac_subject {
    const char *api_group;
    const char *kind;
    const char *name;
};

struct rbac_cluster_role {
    const char *api_version;
    const char *kind;
    struct rbac_metadata metadata;
    const struct rbac_rule *rules;
    uint32_t rules_count;
};

struct rbac_cluster_role_binding {
    const char *api_version;
    const char *kind;
    struct rbac_metadata metadata;
    struct rbac_role_ref role_ref;
    const struct rbac_subject *subjects;
    uint32_t subjects_count;
};

#define RBAC_API_GROUP "rbac.authorization.k8s.io"

/* NULL without memory. */
struct want *rbac_cluster_role_want(struct arena *arena,
                                    const struct rbac_cluster_role *role);
struct want *rbac_cluster_role_binding_want(
    struct arena *arena, const struct rbac_cluster_role_binding *binding);

#endif
