/* SPDX-License-Identifier: MIT */
/* What unit tests include first: cmocka with its prerequisites, and short asserts. */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"

/* A span over a literal that may hold NUL bytes. */
#define TEXT(literal) ((struct span){"" literal, sizeof(literal) - 1})

/* Fails with both texts when they differ; `what` names the row of a table. */
static inline void check_text(struct span got, struct span wanted, const char *what,
                              const char *file, int line) {
    if (!span_equal(got, wanted)) {
        print_error("%s\n--- wanted\n%.*s\n--- got\n%.*s\n---\n", what, SPAN_ARG(wanted),
                    SPAN_ARG(got));
        _fail(file, line);
    }
}

#define assert_text(got, wanted, what) \
    check_text((got), (wanted), (what), __FILE__, __LINE__)

#define assert_span(got, wanted) \
    check_text((got), span_of(wanted), #got, __FILE__, __LINE__)

/* The message of the first finding of a rule, or "" when there is none. */
static inline const char *message_of(const struct tauth_diags *diags, enum rule rule) {
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        const struct tauth_diag *diag = tauth_diags_get(diags, i);
        if (strcmp(diag->rule, rule_info(rule)->id) == 0) {
            return diag->message;
        }
    }
    return "";
}

static inline void cleanup_diags(struct tauth_diags **diags) {
    tauth_diags_free(*diags);
}

#define _cleanup_diags_ _cleanup_(cleanup_diags)

#endif
