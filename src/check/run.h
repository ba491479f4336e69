/* SPDX-License-Identifier: MIT */
/* Running the rules. */
#ifndef CHECK_RUN_H
#define CHECK_RUN_H

#include "check/input.h"

/* One rule: for which kinds of input it is, and the function that looks for it. */
struct check_row {
    enum rule rule;
    unsigned kinds; /* ON(...) | ON(...) */
    void (*run)(struct check_input *input);
};

struct check_group {
    const struct check_row *rows;
    size_t count;
};

/* Every rule that looks at one file. */
void check_run(struct check_input *input);

/* Every rule that looks at several files; findings go to those they are about. */
void check_run_across(struct check_input *const *inputs, size_t count);

/*
 * After all rules: drops findings whose line, or the line above, says
 * `# talosauth: ignore RULE`, and says whether anything failed meanwhile.
 */
enum tauth_status check_finish(struct check_input *input);

#endif
