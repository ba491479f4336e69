/* SPDX-License-Identifier: MIT */
/* The Go types of RBAC objects (k8s.io/api rbac/v1/types.go). */
#ifndef CHECK_RBAC_TYPES_H
#define CHECK_RBAC_TYPES_H

#include "check/input/decode.h"

enum rbac_kind {
    RBAC_NONE,
    RBAC_CLUSTER_ROLE,
    RBAC_CLUSTER_BINDING,
    RBAC_ROLE,
    RBAC_BINDING
};

/* What an object is; everything that is no RBAC is RBAC_NONE. */
enum rbac_kind rbac_kind_of(const struct manifest *manifest, node_id root);

const struct go_struct *rbac_type(enum rbac_kind kind);

static inline bool rbac_is_cluster(enum rbac_kind kind) {
    return kind == RBAC_CLUSTER_ROLE || kind == RBAC_CLUSTER_BINDING;
}

static inline bool rbac_is_binding(enum rbac_kind kind) {
    return kind == RBAC_CLUSTER_BINDING || kind == RBAC_BINDING;
}

#endif
