/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/rows.h"

static int run_version(struct arguments *arguments) {
    (void)arguments;
    printf("talosauth %s\n", tauth_version());
    return EXIT_DONE;
}

static const struct option_row options[] = {COMMON_ROWS};

const struct command command_version = {
    .name = "version",
    .synopsis = "",
    .summary = "Show the version",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .run = run_version,
};
