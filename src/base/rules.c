/* SPDX-License-Identifier: MIT */
#include "base/rules.h"

#include <string.h>

static const struct rule_info rules[RULE_COUNT] = {
#define RULE(name, id, class, severity, what, why, fix) \
    [RULE_##name] = {id, CLASS_##class, TAUTH_##severity, what, why, fix},
#include "base/rules-authentication.def"
#include "base/rules-node.def"
#include "base/rules-objects.def"
#include "base/rules.def"
#undef RULE
};

const struct rule_info *rule_info(enum rule rule) {
    return &rules[rule];
}

enum rule rule_find(const char *id) {
    enum rule rule = 0;
    while (rule < RULE_COUNT && strcmp(rules[rule].id, id) != 0) {
        rule++;
    }
    return rule;
}

const char *rule_class_name(enum rule_class class) {
    static const char *const names[] = {
        [CLASS_USAGE] = "usage",
        [CLASS_FILE] = "file",
        [CLASS_SYNTAX] = "syntax",
        [CLASS_STRUCTURE] = "structure",
        [CLASS_TALOS] = "talos",
        [CLASS_NODE] = "node",
        [CLASS_KUBERNETES] = "kubernetes",
        [CLASS_RBAC] = "rbac",
        [CLASS_CERTIFICATE] = "certificate",
        [CLASS_KUBECONFIG] = "kubeconfig",
        [CLASS_LINT] = "lint",
    };
    return names[class];
}
