/* SPDX-License-Identifier: MIT */
/* What Kubernetes accepts in roles although it does nothing. */
#include "check/rbac/policy-rule.h"

static const struct word short_names[] = {
    {"po", "pods"},
    {"svc", "services"},
    {"no", "nodes"},
    {"ns", "namespaces"},
    {"cm", "configmaps"},
    {"sa", "serviceaccounts"},
    {"pv", "persistentvolumes"},
    {"pvc", "persistentvolumeclaims"},
    {"ep", "endpoints"},
    {"ev", "events"},
    {"rc", "replicationcontrollers"},
    {"quota", "resourcequotas"},
    {"limits", "limitranges"},
    {"deploy", "deployments"},
    {"ds", "daemonsets"},
    {"sts", "statefulsets"},
    {"rs", "replicasets"},
    {"cj", "cronjobs"},
    {"hpa", "horizontalpodautoscalers"},
    {"ing", "ingresses"},
    {"netpol", "networkpolicies"},
    {"pdb", "poddisruptionbudgets"},
    {"sc", "storageclasses"},
    {"crd", "customresourcedefinitions"},
    {"csr", "certificatesigningrequests"},
    {"pod", "pods"},
    {"service", "services"},
    {"node", "nodes"},
    {"namespace", "namespaces"},
    {"configmap", "configmaps"},
    {"secret", "secrets"},
    {"serviceaccount", "serviceaccounts"},
    {"persistentvolume", "persistentvolumes"},
    {"persistentvolumeclaim", "persistentvolumeclaims"},
    {"event", "events"},
    {"deployment", "deployments"},
    {"daemonset", "daemonsets"},
    {"statefulset", "statefulsets"},
    {"replicaset", "replicasets"},
    {"job", "jobs"},
    {"cronjob", "cronjobs"},
    {"ingress", "ingresses"},
    {"networkpolicy", "networkpolicies"},
    {"role", "roles"},
    {"rolebinding", "rolebindings"},
    {"clusterrole", "clusterroles"},
    {"clusterrolebinding", "clusterrolebindings"},
    {"storageclass", "storageclasses"},
    {"customresourcedefinition", "customresourcedefinitions"},
};

static const struct word wrong_verbs[] = {
    {"read", "get, list, watch"},
    {"write", "create, update, patch, delete"},
    {"edit", "update, patch"},
    {"view", "get, list, watch"},
    {"add", "create"},
    {"remove", "delete"},
    {"post", "create"},
    {"put", "update"},
    {"all", "*"},
};

static const char *const verbs[] = {
    "get",     "list",  "watch",    "create",
    "update",  "patch", "delete",   "deletecollection",
    "use",     "bind",  "escalate", "impersonate",
    "approve", "sign",  "attest",   "proxy",
    "*",
};

/* Which groups these resources are in; their neighbours are what people mix up. */
static const char *const apps_resources[] = {"deployments", "daemonsets", "statefulsets",
                                             "replicasets"};
static const char *const core_resources[] = {"pods",    "services",   "nodes",
                                             "secrets", "configmaps", "namespaces"};
static bool has_capital(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= 'A' && text.data[i] <= 'Z') {
            return true;
        }
    }
    return false;
}

static void lint_groups(const struct policy_rule *rule) {
    for (EACH(rule, at, "apiGroups")) {
        struct span group = policy_text(rule, at);
        const char *hint = NULL;
        if (span_is(group, "core") || span_is(group, "v1")) {
            hint = "the core group is written \"\"";
        } else if (span_find(group, '/') < group.size) {
            hint = "write the group without its version";
        }
        if (hint != NULL) {
            rbac_found(rule->object, RULE_RBAC_API_GROUP, NULL, at, hint,
                       "no API group is called \"%.*s\": the rule grants nothing there",
                       SPAN_ARG(group));
        }
    }
}

/* Only `*` and `STAR/sub` are patterns (rbac/v1/evaluation_helpers.go:52-78). */
static void lint_resource(const struct policy_rule *rule, node_id at) {
    struct span whole = policy_text(rule, at);
    size_t slash = span_find(whole, '/');
    struct span name = span_slice(whole, 0, slash);
    const char *meant = policy_meant(short_names, ARRAY_SIZE(short_names), name);
    if (meant != NULL || has_capital(name)) {
        rbac_found(rule->object, RULE_RBAC_RESOURCE, NULL, at,
                   "resources are written in the plural and in lower case, as `kubectl "
                   "api-resources` prints them",
                   "no resource is called \"%.*s\"%s%s: the rule grants nothing there",
                   SPAN_ARG(name), meant == NULL ? "" : ", but ",
                   meant == NULL ? "" : meant);
    }
    if (slash > 0 && slash < whole.size && whole.data[0] != '*' &&
        span_is(span_slice(whole, slash + 1, whole.size), "*")) {
        rbac_found(rule->object, RULE_RBAC_SUBRESOURCE, NULL, at,
                   "name the subresources: pods/log, pods/exec",
                   "\"%.*s\" is no pattern: only * and */SUBRESOURCE are",
                   SPAN_ARG(whole));
    }
}

