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
static bool names_rule(struct span rest, const char *rule) {
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

/* The last node that begins at an offset or before; nodes are in the order of the text. */
static node_id node_before(const struct yaml_index *index, size_t offset) {
    size_t low = 1, high = index->nodes.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (node_at(index, (node_id)middle)->start <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (node_id)(low - 1);
}

static bool is_quoted(struct span before) {
    char quote = '\0';
    for (size_t i = 0; i < before.size; i++) {
        char byte = before.data[i];
        bool escaped = quote == '"' && i > 0 && before.data[i - 1] == '\\';
        if (quote == '\0' ? byte == '"' || byte == '\'' : byte == quote && !escaped) {
            quote = quote == '\0' ? byte : '\0';
        }
    }
    return quote != '\0';
}

/* Text in a scalar is none; but a block may be YAML again, with comments of its own. */
static bool is_comment(const struct check_input *input, size_t offset) {
    struct span text = input->source.text;
    size_t line = source_line_start(text, offset);
    node_id id = node_before(&input->index, offset);
    const struct node *node = id == 0 ? NULL : node_at(&input->index, id);
    if (node == NULL || node->kind != NODE_SCALAR || offset >= node->end) {
        return true;
    }
    bool block = node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
    bool apart = offset == line || strchr(" \t", text.data[offset - 1]) != NULL;
    return block && apart && !is_quoted(span_slice(text, line, offset));
}

/* What a comment ignores. */
struct remark {
    uint32_t line;
    struct span text;
};

struct remarks {
    VEC(struct remark) list;
};

/* What a line may cost: texts that only look like comments, and the names in one. */
enum { MARKS_MAX = 16, NAMES_MAX = 4096 };

static bool take_remark(const struct source *source, size_t offset, size_t end,
                        struct remarks *remarks) {
    struct remark *slot = VEC_PUSH(remarks->list);
    if (slot == NULL) {
        return false;
    }
    size_t start = offset + strlen(mark);
    end = end > start + NAMES_MAX ? start + NAMES_MAX : end;
    *slot = (struct remark){source_position(source, offset).line,
                            span_slice(source->text, start, end)};
    return true;
}

/* A comment goes to the end of its line. */
static bool find_remarks(const struct check_input *input, struct remarks *remarks) {
    struct span text = input->source.text;
    size_t line_end = 0, marks = 0;
    for (size_t at = 0; at < text.size;) {
        const char *hit = memmem(text.data + at, text.size - at, mark, strlen(mark));
        if (hit == NULL) {
            break;
        }
        size_t offset = (size_t)(hit - text.data);
        if (offset >= line_end) {
            line_end = offset + span_find(span_slice(text, offset, text.size), '\n');
            marks = 0;
        }
        bool comment = is_comment(input, offset);
        if (comment && !take_remark(&input->source, offset, line_end, remarks)) {
            return false;
        }
        at = comment || ++marks == MARKS_MAX ? line_end : offset + strlen(mark);
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
        if (names_rule(remarks->list.items[low].text, diag->rule)) {
            return true;
        }
    }
    return false;
}

static void drop_ignored(struct check_input *input) {
    size_t kept = 0;
    struct remarks remarks = {0};
    if (!find_remarks(input, &remarks)) {
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
