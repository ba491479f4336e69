/* SPDX-License-Identifier: MIT */
#include "check/run.h"

#include "base/status.h"
#include "check/groups.h"

static const struct check_group *const groups[] = {
    &authentication_group, &documents_group,  &files_group,   &identity_group,
    &inline_group,         &layouts_group,    &repeats_group, &values_group,
    &volumes_group,        &kubeconfig_group, &objects_group,
};

void check_run(struct check_input *input) {
    for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
        for (size_t j = 0; j < groups[i]->count && input->failed == TAUTH_OK; j++) {
            const struct check_row *row = &groups[i]->rows[j];
            if ((row->kinds & ON(input->kind)) != 0) {
                row->run(input);
            }
        }
    }
}

/* The comment must name the rule: what is ignored is said. */
static bool line_ignores(struct span line, const char *rule) {
    static const char mark[] = "# talosauth: ignore ";
    const char *hit = memmem(line.data, line.size, mark, strlen(mark));
    if (hit == NULL) {
        return false;
    }
    struct span rest = {hit + strlen(mark),
                        line.size - (size_t)(hit - line.data) - strlen(mark)};
    while (rest.size > 0) {
        size_t end = 0;
        while (end < rest.size && strchr(" ,\t\r", rest.data[end]) == NULL) {
            end++;
        }
        if (span_is(span_slice(rest, 0, end), rule)) {
            return true;
        }
        end += end < rest.size;
        rest = span_slice(rest, end, rest.size);
    }
    return false;
}

/* Start of a line, 1-based; the size of the text behind the last one. */
static size_t line_offset(struct span text, uint32_t line) {
    size_t at = 0;
    while (--line > 0 && at < text.size) {
        at += span_find(span_slice(text, at, text.size), '\n') + 1;
    }
    return at < text.size ? at : text.size;
}

static bool is_ignored(const struct check_input *input, const struct tauth_diag *diag) {
    struct span text = input->source.text;
    for (uint32_t back = 0; back < 2 && diag->line > back; back++) {
        size_t start = line_offset(text, diag->line - back);
        struct span line = span_slice(text, start, text.size);
        line.size = span_find(line, '\n');
        if (line_ignores(line, diag->rule)) {
            return true;
        }
    }
    return false;
}

static void drop_ignored(struct check_input *input) {
    size_t kept = 0;
    bool any = span_has(input->source.text, "# talosauth: ignore ");
    for (size_t i = 0; any && i < input->diags.items.count; i++) {
        struct tauth_diag *diag = input->diags.items.items[i];
        if (!is_ignored(input, diag)) {
            input->diags.items.items[kept++] = diag;
        }
    }
    if (any) {
        input->diags.items.count = kept;
    }
}

enum tauth_status check_finish(struct check_input *input) {
    drop_ignored(input);
    if (input->arena.failed || input->diags.arena.failed) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
    }
    return input->failed;
}
