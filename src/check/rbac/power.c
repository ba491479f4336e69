/* SPDX-License-Identifier: MIT */
/* What Kubernetes accepts in roles although it is more than it seems, or less. */
#include "check/rbac/policy-rule.h"

static void lint_escalation(const struct policy_rule *rule) {
    static const char *const verbs[] = {"escalate", "bind", "impersonate"};
    for (EACH(rule, at, "verbs")) {
        if (AMONG(policy_text(rule, at), verbs)) {
            rbac_found(rule->object, RULE_RBAC_ESCALATION, NULL, at,
                       "give it to those only who may have everything",
                       "the verb %.*s lets its holder take rights that he has not",
                       SPAN_ARG(policy_text(rule, at)));
        }
    }
}

static void lint_wildcards(const struct policy_rule *rule) {
    static const char *const keys[] = {"verbs", "apiGroups", "resources",
                                       "nonResourceURLs"};
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        node_id star = policy_find(rule, keys[i], "*");
        if (star != 0) {
            rbac_found(rule->object, RULE_RBAC_WILDCARD, NULL, star,
                       "name what is needed; cluster-admin is there for the rest",
                       "* in %s also means everything that comes later", keys[i]);
        }
    }
}

/*
 * The name of an object that is not there yet, or of many, is not in the request; creating
 * a token, an eviction or an exec names the object that it belongs to.
 */
static void lint_names(const struct policy_rule *rule) {
    node_id names = kube_get(rule->index, rule->node, "resourceNames");
    if (kube_first(rule->index, names) == 0) {
        return;
    }
    for (EACH(rule, at, "verbs")) {
        struct span verb = policy_text(rule, at);
        bool create = span_is(verb, "create");
        bool many = span_is(verb, "list") || span_is(verb, "watch");
        if (policy_unnamed(verb) && !(create && rule->subresource)) {
            rbac_found(rule->object, RULE_RBAC_RESOURCE_NAMES, NULL, at,
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

/* What a resource makes of its holder, and by which verbs. */
struct power {
    const char *group;
    const char *resource;
    const char *verbs[4];
    bool cluster; /* in no namespace: a Role grants nothing */
    const char *all;
    const char *named; /* with resourceNames; NULL: nothing to speak of */
};

static const struct power powers[] = {
    {"",
     "secrets",
     {"get", "list", "watch"},
     false,
     "reads every password and token there",
     NULL},
    {"",
     "nodes/proxy",
     {"get", "create"},
     true,
     "runs commands in every pod of the node, with get alone",
     "runs commands in every pod of these nodes, with get alone"},
    {"",
     "pods/exec",
     {"get", "create"},
     false,
     "runs commands in pods",
     "runs commands in these pods"},
    {"",
     "pods/attach",
     {"get", "create"},
     false,
     "takes over processes in pods",
     "takes over processes in these pods"},
    {"",
     "pods/ephemeralcontainers",
     {"update", "patch"},
     false,
     "runs commands in pods",
     "runs commands in these pods"},
    {"",
     "serviceaccounts/token",
     {"create"},
     false,
     "becomes any service account there",
     "becomes these service accounts"},
    {"certificates.k8s.io",
     "certificatesigningrequests/approval",
     {"update", "patch"},
     true,
     "can sign itself any client certificate",
     NULL},
    {"admissionregistration.k8s.io",
     "mutatingwebhookconfigurations",
     {"create", "update", "patch"},
     true,
     "can change every request",
     "can change every request"},
    {"admissionregistration.k8s.io",
     "validatingwebhookconfigurations",
     {"create", "update", "patch"},
     true,
     "can read every request",
     "can read every request"},
};

static bool has_names(const struct policy_rule *rule) {
    node_id names = kube_get(rule->index, rule->node, "resourceNames");
    return kube_first(rule->index, names) != 0;
}

/* Whether a verb of the rule gives the power; one without names does not hold for names. */
static bool gives(const struct policy_rule *rule, const struct power *power) {
    bool subresource = strchr(power->resource, '/') != NULL;
    if (policy_find(rule, "verbs", "*") != 0) {
        return true;
    }
    for (size_t i = 0; i < ARRAY_SIZE(power->verbs) && power->verbs[i] != NULL; i++) {
        bool held =
            has_names(rule) && !subresource && policy_unnamed(span_of(power->verbs[i]));
        if (!held && policy_find(rule, "verbs", power->verbs[i]) != 0) {
            return true;
        }
    }
    return false;
}

static void lint_power(const struct policy_rule *rule, node_id at,
                       const struct power *power) {
    const char *what = has_names(rule) ? power->named : power->all;
    bool group = policy_find(rule, "apiGroups", power->group) != 0 ||
                 policy_find(rule, "apiGroups", "*") != 0;
    bool nothing = power->cluster && rule->object->kind == RBAC_ROLE;
    if (what != NULL && group && !nothing && gives(rule, power)) {
        rbac_found(rule->object, RULE_RBAC_SENSITIVE, NULL, at, "give it to few",
                   "who has %s %s", power->resource, what);
    }
}

static void lint_sensitive(const struct policy_rule *rule) {
    for (EACH(rule, at, "resources")) {
        for (size_t i = 0; i < ARRAY_SIZE(powers); i++) {
            if (span_is(policy_text(rule, at), powers[i].resource)) {
                lint_power(rule, at, &powers[i]);
            }
        }
    }
}

void policy_power(const struct policy_rule *rule) {
    lint_escalation(rule);
    lint_wildcards(rule);
    lint_names(rule);
    lint_sensitive(rule);
}
