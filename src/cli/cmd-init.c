/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/rows.h"

static void next_step(const char *path) {
    _cleanup_(output_deinit) struct output text = {0};
    output_printf(&text, "next: fill in the placeholders, then\n"
                         "  talosauth merge --diff -f ");
    output_shell(&text, path);
    output_printf(&text, " controlplane.yaml\n");
    fwrite(text.data == NULL ? "" : text.data, 1, text.size, stderr);
}

static int run_init(struct arguments *arguments) {
    struct tauth_text text = {0};
    if (!report_check_force(arguments)) {
        return EXIT_TROUBLE;
    }
    enum tauth_status status = tauth_init(arguments->provider, &text, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    int code = report_result(arguments, text);
    tauth_text_free(&text);
    if (code == EXIT_DONE && report_names_file(arguments) && !arguments->quiet) {
        next_step(arguments->output);
    }
    return code;
}

static const struct option_row options[] = {
    HEADING("Who logs people in"),
    TEXT(0, "provider", "P", provider,
         "identity provider that the file is for (generic)"),
    HEADING("Output"),
    OUTPUT_ROW("write to a file of mode 0600; - is stdout"),
    FORCE_ROW("overwrite an existing file"),
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_init = {
    .name = "init",
    .synopsis = "[OPTION...]",
    .summary = "Write a commented access file to begin with",
    .examples = "  talosauth init --provider zitadel > access.yaml\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .no_words = "the command takes no files; --output-file FILE writes one",
    .run = run_init,
};
