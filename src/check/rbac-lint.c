/* SPDX-License-Identifier: MIT */
/* What Kubernetes accepts in roles although it does nothing, or too much. */
#include "check/rbac-object.h"

#include "base/status.h"

struct word {
    const char *text;
    const char *meant;
};

/* The verdict on one text of a list, NULL when nothing is wrong. */
static const char *meant_by(const struct word *words, size_t count, struct span text) {
    for (size_t i = 0; i < count; i++) {
        if (text.size == strlen(words[i].text) &&
            strncasecmp(text.data, words[i].text, text.size) == 0) {
            return words[i].meant;
        }
    }
    return NULL;
}

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
static const char *const cluster_resources[] = {
    "nodes",
    "namespaces",
    "persistentvolumes",
    "storageclasses",
    "clusterroles",
    "clusterrolebindings",
    "customresourcedefinitions",
    "certificatesigningrequests",
    "priorityclasses",
    "ingressclasses",
    "apiservices",
};

static bool is_among(struct span text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (span_is(text, list[i])) {
            return true;
        }
    }
    return false;
}

#define AMONG(text, list) is_among((text), (list), ARRAY_SIZE(list))

struct lint {
    const struct rbac_object *object;
    const struct yaml_index *index;
    node_id rule;
};

/* A list of the rule, walked text by text. */
#define EACH(lint, at, key)                                                             \
    node_id at = kube_first((lint)->index, kube_get((lint)->index, (lint)->rule, key)); \
    at != 0;                                                                            \
    at = kube_next((lint)->index, at)

static struct span item_text(const struct lint *lint, node_id item) {
    return node_text(lint->index, node_follow(lint->index, item));
}

static node_id find(const struct lint *lint, const char *key, const char *text) {
    for (EACH(lint, at, key)) {
        if (span_is(item_text(lint, at), text)) {
            return at;
        }
    }
    return 0;
}

static void lint_groups(const struct lint *lint) {
    for (EACH(lint, at, "apiGroups")) {
        struct span group = item_text(lint, at);
        const char *hint = NULL;
        if (span_is(group, "core") || span_is(group, "v1")) {
            hint = "the core group is written \"\"";
        } else if (span_find(group, '/') < group.size) {
            hint = "write the group without its version";
        }
        if (hint != NULL) {
            rbac_found(lint->object, RULE_RBAC_API_GROUP, NULL, at, hint,
                       "no API group is called \"%.*s\": the rule grants nothing there",
                       SPAN_ARG(group));
        }
    }
}

static bool has_capital(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= 'A' && text.data[i] <= 'Z') {
            return true;
        }
    }
    return false;
}

/* Only `*` and `STAR/sub` are patterns (rbac/v1/evaluation_helpers.go:52-78). */
static void lint_resource(const struct lint *lint, node_id at) {
    struct span whole = item_text(lint, at);
    size_t slash = span_find(whole, '/');
    struct span name = span_slice(whole, 0, slash);
    const char *meant = meant_by(short_names, ARRAY_SIZE(short_names), name);
    if (meant != NULL || has_capital(name)) {
        rbac_found(lint->object, RULE_RBAC_RESOURCE, NULL, at,
                   "resources are written in the plural and in lower case, as `kubectl "
                   "api-resources` prints them",
                   "no resource is called \"%.*s\"%s%s: the rule grants nothing there",
                   SPAN_ARG(name), meant == NULL ? "" : ", but ",
                   meant == NULL ? "" : meant);
    }
    if (slash > 0 && slash < whole.size && whole.data[0] != '*' &&
        span_is(span_slice(whole, slash + 1, whole.size), "*")) {
        rbac_found(lint->object, RULE_RBAC_SUBRESOURCE, NULL, at,
                   "name the subresources: pods/log, pods/exec",
                   "\"%.*s\" is no pattern: only * and */SUBRESOURCE are",
                   SPAN_ARG(whole));
    }
}

/* A group that is right for one resource is wrong for its neighbour. */
static void lint_neighbour(const struct lint *lint, node_id at) {
    struct span name = item_text(lint, at);
    bool any = find(lint, "apiGroups", "*") != 0;
    bool core = find(lint, "apiGroups", "") != 0,
         apps = find(lint, "apiGroups", "apps") != 0;
    if (!any && core && !apps && AMONG(name, apps_resources)) {
        rbac_found(lint->object, RULE_RBAC_API_GROUP, NULL, at,
                   "make it a rule of its own with apiGroups: [\"apps\"]",
                   "%.*s are in the group apps, not in the core group", SPAN_ARG(name));
    } else if (!any && apps && !core && AMONG(name, core_resources)) {
        rbac_found(lint->object, RULE_RBAC_API_GROUP, NULL, at,
                   "make it a rule of its own with apiGroups: [\"\"]",
                   "%.*s are in the core group, not in apps", SPAN_ARG(name));
    }
}

