/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/rows.h"

static int run_version(struct arguments *arguments) {
    const char *format = arguments->format == NULL ? "text" : arguments->format;
    if (strcmp(format, "json") == 0) {
        printf("{\"version\":\"%s\"}\n", tauth_version());
    } else if (strcmp(format, "text") == 0) {
        printf("talosauth %s\n", tauth_version());
    } else {
        return usage_fault(arguments, "--output", "the value is text or json");
    }
    return EXIT_DONE;
}

static const struct option_row options[] = {
    TEXT('o', "output", "text|json", format, "how to show it"),
    COMMON_ROWS,
};

const struct command command_version = {
    .name = "version",
    .synopsis = "[OPTION...]",
    .summary = "Show the version",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .no_words = "the command takes no files",
    .run = run_version,
};
