/* SPDX-License-Identifier: MIT */
#include "patch.h"

struct patch {
    struct buf *out;
    struct span old;
    struct span diff;
    size_t old_line; /* lines taken from `old` so far */
    size_t new_line; /* lines written so far */
    bool ended;      /* a line without newline was written */
};

/* Takes a line, its LF included, off the front. */
static struct span take_line(struct span *text) {
    size_t end = span_find(*text, '\n');
    end += end < text->size;
    struct span line = span_slice(*text, 0, end);
    *text = span_slice(*text, end, text->size);
    return line;
}

static bool take_number(struct span *text, size_t *out) {
    size_t digits = 0;
    *out = 0;
    while (digits < text->size && text->data[digits] >= '0' &&
           text->data[digits] <= '9') {
        *out = *out * 10 + (size_t)(text->data[digits++] - '0');
    }
    *text = span_slice(*text, digits, text->size);
    return digits > 0;
}

static bool take_text(struct span *text, const char *word) {
    if (!span_starts(*text, word)) {
        return false;
    }
    *text = span_slice(*text, strlen(word), text->size);
    return true;
}

static bool take_range(struct span *line, size_t *start, size_t *count) {
    *count = 1;
    return take_number(line, start) &&
           (!take_text(line, ",") || take_number(line, count));
}

static void write_line(struct patch *patch, struct span line) {
    buf_span(patch->out, line);
    patch->new_line++;
    patch->ended = !span_ends(line, "\n");
}

/* The line behind the sign, without LF when the diff says that it has none. */
static struct span body_of(struct patch *patch, struct span line) {
    line = span_slice(line, 1, line.size);
    if (span_starts(patch->diff, "\\ No newline at end of file\n")) {
        take_line(&patch->diff);
        line.size--;
    }
    return line;
}

static const char *apply_lines(struct patch *patch, size_t old_count, size_t new_count) {
    while (old_count > 0 || new_count > 0) {
        struct span line = take_line(&patch->diff);
        char sign = line.size == 0 ? '\0' : line.data[0];
        if (sign == '\0' || strchr(" +-", sign) == NULL) {
            return "a hunk is shorter than it says";
        }
        struct span body = body_of(patch, line);
        if (sign != '+') {
            if (old_count-- == 0 || !span_equal(take_line(&patch->old), body)) {
                return "a line of the old text differs";
            }
            patch->old_line++;
        }
        if (sign != '-') {
            if (new_count-- == 0 || patch->ended) {
                return "a line too much is written";
            }
            write_line(patch, body);
        }
    }
    return NULL;
}

static const char *apply_hunk(struct patch *patch) {
    struct span line = take_line(&patch->diff);
    size_t old_start, old_count, new_start, new_count;
    bool header = take_text(&line, "@@ -") && take_range(&line, &old_start, &old_count) &&
                  take_text(&line, " +") && take_range(&line, &new_start, &new_count) &&
                  span_is(line, " @@\n");
    if (!header) {
        return "not the header of a hunk";
    }
    size_t before = old_count == 0 ? old_start : old_start - 1;
    if (before < patch->old_line || (old_count > 0 && old_start == 0)) {
        return "hunks overlap";
    }
    while (patch->old_line < before && patch->old.size > 0) {
        write_line(patch, take_line(&patch->old));
        patch->old_line++;
    }
    if (patch->new_line != (new_count == 0 ? new_start : new_start - 1)) {
        return "the new line number is wrong";
    }
    return apply_lines(patch, old_count, new_count);
}

const char *patch_apply(struct buf *out, struct span old, struct span diff) {
    struct patch patch = {.out = out, .old = old, .diff = diff};
    if (diff.size > 0) {
        if (!span_starts(take_line(&patch.diff), "--- ") ||
            !span_starts(take_line(&patch.diff), "+++ ")) {
            return "not the header of a diff";
        }
    }
    while (patch.diff.size > 0) {
        const char *problem = apply_hunk(&patch);
        if (problem != NULL) {
            return problem;
        }
    }
    buf_span(out, patch.old);
    return patch.ended && patch.old.size > 0 ? "text follows the last line" : NULL;
}
