/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/report.h"
#include "cli/rows.h"

struct run {
    struct arguments *arguments;
    struct tauth_validation *validation;
    enum tauth_report_format format;
    enum tauth_severity fail_on;
    int code;
};

static bool find_word(const char *text, const char *const *words, size_t count,
                      size_t *out) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool parse_words(struct run *run) {
    static const char *const formats[] = {"text", "json", "sarif", "github"};
    static const char *const levels[] = {"error", "warning"};
    struct arguments *arguments = run->arguments;
    size_t format = 0, level = 0;
    if (arguments->format != NULL &&
        !find_word(arguments->format, formats, ARRAY_SIZE(formats), &format)) {
        usage_fault(arguments, "--output", "the value is text, json, sarif or github");
        return false;
    }
    if (arguments->fail_on != NULL &&
        !find_word(arguments->fail_on, levels, ARRAY_SIZE(levels), &level)) {
        usage_fault(arguments, "--fail-on", "the value is error or warning");
        return false;
    }
    run->format = (enum tauth_report_format)format;
    run->fail_on = level == 0 ? TAUTH_ERROR : TAUTH_WARNING;
    return true;
}

static bool begin(struct run *run, size_t files) {
    struct arguments *arguments = run->arguments;
    struct tauth_validate_options options = {
        .size = sizeof(options),
        .kubernetes_version = arguments->kubernetes_version,
        .talos_version = arguments->talos_version,
        .as = arguments->as,
        .rules = arguments->rules.items,
        .rule_count = arguments->rules.count,
    };
    enum tauth_status status =
        tauth_validation_new(&options, files, &run->validation, arguments->diags);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
    }
    return status == TAUTH_OK;
}

/* A file that cannot be read is trouble; what is in the others is judged all the same. */
static void judge(struct run *run, size_t index, const char *path) {
    struct tauth_file *file = NULL;
    struct tauth_diags *diags = tauth_diags_new();
    enum tauth_status status =
        diags == NULL ? TAUTH_NO_MEMORY : tauth_file_read(path, false, &file, diags);
    if (status == TAUTH_OK) {
        status =
            tauth_validation_file(run->validation, index, path, tauth_file_text(file));
    }
    if (status != TAUTH_OK && diags != NULL) {
        run->code = report_failure(run->arguments, diags, status);
    }
    tauth_file_free(file);
    tauth_diags_free(diags);
}

static int conclude(struct run *run) {
    struct tauth_text text = {0};
    enum tauth_severity least = run->arguments->quiet ? TAUTH_ERROR : TAUTH_NOTE;
    bool color = report_color(run->arguments, 1);
    enum tauth_status status = tauth_validation_finish(run->validation);
    if (status == TAUTH_OK) {
        status =
            tauth_validation_report(run->validation, run->format, least, color, &text);
    }
    if (status != TAUTH_OK) {
        return report_failure(run->arguments, run->arguments->diags, status);
    }
    int code = report_output(text);
    tauth_text_free(&text);
    size_t failing = tauth_validation_count(run->validation, TAUTH_ERROR);
    if (run->fail_on == TAUTH_WARNING) {
        failing += tauth_validation_count(run->validation, TAUTH_WARNING);
    }
    code = code == EXIT_DONE && failing > 0 ? EXIT_NO : code;
    return code > run->code ? code : run->code;
}

static int run_validate(struct arguments *arguments) {
    _cleanup_(inputs_deinit) struct inputs inputs = {0};
    struct run run = {.arguments = arguments};
    if (!parse_words(&run) || !inputs_read(&inputs, arguments) ||
        !begin(&run, inputs.count)) {
        return EXIT_TROUBLE;
    }
    for (size_t i = 0; i < inputs.count; i++) {
        judge(&run, i, inputs.paths[i]);
    }
    int code = conclude(&run);
    tauth_validation_free(run.validation);
    return code;
}

static const struct option_row options[] = {
    HEADING("What it is for"),
    TEXT(0, "talos-version", "vX.Y[.Z]", talos_version,
         "oldest Talos version on the nodes"),
    TEXT(0, "kubernetes-version", "1.N", kubernetes_version,
         "Kubernetes of files that do not say"),
    TEXT(0, "as", "config|patch", as, "what a Talos file is (default: by its content)"),
    HEADING("What counts"),
    LIST("rule", "ID=off|warn|error", rules, "another severity for a rule (repeatable)"),
    TEXT(0, "fail-on", "error|warning", fail_on, "exit 1 from this severity on (error)"),
    HEADING("Output"),
    TEXT('o', "output", "text|json|sarif|github", format, "how to show findings"),
    HEADING("Many files"),
    TEXT(0, "files-from", "FILE", files_from,
         "read names from a file, one a line; - is stdin"),
    FLAG('0', "null", nul, "names of --files-from end in NUL"),
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_validate = {
    .name = "validate",
    .synopsis = "[OPTION...] FILE...",
    .summary = "Say what would go wrong, before anything reaches a node",
    .examples = "  talosauth validate controlplane-*.yaml rbac.yaml access.yaml\n"
                "  talosauth validate -o sarif controlplane.yaml > findings.sarif\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_validate,
};