/* A group that is right for one resource is wrong for its neighbour. */
static void lint_neighbour(const struct policy_rule *rule, node_id at) {
    struct span name = policy_text(rule, at);
    bool any = policy_find(rule, "apiGroups", "*") != 0;
    bool core = policy_find(rule, "apiGroups", "") != 0,
         apps = policy_find(rule, "apiGroups", "apps") != 0;
    if (!any && core && !apps && AMONG(name, apps_resources)) {
        rbac_found(rule->object, RULE_RBAC_API_GROUP, NULL, at,
                   "make it a rule of its own with apiGroups: [\"apps\"]",
                   "%.*s are in the group apps, not in the core group", SPAN_ARG(name));
    } else if (!any && apps && !core && AMONG(name, core_resources)) {
        rbac_found(rule->object, RULE_RBAC_API_GROUP, NULL, at,
                   "make it a rule of its own with apiGroups: [\"\"]",
                   "%.*s are in the core group, not in apps", SPAN_ARG(name));
    }
}

static void lint_scope(const struct policy_rule *rule, node_id at) {
    struct scope scope = policy_scope(rule, at);
    struct span name = policy_text(rule, at);
    static const char hint[] = "use a ClusterRole and a ClusterRoleBinding";
    if (rule->object->kind != RBAC_ROLE || !scope.lost) {
        return;
    }
    if (scope.kept) {
        rbac_found(rule->object, RULE_RBAC_CLUSTER_SCOPED, NULL, at, hint,
                   "of %.*s a Role grants %s only: the rest is in no namespace",
                   SPAN_ARG(name), scope.only);
    } else {
        rbac_found(rule->object, RULE_RBAC_CLUSTER_SCOPED, NULL, at, hint,
                   "%.*s belong to no namespace: a Role grants nothing of them",
                   SPAN_ARG(name));
    }
}

static void lint_resources(const struct policy_rule *rule) {
    for (EACH(rule, at, "resources")) {
        lint_resource(rule, at);
        lint_neighbour(rule, at);
        lint_scope(rule, at);
    }
}

/* Of URLs the verb is the method of HTTP in lower case. */
static void lint_method(const struct policy_rule *rule, node_id at) {
    static const char *const methods[] = {"get",    "post", "put",     "patch",
                                          "delete", "head", "options", "*"};
    struct span verb = policy_text(rule, at);
    bool wrong = policy_meant(wrong_verbs, ARRAY_SIZE(wrong_verbs), verb) != NULL;
    if (!AMONG(verb, methods) && (wrong || has_capital(verb))) {
        rbac_found(rule->object, RULE_RBAC_VERB, NULL, at,
                   "the verbs of URLs are get, post, put, patch, delete, head, options",
                   "\"%.*s\" is no verb of URLs: the rule grants nothing by it",
                   SPAN_ARG(verb));
    }
}

static void lint_verb(const struct policy_rule *rule, node_id at) {
    struct span verb = policy_text(rule, at);
    const char *meant = policy_meant(wrong_verbs, ARRAY_SIZE(wrong_verbs), verb);
    if (!AMONG(verb, verbs) && (meant != NULL || has_capital(verb))) {
        rbac_found(rule->object, RULE_RBAC_VERB, NULL, at,
                   "the verbs are get, list, watch, create, update, patch, delete, "
                   "deletecollection",
                   "\"%.*s\" is no verb%s%s: the rule grants nothing by it",
                   SPAN_ARG(verb), meant == NULL ? "" : ", but ",
                   meant == NULL ? "" : meant);
    }
}

void policy_spelling(const struct policy_rule *rule) {
    lint_groups(rule);
    lint_resources(rule);
    node_id urls = kube_get(rule->index, rule->node, "nonResourceURLs");
    bool url = kube_first(rule->index, urls) != 0;
    for (EACH(rule, at, "verbs")) {
        (url ? lint_method : lint_verb)(rule, at);
    }
}
