/* SPDX-License-Identifier: MIT */
#include <talosauth/diag.h>

#include <string.h>

#include "base/rules.h"

/* Inside a class the rules come as the registry has them. */
static const struct rule_info *find(size_t index) {
    for (enum rule_class class = CLASS_USAGE; class <= CLASS_LINT; class ++) {
        for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
            if (rule_info(rule)->class == class && index-- == 0) {
                return rule_info(rule);
            }
        }
    }
    return NULL;
}

bool tauth_rule_info(size_t index, struct tauth_rule *out) {
    const struct rule_info *info = find(index);
    if (info == NULL) {
        return false;
    }
    struct tauth_rule rule = {
        .size = out->size < sizeof(rule) ? out->size : sizeof(rule),
        .id = info->id,
        .rule_class = rule_class_name(info->class),
        .severity = info->severity,
        .what = info->what,
        .why = info->why,
        .fix = info->fix,
    };
    memcpy(out, &rule, rule.size); /* a caller of another version has another size */
    return true;
}
