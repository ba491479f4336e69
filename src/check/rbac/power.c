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

/* Creating a token, an eviction or an exec names the object that it belongs to. */
static bool has_subresource(const struct policy_rule *rule) {
    for (EACH(rule, at, "resources")) {
        if (memchr(policy_text(rule, at).data, '/', policy_text(rule, at).size) != NULL) {
            return true;
        }
    }
    return false;
}

/* The name of an object that is not there yet, or of many, is not in the request. */
static void lint_names(const struct policy_rule *rule) {
    static const char *const nameless[] = {"list", "watch", "create", "deletecollection"};
    node_id names = kube_get(rule->index, rule->node, "resourceNames");
    if (kube_first(rule->index, names) == 0) {
        return;
    }
    for (EACH(rule, at, "verbs")) {
        struct span verb = policy_text(rule, at);
        bool create = span_is(verb, "create");
        bool many = span_is(verb, "list") || span_is(verb, "watch");
        if (AMONG(verb, nameless) && !(create && has_subresource(rule))) {
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

static void lint_sensitive(const struct policy_rule *rule) {
    for (EACH(rule, at, "resources")) {
        const char *power =
            policy_meant(sensitive, ARRAY_SIZE(sensitive), policy_text(rule, at));
        if (power != NULL) {
            rbac_found(rule->object, RULE_RBAC_SENSITIVE, NULL, at, "give it to few",
                       "who has %.*s %s", SPAN_ARG(policy_text(rule, at)), power);
        }
    }
}

void policy_power(const struct policy_rule *rule) {
    lint_escalation(rule);
    lint_wildcards(rule);
    lint_names(rule);
    lint_sensitive(rule);
}
