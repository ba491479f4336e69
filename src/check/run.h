/* SPDX-License-Identifier: MIT */
/* Running the rules. */
#ifndef CHECK_RUN_H
#define CHECK_RUN_H

#include "check/input/input.h"

/* Every rule that looks at one file. */
void check_run(struct check_input *input);

/*
 * After all rules: drops findings whose line, or the line above, says
 * `# talosauth: ignore RULE`, and says whether anything failed meanwhile.
 */
enum tauth_status check_finish(struct check_input *input);

#endif
