/* SPDX-License-Identifier: MIT */
/* Roles, and their rules one by one. */
#include "check/rbac/policy-rule.h"

static const char *const default_roles[] = {
    "view",
    "edit",
    "admin",
    "cluster-admin",
    "system:aggregate-to-admin",
    "system:aggregate-to-edit",
    "system:aggregate-to-view",
    "system:auth-delegator",
    "system:basic-user",
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "system:certificates.k8s.io:kube-apiserver-client-approver",
    "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
    "system:certificates.k8s.io:kubelet-serving-approver",
    "system:certificates.k8s.io:legacy-unknown-approver",
    "system:discovery",
    "system:heapster",
    "system:kube-aggregator",
    "system:kube-controller-manager",
    "system:kube-dns",
    "system:kube-scheduler",
    "system:kubelet-api-admin",
    "system:monitoring",
    "system:node",
    "system:node-bootstrapper",
    "system:node-problem-detector",
    "system:node-proxier",
    "system:persistent-volume-provisioner",
    "system:public-info-viewer",
    "system:service-account-issuer-discovery",
    "system:volume-scheduler",
};

/* The API server leaves alone what says so (rbac reconciliation, autoupdate). */
static bool is_kept(const struct rbac_object *object, node_id metadata) {
    const struct yaml_index *index = object->manifest->index;
    node_id annotations = kube_get(index, metadata, "annotations");
    return span_is(
        kube_text(index, annotations, "rbac.authorization.kubernetes.io/autoupdate"),
        "false");
}

static void lint_role_name(const struct rbac_object *object) {
    static const enum tauth_severity note = TAUTH_NOTE;
    node_id metadata = kube_get(object->manifest->index, object->root, "metadata");
    struct span name = kube_text(object->manifest->index, metadata, "name");
    bool bootstrap =
        AMONG(name, default_roles) || span_starts(name, "system:controller:");
    if (object->kind != RBAC_CLUSTER_ROLE || is_kept(object, metadata) ||
        (!bootstrap && !span_starts(name, "system:"))) {
        return;
    }
    rbac_found(object, RULE_RBAC_DEFAULT_ROLE, bootstrap ? NULL : &note,
               rbac_place(object, metadata, "name"),
               bootstrap ? "choose another name, or a ClusterRole with the label "
                           "rbac.authorization.k8s.io/aggregate-to-view"
                         : "choose another name for a role of your own",
               bootstrap ? "%.*s is a role of Kubernetes, which writes its rules back"
                         : "%.*s: names that begin with system: are kept for Kubernetes",
               SPAN_ARG(name));
}

void rbac_lint_rules(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    if (rbac_is_binding(object->kind)) {
        return;
    }
    lint_role_name(object);
    node_id list = kube_get(index, object->root, "rules");
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        _cleanup_(policy_close) struct policy_rule rule;
        if (!policy_open(&rule, object, node_follow(index, at))) {
            object->manifest->input->failed = TAUTH_NO_MEMORY;
            return;
        }
        policy_spelling(&rule);
        policy_power(&rule);
    }
}
