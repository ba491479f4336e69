/* SPDX-License-Identifier: MIT */
#include "check/run.h"

#include "base/status.h"
#include "check/groups.h"

static const struct check_group *const groups[] = {
    &authentication_group, &documents_group, &encrypted_group,  &files_group,
    &identity_group,       &inline_group,    &layouts_group,    &repeats_group,
    &values_group,         &volumes_group,   &kubeconfig_group, &objects_group,
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

static const char mark[] = "# talosauth: ignore ";

/* The comment must name the rule: what is ignored is said. */
static bool line_ignores(struct span line, const char *rule) {
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

/* A line with a comment that ignores rules. */
struct remark {
    uint32_t line;
    struct span text;
};

struct remarks {
    VEC(struct remark) list;
};

static bool find_remarks(const struct source *source, struct remarks *remarks) {
    struct span text = source->text;
    for (size_t at = 0; at < text.size;) {
        const char *hit = memmem(text.data + at, text.size - at, mark, strlen(mark));
        if (hit == NULL) {
            break;
        }
        size_t offset = (size_t)(hit - text.data);
        size_t start = source_line_start(text, offset);
        struct span line = span_slice(text, start, text.size);
        line.size = span_find(line, '\n');
        struct remark *slot = VEC_PUSH(remarks->list);
        if (slot == NULL) {
            return false;
        }
        *slot = (struct remark){source_position(source, offset).line, line};
        at = start + line.size + 1;
    }
    return true;
}

/* A comment in the line of a finding, or in the one above. */
static bool is_ignored(const struct remarks *remarks, const struct tauth_diag *diag) {
    size_t low = 0, high = remarks->list.count;
    while (low < high) { /* the first that is not above both lines */
        size_t middle = low + (high - low) / 2;
        if (remarks->list.items[middle].line + 1 < diag->line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < remarks->list.count && remarks->list.items[low].line <= diag->line;
         low++) {
        if (line_ignores(remarks->list.items[low].text, diag->rule)) {
            return true;
        }
    }
    return false;
}

static void drop_ignored(struct check_input *input) {
    size_t kept = 0;
    struct remarks remarks = {0};
    if (!find_remarks(&input->source, &remarks)) {
        input->failed = TAUTH_NO_MEMORY;
    }
    for (size_t i = 0; remarks.list.count > 0 && i < input->diags.items.count; i++) {
        struct tauth_diag *diag = input->diags.items.items[i];
        if (!is_ignored(&remarks, diag)) {
            input->diags.items.items[kept++] = diag;
        }
    }
    if (remarks.list.count > 0) {
        input->diags.items.count = kept;
    }
    VEC_DEINIT(remarks.list);
}

enum tauth_status check_finish(struct check_input *input) {
    drop_ignored(input);
    if (input->arena.failed || input->diags.arena.failed) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
    }
    return input->failed;
}