static void lint_resources(const struct lint *lint) {
    for (EACH(lint, at, "resources")) {
        struct span name = item_text(lint, at);
        lint_resource(lint, at);
        lint_neighbour(lint, at);
        if (lint->object->kind == RBAC_ROLE && AMONG(name, cluster_resources)) {
            rbac_found(lint->object, RULE_RBAC_CLUSTER_SCOPED, NULL, at,
                       "use a ClusterRole and a ClusterRoleBinding",
                       "%.*s belong to no namespace: a Role grants nothing of them",
                       SPAN_ARG(name));
        }
    }
}

static void lint_verb(const struct lint *lint, node_id at) {
    struct span verb = item_text(lint, at);
    if (span_is(verb, "escalate") || span_is(verb, "bind") ||
        span_is(verb, "impersonate")) {
        rbac_found(lint->object, RULE_RBAC_ESCALATION, NULL, at,
                   "give it to those only who may have everything",
                   "the verb %.*s lets its holder take rights that he has not",
                   SPAN_ARG(verb));
    } else if (!AMONG(verb, verbs)) {
        const char *meant = meant_by(wrong_verbs, ARRAY_SIZE(wrong_verbs), verb);
        if (meant != NULL || has_capital(verb)) {
            rbac_found(lint->object, RULE_RBAC_VERB, NULL, at,
                       "the verbs are get, list, watch, create, update, patch, delete, "
                       "deletecollection",
                       "\"%.*s\" is no verb%s%s: the rule grants nothing by it",
                       SPAN_ARG(verb), meant == NULL ? "" : ", but ",
                       meant == NULL ? "" : meant);
        }
    }
}

static void lint_wildcards(const struct lint *lint) {
    static const char *const keys[] = {"verbs", "apiGroups", "resources",
                                       "nonResourceURLs"};
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        node_id star = find(lint, keys[i], "*");
        if (star != 0) {
            rbac_found(lint->object, RULE_RBAC_WILDCARD, NULL, star,
                       "name what is needed; cluster-admin is there for the rest",
                       "* in %s also means everything that comes later", keys[i]);
        }
    }
}

/* Creating a token, an eviction or an exec names the object that it belongs to. */
static bool has_subresource(const struct lint *lint) {
    for (EACH(lint, at, "resources")) {
        if (memchr(item_text(lint, at).data, '/', item_text(lint, at).size) != NULL) {
            return true;
        }
    }
    return false;
}

/* The name of an object that is not there yet, or of many, is not in the request. */
static void lint_names(const struct lint *lint) {
    static const char *const nameless[] = {"list", "watch", "create", "deletecollection"};
    node_id names = kube_get(lint->index, lint->rule, "resourceNames");
    if (kube_first(lint->index, names) == 0) {
        return;
    }
    for (EACH(lint, at, "verbs")) {
        struct span verb = item_text(lint, at);
        bool create = span_is(verb, "create");
        bool many = span_is(verb, "list") || span_is(verb, "watch");
        if (AMONG(verb, nameless) && !(create && has_subresource(lint))) {
            rbac_found(lint->object, RULE_RBAC_RESOURCE_NAMES, NULL, at,
                       many ? "it holds with --field-selector metadata.name=NAME only; "
                              "else give this verb in a rule without resourceNames"
                            : "give this verb in a rule without resourceNames, if it is "
                              "needed",
                       "resourceNames hold %.*s back: such a request names no object",
                       SPAN_ARG(verb));
            return;
        }
    }
}

static const struct word sensitive[] = {
    {"secrets", "reads every password and token there"},
    {"nodes/proxy", "runs commands in every pod of the node, with get alone"},
    {"pods/exec", "runs commands in pods"},
    {"pods/attach", "takes over processes in pods"},
    {"pods/ephemeralcontainers", "runs commands in pods"},
    {"serviceaccounts/token", "becomes any service account there"},
    {"certificatesigningrequests/approval", "can sign itself any client certificate"},
    {"mutatingwebhookconfigurations", "can change every request"},
    {"validatingwebhookconfigurations", "can read every request"},
};

static void lint_sensitive(const struct lint *lint) {
    for (EACH(lint, at, "resources")) {
        const char *power =
            meant_by(sensitive, ARRAY_SIZE(sensitive), item_text(lint, at));
        if (power != NULL) {
            rbac_found(lint->object, RULE_RBAC_SENSITIVE, NULL, at, "give it to few",
                       "who has %.*s %s", SPAN_ARG(item_text(lint, at)), power);
        }
    }
}

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
        const struct lint lint = {object, index, node_follow(index, at)};
        lint_groups(&lint);
        lint_resources(&lint);
        for (EACH(&lint, verb, "verbs")) {
            lint_verb(&lint, verb);
        }
        lint_wildcards(&lint);
        lint_names(&lint);
        lint_sensitive(&lint);
    }
}
