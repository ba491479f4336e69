/* SPDX-License-Identifier: MIT */
#include <talosauth/show.h>

#include "api/judge.h"
#include "api/text.h"
#include "check/run.h"
#include "check/view/facts.h"

static enum tauth_status hand_on(const struct check_input *input,
                                 struct tauth_diags *diags) {
    for (size_t i = 0; i < input->diags.items.count; i++) {
        const struct tauth_diag *diag = input->diags.items.items[i];
        struct diag_place place = {.file = diag->file,
                                   .line = diag->line,
                                   .column = diag->column,
                                   .source = span_of(diag->source),
                                   .severity = &diag->severity};
        enum tauth_status status = diag_add(diags, rule_find(diag->rule), &place,
                                            diag->hint, "%s", diag->message);
        if (status < TAUTH_OK) {
            return status;
        }
    }
    return TAUTH_REFUSED;
}

/* What is only warned of can be shown all the same. */
static bool is_refused(const struct check_input *input) {
    bool refused = false;
    for (size_t i = 0; i < input->diags.items.count; i++) {
        refused |= input->diags.items.items[i]->severity == TAUTH_ERROR;
    }
    return refused;
}

static enum tauth_status write_facts(struct check_input *input, enum tauth_format format,
                                     struct tauth_text *out, struct tauth_diags *diags) {
    bool unknown = input->kind == INPUT_UNKNOWN && !is_refused(input);
    if ((unknown && input_refuse_nothing(input)) || is_refused(input)) {
        return hand_on(input, diags);
    }
    if (input->kind != INPUT_TALOS && input->kind != INPUT_AUTHENTICATION &&
        input->kind != INPUT_ACCESS && input->kind != INPUT_MANIFESTS) {
        return diag_file(
            diags, RULE_INPUT_UNKNOWN, input->name,
            "give a machine config, a patch, an AuthenticationConfiguration, "
            "an access file or RBAC manifests",
            "there is nothing about authentication to show");
    }
    _cleanup_(arena_deinit) struct arena arena = {0};
    _cleanup_buf_ struct buf text = {0};
    const struct fact *root = effective_facts(&arena, input);
    if (root == NULL || arena.failed || check_finish(input) < TAUTH_OK) {
        return TAUTH_NO_MEMORY;
    }
    facts_write(&text, root, format);
    return text_hand_out(&text, out);
}

enum tauth_status tauth_show(const char *name, struct tauth_text text,
                             enum tauth_format format, struct tauth_text *out,
                             struct tauth_diags *diags) {
    struct check_options options = {0};
    struct check_input input;
    enum tauth_status status =
        input_read(&input, name, (struct span){text.data, text.size}, &options);
    if (status == TAUTH_OK) {
        status = judge_access(&input);
    }
    if (status == TAUTH_OK) {
        status = write_facts(&input, format, out, diags);
    }
    input_deinit(&input);
    return status;
}
