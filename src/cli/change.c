/* SPDX-License-Identifier: MIT */
#include "cli/change.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/attr.h"
#include "cli/change-file.h"
#include "cli/layout.h"
#include "cli/report.h"

/* Options that exclude each other, or that mean nothing without another. */
bool change_check_usage(struct arguments *arguments) {
    bool answer = arguments->check || arguments->diff;
    const struct {
        bool wrong;
        const char *option;
        const char *message;
    } rows[] = {
        {arguments->in_place && arguments->check, "--check",
         "cannot be combined with --in-place"},
        {arguments->in_place && arguments->diff, "--diff",
         "cannot be combined with --in-place"},
        {arguments->in_place && arguments->output != NULL, "--output-file",
         "cannot be combined with --in-place"},
        {answer && arguments->output != NULL, "--output-file",
         "cannot be combined with --check or --diff"},
        {!arguments->in_place && arguments->backup != NULL, "--backup",
         "goes with --in-place"},
        {arguments->backup != NULL &&
             (*arguments->backup == '\0' || strchr(arguments->backup, '/') != NULL),
         "--backup", "the value is a suffix such as .bak"},
        {!arguments->in_place && arguments->break_links, "--break-links",
         "goes with --in-place"},
        {!arguments->in_place && arguments->output == NULL && arguments->no_sync,
         "--no-sync", "goes with --in-place or --output-file"},
        {arguments->force && arguments->backup == NULL && arguments->output == NULL,
         "--force", "goes with --backup or --output-file"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].wrong) {
            usage_fault(arguments, rows[i].option, rows[i].message);
            return false;
        }
    }
    enum tauth_layout layout;
    return layout_parse(arguments, &layout);
}

/* Writing over the input this way would lose its mode, owner and lock. */
static bool is_output(const struct arguments *arguments, const char *path) {
    struct stat input, output;
    return arguments->output != NULL && strcmp(arguments->output, "-") != 0 &&
           stat(path, &input) == 0 && stat(arguments->output, &output) == 0 &&
           input.st_dev == output.st_dev && input.st_ino == output.st_ino;
}

static int run_inputs(struct arguments *arguments, const struct inputs *inputs) {
    bool many = arguments->in_place || arguments->check || arguments->diff;
    if (!many && inputs->count > 1) {
        return usage_fault(arguments, "FILE",
                           "several files need --in-place, --check or --diff");
    }
    if (is_output(arguments, inputs->paths[0])) {
        return usage_fault(arguments, "--output-file",
                           "is the input itself; use --in-place");
    }
    _cleanup_(cleanup_free) size_t *twice = calloc(inputs->count, sizeof(*twice));
    if (twice == NULL || (arguments->in_place && !inputs_find_twice(inputs, twice))) {
        report_line("talosauth: error: out of memory");
        return EXIT_TROUBLE;
    }
    report_findings(arguments, arguments->diags); /* warnings about the settings */
    struct batch_total total = batch_run(arguments, inputs, twice, change_file, NULL);
    if (total.changed > 0 && !arguments->quiet) {
        change_next_steps(arguments,
                          arguments->in_place ? total.first_changed : arguments->output);
    }
    return total.code;
}

int change_files(struct arguments *arguments) {
    _cleanup_(inputs_deinit) struct inputs inputs = {0};
    return inputs_read(&inputs, arguments) ? run_inputs(arguments, &inputs)
                                           : EXIT_TROUBLE;
}
