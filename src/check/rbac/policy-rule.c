/* SPDX-License-Identifier: MIT */
#include "check/rbac/policy-rule.h"

const char *policy_meant(const struct word *words, size_t count, struct span text) {
    for (size_t i = 0; i < count; i++) {
        if (text.size == strlen(words[i].text) &&
            strncasecmp(text.data, words[i].text, text.size) == 0) {
            return words[i].meant;
        }
    }
    return NULL;
}

bool policy_among(struct span text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (span_is(text, list[i])) {
            return true;
        }
    }
    return false;
}

struct span policy_text(const struct policy_rule *rule, node_id item) {
    return node_text(rule->index, node_follow(rule->index, item));
}

/* Others may have nodes of their own, in namespaces (longhorn.io). */
static bool is_of_others(struct span group) {
    return span_find(group, '.') < group.size && !span_ends(group, ".k8s.io");
}

bool policy_open(struct policy_rule *rule, const struct rbac_object *object,
                 node_id node) {
    *rule = (struct policy_rule){
        .object = object, .index = object->manifest->index, .node = node};
    bool good = true;
    for (EACH(rule, at, "apiGroups")) {
        rule->other_group |= is_of_others(policy_text(rule, at));
        good &= strset_add(&rule->groups, policy_text(rule, at), at) != 0;
    }
    for (EACH(rule, at, "verbs")) {
        bool unnamed = policy_unnamed(policy_text(rule, at));
        rule->unnamed |= unnamed;
        rule->named |= !unnamed;
        good &= strset_add(&rule->verbs, policy_text(rule, at), at) != 0;
    }
    for (EACH(rule, at, "resources")) {
        struct span text = policy_text(rule, at);
        rule->subresource |= span_find(text, '/') < text.size;
    }
    return good;
}

void policy_close(struct policy_rule *rule) {
    strset_deinit(&rule->groups);
    strset_deinit(&rule->verbs);
}

node_id policy_find(const struct policy_rule *rule, const char *key, const char *text) {
    if (strcmp(key, "apiGroups") == 0) {
        return strset_find(&rule->groups, span_of(text));
    }
    if (strcmp(key, "verbs") == 0) {
        return strset_find(&rule->verbs, span_of(text));
    }
    for (EACH(rule, at, key)) {
        if (span_is(policy_text(rule, at), text)) {
            return at;
        }
    }
    return 0;
}
