/* SPDX-License-Identifier: MIT */
#include "base/rules.h"

static const struct rule_info rules[RULE_COUNT] = {
#define RULE(name, id, class, severity, what) \
    [RULE_##name] = {id, CLASS_##class, TAUTH_##severity, what},
#include "base/rules.def"
#undef RULE
};

const struct rule_info *rule_info(enum rule rule) {
    return &rules[rule];
}
