/* SPDX-License-Identifier: MIT */
#include "cli/change-file.h"

#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "cli/report.h"

struct one {
    const struct arguments *arguments;
    const char *path;
    struct outcome *outcome;
    struct tauth_diags *diags;
    struct tauth_file *file;
    struct tauth_merge_result *result;
};

static void one_deinit(struct one *one) {
    tauth_merge_free(one->result);
    tauth_file_free(one->file);
    tauth_diags_free(one->diags);
}

static void show_findings(const struct one *one) {
    struct tauth_text text = {0};
    enum tauth_severity least = one->arguments->quiet ? TAUTH_ERROR : TAUTH_NOTE;
    bool color = report_color(one->arguments, STDERR_FILENO);
    if (tauth_diags_text(one->diags, least, color, &text) != TAUTH_OK) {
        output_printf(&one->outcome->err, "talosauth: error: out of memory\n");
    }
    output_write(&one->outcome->err, text);
    tauth_text_free(&text);
}

/* `NAME: TEXT` on stderr. */
static void show_line(const struct one *one, const char *name, const char *text) {
    output_name(&one->outcome->err, name);
    output_printf(&one->outcome->err, ": %s\n", text);
}

static void show_note(const struct one *one, const char *text) {
    if (!one->arguments->quiet) {
        show_line(one, one->path, text);
    }
}

/* Findings, and a line of its own for failures that have none. */
static void show_failure(const struct one *one, enum tauth_status status) {
    show_findings(one);
    if (status == TAUTH_NO_MEMORY || status == TAUTH_INTERNAL) {
        output_name(&one->outcome->err, one->path);
        output_printf(&one->outcome->err, ": error: %s\n", tauth_status_text(status));
    }
    one->outcome->code = EXIT_TROUBLE;
}

static void show_written(const struct one *one) {
    if (!one->arguments->quiet) {
        show_line(one, one->arguments->output,
                  one->outcome->changed ? "written" : "written, unchanged");
    }
}

static enum tauth_status show_diff(const struct one *one) {
    struct tauth_text text = {0};
    bool color = report_color(one->arguments, STDOUT_FILENO);
    enum tauth_status status = tauth_merge_diff(one->result, color, &text);
    output_write(&one->outcome->out, text);
    tauth_text_free(&text);
    return status;
}

static enum tauth_status end_in_place(struct one *one) {
    const struct arguments *arguments = one->arguments;
    if (!tauth_merge_changed(one->result)) {
        show_note(one, "unchanged");
        return TAUTH_OK;
    }
    /* --force of `kubeconfig` is about entries; an old backup must not need it */
    bool entries = arguments->merge != NULL;
    struct tauth_file_options options = {
        .size = sizeof(options),
        .backup = arguments->backup,
        .force = arguments->force && !entries,
        .exists_hint = entries ? "move the old one away, or give another suffix: "
                                 "--backup=SUFFIX"
                               : NULL,
        .no_sync = arguments->no_sync,
        .break_links = arguments->break_links,
    };
    enum tauth_status status = tauth_file_replace(
        one->file, tauth_merge_text(one->result), &options, one->diags);
    if (status == TAUTH_OK) {
        one->outcome->changed = true;
        show_note(one, "changed");
    }
    return status;
}

static enum tauth_status end_with_answer(struct one *one) {
    const struct arguments *arguments = one->arguments;
    bool changed = tauth_merge_changed(one->result);
    bool differs =
        changed || (arguments->check && tauth_merge_leftovers(one->result) > 0);
    if (arguments->check && differs) {
        show_note(one, changed ? "would change" : "has leftovers");
    }
    one->outcome->code = differs ? EXIT_NO : EXIT_DONE;
    return arguments->diff ? show_diff(one) : TAUTH_OK;
}

/* The config holds keys: a terminal gets the masked diff. */
static enum tauth_status end_on_stdout(struct one *one) {
    const struct arguments *arguments = one->arguments;
    struct tauth_text text = tauth_merge_text(one->result);
    bool named = arguments->output != NULL && strcmp(arguments->output, "-") != 0;
    if (named) {
        struct tauth_file_options options = {.size = sizeof(options),
                                             .force = arguments->force,
                                             .no_sync = arguments->no_sync};
        enum tauth_status status =
            tauth_file_create(arguments->output, text, &options, one->diags);
        if (status == TAUTH_OK) {
            one->outcome->changed = tauth_merge_changed(one->result);
            show_written(one);
        }
        return status;
    }
    if (isatty(STDOUT_FILENO) && arguments->output == NULL) {
        show_line(one, one->path,
                  "this is what would change; the config itself holds keys and is not "
                  "shown.\nWrite it with --in-place, with --output-file FILE, or "
                  "redirect the output.");
        return show_diff(one);
    }
    output_write(&one->outcome->out, text);
    return TAUTH_OK;
}

static enum tauth_status change(struct one *one) {
    const struct arguments *arguments = one->arguments;
    enum tauth_status status =
        tauth_file_read(one->path, arguments->in_place, &one->file, one->diags);
    if (status != TAUTH_OK) {
        return status;
    }
    status = arguments->command->change(arguments, one->path, tauth_file_text(one->file),
                                        &one->result, one->diags);
    bool config =
        status == TAUTH_OK && tauth_merge_layout(one->result) != TAUTH_LAYOUT_AUTO;
    if (config && arguments->verbose) {
        bool multidoc = tauth_merge_layout(one->result) == TAUTH_LAYOUT_MULTIDOC;
        show_note(one, multidoc ? "multidoc layout (KubeAuthenticationConfig)"
                                : "legacy layout (cluster.apiServer.extraArgs)");
    }
    return status;
}

void change_file(const struct batch_file *file, struct outcome *outcome) {
    const struct arguments *arguments = file->arguments;
    _cleanup_(one_deinit) struct one one = {.arguments = arguments,
                                            .path = file->path,
                                            .outcome = outcome,
                                            .diags = tauth_diags_new()};
    outcome->code = EXIT_DONE;
    if (one.diags == NULL) {
        output_printf(&outcome->err, "%s: error: out of memory\n", file->path);
        outcome->code = EXIT_TROUBLE;
        return;
    }
    enum tauth_status status = change(&one);
    if (status == TAUTH_OK) {
        status = arguments->in_place                   ? end_in_place(&one)
                 : arguments->check || arguments->diff ? end_with_answer(&one)
                                                       : end_on_stdout(&one);
    }
    tauth_diags_drop(one.diags, arguments->diags);
    if (status != TAUTH_OK) {
        show_failure(&one, status);
    } else {
        show_findings(&one);
    }
}

void change_next_steps(const struct arguments *arguments, const char *path) {
    _cleanup_(output_deinit) struct output text = {0};
    if (arguments->command->afterwards == NULL || arguments->contexts.count > 0) {
        return; /* a kubeconfig is in use already */
    }
    output_printf(&text, "next:\n  talosctl validate -m metal -c ");
    output_shell(&text, path);
    output_printf(&text, "\n  talosctl -n NODE apply-config -f ");
    output_shell(&text, path);
    output_printf(
        &text,
        " --dry-run    then without --dry-run, one\n"
        "                                control-plane node first, and wait for "
        "it\n%s",
        arguments->command->afterwards);
    fwrite(text.data == NULL ? "" : text.data, 1, text.size, stderr);
}
