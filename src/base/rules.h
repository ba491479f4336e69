/* SPDX-License-Identifier: MIT */
/* The registry of all rules: every finding belongs to one, and its id never changes. */
#ifndef BASE_RULES_H
#define BASE_RULES_H

#include <talosauth/diag.h>

enum rule_class {
    CLASS_USAGE,
    CLASS_FILE,
    CLASS_SYNTAX,
    CLASS_STRUCTURE,
    CLASS_TALOS,
    CLASS_NODE,
    CLASS_KUBERNETES,
    CLASS_RBAC,
    CLASS_CERTIFICATE,
    CLASS_KUBECONFIG,
    CLASS_LINT,
};

/* The rules themselves stand in the files that are included. */
enum rule {
#define RULE(name, id, class, severity, what, why, fix) RULE_##name,
#include "base/rules-authentication.def"
#include "base/rules-node.def"
#include "base/rules-objects.def"
#include "base/rules.def"
#undef RULE
    RULE_COUNT,
};

struct rule_info {
    const char *id;
    enum rule_class class;
    enum tauth_severity severity;
    const char *what; /* half a sentence, for lists of rules */
    const char *why;  /* what happens, and who says so; or NULL */
    const char *fix;  /* what to do, or NULL */
};

const struct rule_info *rule_info(enum rule rule);

/* The rule with an id, RULE_COUNT when there is none. */
enum rule rule_find(const char *id);

const char *rule_class_name(enum rule_class class);

#endif
