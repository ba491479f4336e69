/* SPDX-License-Identifier: MIT */
/* The rules as help. */
#ifndef CLI_HELP_RULES_H
#define CLI_HELP_RULES_H

#include <stdbool.h>
#include <talosauth/talosauth.h>

/* "error", "warning" or "note". */
const char *help_severity(enum tauth_severity severity);

/* Lists all rules, by class. */
void help_rules(void);

/* Explains one; false when there is none of this id. */
bool help_rule(const char *id);

#endif
