/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/attr.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/layout.h"
#include "cli/merge-file.h"
#include "cli/report.h"
#include "cli/rows.h"

/* Options that exclude each other, or that mean nothing without another. */
static bool check_usage(struct arguments *arguments) {
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
        {arguments->prune && !tauth_settings_any(arguments->settings), "--prune",
         "goes with settings (--issuer-url, ...), not with --set and --unset alone"},
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

/* Settings are judged once, not once for each file. */
static bool check_settings(struct arguments *arguments) {
    bool any = tauth_settings_any(arguments->settings);
    if (!any && arguments->set.count == 0 && arguments->unset.count == 0) {
        usage_fault(
            arguments, "--issuer-url",
            "nothing to merge: give --issuer-url and --audience, or --set or --unset");
        return false;
    }
    enum tauth_status status =
        tauth_settings_check(arguments->settings, arguments->diags);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
    }
    return status == TAUTH_OK;
}

/* Writing over the input this way would lose its mode, owner and lock. */
static bool is_output(const struct arguments *arguments, const char *path) {
    struct stat input, output;
    return arguments->output != NULL && strcmp(arguments->output, "-") != 0 &&
           stat(path, &input) == 0 && stat(arguments->output, &output) == 0 &&
           input.st_dev == output.st_dev && input.st_ino == output.st_ino;
}

static int run_files(struct arguments *arguments, const struct inputs *inputs) {
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
    struct batch_total total = batch_run(arguments, inputs, twice, merge_file);
    if (total.changed > 0 && !arguments->quiet) {
        merge_next_steps(arguments->in_place ? total.first_changed : arguments->output);
    }
    return total.code;
}

static int run_merge(struct arguments *arguments) {
    _cleanup_(inputs_deinit) struct inputs inputs = {0};
    bool ready = check_usage(arguments) && check_settings(arguments) &&
                 inputs_read(&inputs, arguments);
    return ready ? run_files(arguments, &inputs) : EXIT_TROUBLE;
}

static const struct option_row options[] = {
    HEADING("Settings"),
    TOKEN_ROWS,
    VERSION_ROW,
    LAYOUT_ROW,
    HEADING("What else"),
    FLAG(0, "prune", prune,
         "remove oidc-* keys, or groups, CA and claim rules of the issuer,\n"
         "                              that the settings do not name"),
    LIST("set", "K=V", set,
         "one raw key of extraArgs (repeatable; the same K makes a list)"),
    LIST("unset", "K", unset, "take a key out of extraArgs (repeatable)"),
    ALLOW_ROW,
    HEADING("How to end (default: the result on stdout)"),
    FLAG('i', "in-place", in_place, "write the files"),
    FLAG(0, "check", check, "write nothing; exit 1 if something would change"),
    FLAG(0, "diff", diff, "unified diff, secrets masked; exit 1 if there is one"),
    OUTPUT_ROW("write to a file of mode 0600; - is stdout"),
    {.kind = OPTION_OPTIONAL,
     .name = "backup",
     .argument = "SUFFIX",
     .fallback = ".bak",
     .help = "keep the old file (with -i; default .bak)",
     .offset = offsetof(struct arguments, backup)},
    FORCE_ROW("overwrite an existing backup or output file"),
    FLAG(0, "break-links", break_links, "replace a file that has other hard links"),
    FLAG(0, "no-sync", no_sync,
         "do not wait for the disk: faster, not safe at power loss"),
    HEADING("Many files"),
    TEXT('j', "jobs", "N", jobs, "files worked on at once (default: processors)"),
    TEXT(0, "files-from", "FILE", files_from,
         "read names from a file, one a line; - is stdin"),
    FLAG('0', "null", nul, "names of --files-from end in NUL"),
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_merge = {
    .name = "merge",
    .synopsis = "[OPTION...] FILE...",
    .summary = "Set OIDC login in machine configs, every other byte untouched",
    .examples =
        "  talosauth merge --diff --provider zitadel --issuer-url https://zitadel.example.com \\\n"
        "      --audience 340112345678901234 controlplane.yaml\n"
        "  talosauth merge -i --backup --set oidc-groups-prefix=oidc: controlplane.yaml\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_merge,
};
