/* SPDX-License-Identifier: MIT */
/* The diagnostic sink: findings are added as they are met and rendered by the caller. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <talosauth/diag.h>

#include "base/arena.h"
#include "base/rules.h"
#include "base/vec.h"

/* What --rule says of one rule. */
enum rule_level { LEVEL_OWN, LEVEL_OFF, LEVEL_WARN, LEVEL_ERROR };

struct tauth_diags {
    struct arena arena;
    VEC(struct tauth_diag *) items; /* they stay where they are while the list grows */
    const enum rule_level *levels;  /* by rule, or NULL */
};

/* Where a finding belongs; everything may be left out. */
struct diag_place {
    const char *file;
    const char *option;
    uint32_t line;
    uint32_t column;
    uint32_t end_line; /* 0: not known */
    uint32_t end_column;
    const char *path;
    struct span source;
    const enum tauth_severity *severity; /* NULL: that of the rule */
};

/*
 * Adds a finding. Returns TAUTH_REFUSED when the rule's severity is error, TAUTH_OK when
 * it is less, TAUTH_NO_MEMORY when the finding could not be kept. `hint` may be NULL.
 */
enum tauth_status diag_add(struct tauth_diags *diags, enum rule rule,
                           const struct diag_place *place, const char *hint,
                           const char *format, ...) _printf_(5, 6);

/* The same with the arguments in a list. */
enum tauth_status diag_add_list(struct tauth_diags *diags, enum rule rule,
                                const struct diag_place *place, const char *hint,
                                const char *format, va_list arguments) _printf_(5, 0);

/* A finding about an option of the command line ("--issuer-url"). */
#define diag_option(diags, rule, name, hint, ...) \
    diag_add((diags), (rule), &(struct diag_place){.option = (name)}, (hint), __VA_ARGS__)

/* A finding about a file as a whole. */
#define diag_file(diags, rule, name, hint, ...) \
    diag_add((diags), (rule), &(struct diag_place){.file = (name)}, (hint), __VA_ARGS__)

#endif
