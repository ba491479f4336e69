/* SPDX-License-Identifier: MIT */
/* Roles, and their rules one by one. */
#include "check/rbac/policy-rule.h"

static bool is_default_role(struct span name) {
    static const char *const names[] = {"view", "edit", "admin", "cluster-admin"};
    return AMONG(name, names) || span_starts(name, "system:");
}

static void lint_role_name(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id metadata = kube_get(index, object->root, "metadata");
    struct span name = kube_text(index, metadata, "name");
    if (object->kind == RBAC_CLUSTER_ROLE && is_default_role(name)) {
        rbac_found(
            object, RULE_RBAC_DEFAULT_ROLE, NULL, rbac_place(object, metadata, "name"),
            "choose another name, or a ClusterRole with the label "
            "rbac.authorization.k8s.io/aggregate-to-view",
            "%.*s is a role of Kubernetes, which writes its rules back", SPAN_ARG(name));
    }
}

void rbac_lint_rules(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    if (rbac_is_binding(object->kind)) {
        return;
    }
    lint_role_name(object);
    node_id list = kube_get(index, object->root, "rules");
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        const struct policy_rule rule = {object, index, node_follow(index, at)};
        policy_spelling(&rule);
        policy_power(&rule);
    }
}
