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

node_id policy_find(const struct policy_rule *rule, const char *key, const char *text) {
    for (EACH(rule, at, key)) {
        if (span_is(policy_text(rule, at), text)) {
            return at;
        }
    }
    return 0;
}
