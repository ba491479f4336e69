/* SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <string.h>

#include "base/attr.h"
#include "cli/batch.h"
#include "cli/report.h"
#include "cli/rows.h"

struct run {
    struct arguments *arguments;
    struct tauth_validation *validation;
    enum tauth_report_format format;
    enum tauth_severity fail_on;
    atomic_bool broken; /* memory was missing: no report would be the whole one */
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
        .mode = arguments->mode,
        .strict = arguments->strict,
        .rules = arguments->rules.items,
        .rule_count = arguments->rules.count,
        .at = arguments->at,
    };
    enum tauth_status status =
        tauth_validation_new(&options, files, &run->validation, arguments->diags);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
    }
    return status == TAUTH_OK;
}

static void show_failure(const struct batch_file *file, const struct tauth_diags *diags,
                         enum tauth_status status, struct outcome *outcome) {
    struct tauth_text text = {0};
    bool color = report_color(file->arguments, STDERR_FILENO);
    outcome->code = EXIT_TROUBLE;
    if (status == TAUTH_NO_MEMORY || status == TAUTH_INTERNAL) {
        output_name(&outcome->err, file->path);
        output_printf(&outcome->err, ": error: %s\n", tauth_status_text(status));
    } else if (tauth_diags_text(diags, TAUTH_ERROR, color, &text) == TAUTH_OK) {
        output_write(&outcome->err, text);
        tauth_text_free(&text);
    } else {
        outcome->err.failed = 1;
    }
}

/* A file that cannot be read is trouble; what is in the others is judged all the same. */
static void judge(const struct batch_file *file, struct outcome *outcome) {
    struct run *run = file->context;
    struct tauth_file *read = NULL;
    struct tauth_diags *diags = tauth_diags_new();
    enum tauth_status status = diags == NULL
                                   ? TAUTH_NO_MEMORY
                                   : tauth_file_read(file->path, false, &read, diags);
    if (status == TAUTH_OK) {
        status = tauth_validation_file(run->validation, file->index, file->path,
                                       tauth_file_text(read));
    }
    if (status != TAUTH_OK) {
        show_failure(file, diags, status, outcome);
    }
    if (status == TAUTH_NO_MEMORY || status == TAUTH_INTERNAL) {
        atomic_store(&run->broken, true);
    }
    tauth_file_free(read);
    tauth_diags_free(diags);
}

/* The annotations end in the same line. */
static void show_summary(const struct run *run) {
    struct tauth_text text = {0};
    bool wanted = run->format != TAUTH_REPORT_GITHUB && !run->arguments->quiet;
    if (wanted && tauth_validation_summary(run->validation, &text) == TAUTH_OK) {
        fwrite(text.data, 1, text.size, stderr);
        tauth_text_free(&text);
    }
}

static int conclude(struct run *run) {
    struct tauth_text text = {0};
    enum tauth_severity least = run->arguments->quiet ? run->fail_on : TAUTH_NOTE;
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
    show_summary(run);
    size_t failing = tauth_validation_count(run->validation, TAUTH_ERROR);
    if (run->fail_on == TAUTH_WARNING) {
        failing += tauth_validation_count(run->validation, TAUTH_WARNING);
    }
    code = code == EXIT_DONE && failing > 0 ? EXIT_NO : code;
    return code;
}

static int run_validate(struct arguments *arguments) {
    _cleanup_(inputs_deinit) struct inputs inputs = {0};
    struct run run = {.arguments = arguments};
    if (!parse_words(&run) || !inputs_read(&inputs, arguments) ||
        !begin(&run, inputs.count)) {
        return EXIT_TROUBLE;
    }
    struct batch_total total = batch_run(arguments, &inputs, NULL, judge, &run);
    bool whole = !total.failed && !atomic_load(&run.broken);
    int code = whole ? conclude(&run) : EXIT_TROUBLE;
    tauth_validation_free(run.validation);
    return total.code > code ? total.code : code;
}

static const struct option_row options[] = {
    HEADING("What it is for"),
    TEXT(0, "talos-version", "vX.Y[.Z]", talos_version,
         "oldest Talos version on the nodes"),
    TEXT(0, "kubernetes-version", "1.N", kubernetes_version,
         "Kubernetes of files that do not say"),
    TEXT(0, "as", "config|patch", as, "what a Talos file is (default: by its content)"),
    TEXT('m', "mode", "metal|cloud|container", mode, "platform of the nodes (metal)"),
    TEXT(0, "at", "TIME", at, "judge certificates as of this date (UTC; now)"),
    HEADING("What counts"),
    LIST("rule", "ID=off|warn|error", rules,
         "severity of a rule or a class (repeatable)"),
    FLAG(0, "strict", strict, "what Talos only warns of is an error"),
    TEXT(0, "fail-on", "error|warning", fail_on, "exit 1 from this severity on (error)"),
    HEADING("Output"),
    TEXT('o', "output", "text|json|sarif|github", format, "how to show findings"),
    MANY_ROWS,
    HEADING("General"),
    QUIET_ROWS("only what makes the exit status"),
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
