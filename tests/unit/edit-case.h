/* SPDX-License-Identifier: MIT */
/* Rows of the editor's tests: a text, a wanted tree (wanted.h), and the outcome. */
#ifndef UNIT_EDIT_CASE_H
#define UNIT_EDIT_CASE_H

#include "unit.h"

#include "wanted.h"

struct edit_case {
    const char *name;
    const char *input;
    const char *want;
    const char *output; /* NULL: refused */
    enum rule rule;     /* of the refusal */
};

/*
 * Edits the first document of each input. What comes out must be the output, editing that
 * again must change nothing, and a diff of the two must fit.
 */
void edit_cases_run(const struct edit_case *rows, size_t count);

#endif
