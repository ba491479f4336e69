/* SPDX-License-Identifier: MIT */
/* Resources that are in no namespace. */
#include "check/rbac/policy-rule.h"

struct cluster_resource {
    const char *name;
    const char *group;
    const char *other; /* a group that has it too */
};

static const struct cluster_resource resources[] = {
    {"nodes", "", "metrics.k8s.io"},
    {"namespaces", "", ""},
    {"persistentvolumes", "", ""},
    {"storageclasses", "storage.k8s.io", ""},
    {"volumeattachments", "storage.k8s.io", ""},
    {"csinodes", "storage.k8s.io", ""},
    {"csidrivers", "storage.k8s.io", ""},
    {"clusterroles", "rbac.authorization.k8s.io", ""},
    {"clusterrolebindings", "rbac.authorization.k8s.io", ""},
    {"customresourcedefinitions", "apiextensions.k8s.io", ""},
    {"certificatesigningrequests", "certificates.k8s.io", ""},
    {"priorityclasses", "scheduling.k8s.io", ""},
    {"ingressclasses", "networking.k8s.io", ""},
    {"runtimeclasses", "node.k8s.io", ""},
    {"apiservices", "apiregistration.k8s.io", ""},
    {"mutatingwebhookconfigurations", "admissionregistration.k8s.io", ""},
    {"validatingwebhookconfigurations", "admissionregistration.k8s.io", ""},
    {"tokenreviews", "authentication.k8s.io", ""},
    {"subjectaccessreviews", "authorization.k8s.io", ""},
};

static const struct cluster_resource *find(struct span name) {
    for (size_t i = 0; i < ARRAY_SIZE(resources); i++) {
        if (span_is(name, resources[i].name)) {
            return &resources[i];
        }
    }
    return NULL;
}

static bool is_meant(const struct policy_rule *rule,
                     const struct cluster_resource *resource) {
    bool meant = rule->groups.count == 0 ||
                 policy_find(rule, "apiGroups", resource->group) != 0 ||
                 policy_find(rule, "apiGroups", "*") != 0 ||
                 (*resource->other != '\0' &&
                  policy_find(rule, "apiGroups", resource->other) != 0);
    return meant && !rule->other_group;
}

bool policy_unnamed(struct span verb) {
    static const char *const verbs[] = {"list", "watch", "create", "deletecollection"};
    return AMONG(verb, verbs);
}

/* A request for one namespace is in it; one for many, or a new one, is in none. */
static struct scope namespace_scope(const struct policy_rule *rule) {
    return (struct scope){.lost = rule->unnamed,
                          .kept = rule->named,
                          .only = "get, update, patch and delete of its own one"};
}

/* Who may bind a ClusterRole is asked in the namespace of the new RoleBinding. */
static struct scope role_scope(const struct policy_rule *rule) {
    bool bind = policy_find(rule, "verbs", "bind") != 0;
    return (struct scope){.lost = rule->verbs.count > (bind ? 1 : 0),
                          .kept = bind || policy_find(rule, "verbs", "*") != 0,
                          .only = "bind"};
}

struct scope policy_scope(const struct policy_rule *rule, node_id at) {
    struct span whole = policy_text(rule, at);
    struct span name = span_slice(whole, 0, span_find(whole, '/'));
    const struct cluster_resource *resource = find(name);
    if (resource == NULL || !is_meant(rule, resource)) {
        return (struct scope){.kept = true};
    }
    return span_is(name, "namespaces")     ? namespace_scope(rule)
           : span_is(name, "clusterroles") ? role_scope(rule)
                                           : (struct scope){.lost = true};
}
