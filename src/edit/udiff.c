/* SPDX-License-Identifier: MIT */
#include "edit/udiff.h"

#include "text/secret.h"
#include "text/visible.h"

enum { CONTEXT = 3 };

/* Whole lines: old bytes [start, end) became new bytes [new_start, new_end). */
struct change {
    size_t start;
    size_t end;
    size_t new_start;
    size_t new_end;
    size_t line; /* number of old lines before `start` */
};

struct work {
    const struct udiff *diff;
    VEC(struct change) changes;
    bool failed;
};

static size_t line_start(struct span text, size_t offset) {
    return source_line_start(text, offset);
}

/* Behind the LF of the line that holds `offset`. */
static size_t next_line(struct span text, size_t offset) {
    size_t end = offset + span_find(span_slice(text, offset, text.size), '\n');
    return end < text.size ? end + 1 : text.size;
}

static size_t count_lines(struct span text) {
    size_t lines = 0;
    for (size_t at = 0; at < text.size; at = next_line(text, at)) {
        lines++;
    }
    return lines;
}

/* Takes equal lines at both ends out of a change. */
static void trim(const struct udiff *diff, struct change *change) {
    struct span old = diff->old.text, new = diff->new.text;
    while (change->start < change->end && change->new_start < change->new_end) {
        size_t left = next_line(old, change->start);
        size_t right = next_line(new, change->new_start);
        if (!span_equal(span_slice(old, change->start, left),
                        span_slice(new, change->new_start, right))) {
            break;
        }
        change->start = left;
        change->new_start = right;
        change->line++;
    }
    while (change->start < change->end && change->new_start < change->new_end) {
        size_t left = line_start(old, change->end - 1);
        size_t right = line_start(new, change->new_end - 1);
        if (!span_equal(span_slice(old, left, change->end),
                        span_slice(new, right, change->new_end))) {
            break;
        }
        change->end = left;
        change->new_end = right;
    }
}

/*
 * Splices that share a line make one change, which ends where a line ends in both texts.
 * `shift` is what the new text is longer by; returns the index behind the last splice.
 */
static size_t take_change(struct work *work, size_t first, ptrdiff_t *shift) {
    const struct udiff *diff = work->diff;
    struct span old = diff->old.text, new = diff->new.text;
    struct change *change = VEC_PUSH(work->changes);
    if (change == NULL) {
        work->failed = true;
        return diff->splice_count;
    }
    change->start = line_start(old, diff->splices[first].start);
    change->new_start = (size_t)((ptrdiff_t)change->start + *shift);
    size_t i = first;
    bool joins;
    do {
        const struct splice *splice = &diff->splices[i++];
        *shift += (ptrdiff_t)splice->size - (ptrdiff_t)(splice->end - splice->start);
        size_t end = splice->end;
        size_t new_end = (size_t)((ptrdiff_t)end + *shift);
        bool both = end > change->start && line_start(old, end) == end &&
                    line_start(new, new_end) == new_end;
        change->end = both ? end : next_line(old, end);
        change->new_end = (size_t)((ptrdiff_t)change->end + *shift);
        joins = i < diff->splice_count &&
                (diff->splices[i].start < change->end || change->end == old.size);
    } while (joins);
    return i;
}

/* The first mask that ends behind `offset`. */
static size_t first_mask(const struct udiff_side *side, size_t offset) {
    size_t low = 0, high = side->mask_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (side->masks[middle].end > offset) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static bool is_comment(struct span line) {
    size_t at = 0;
    while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t')) {
        at++;
    }
    return at < line.size && line.data[at] == '#';
}

/* One line with its secrets masked; a mask from lines above keeps the indentation. */
static void write_line(struct buf *out, const struct udiff_side *side, size_t start,
                       size_t end) {
    struct span text = side->text;
    size_t at = start;
    for (size_t i = first_mask(side, start); i < side->mask_count; i++) {
        const struct mask *mask = &side->masks[i];
        if (mask->start >= end) {
            break;
        }
        size_t from = mask->start > at ? mask->start : at;
        while (mask->start < start && from < end && text.data[from] == ' ') {
            from++;
        }
        size_t to = mask->end < end ? mask->end : end;
        if (from < to) {
            buf_append(out, text.data + at, from - at);
            buf_text(out, "******");
            at = to;
        }
    }
    /* A text without quotes may have been meant to go on behind a #. */
    bool comment = at > start && is_comment(span_slice(text, at, end));
    buf_append(out, text.data + at, comment ? 0 : end - at);
    buf_text(out, comment ? " # ******" : "");
}

static void write_lines(struct buf *out, const struct work *work,
                        const struct udiff_side *side, size_t start, size_t end,
                        char sign) {
    const char *color = sign == '-' ? "\033[31m" : sign == '+' ? "\033[32m" : "";
    bool paint = work->diff->color && *color != '\0';
    while (start < end) {
        size_t next = next_line(side->text, start);
        bool newline = side->text.data[next - 1] == '\n';
        struct span line = span_slice(side->text, start, next - newline);
        buf_text(out, paint ? color : "");
        buf_byte(out, sign);
        if (is_comment(line)) {
            secret_mask_line(out, line); /* may hold what was a secret once */
        } else {
            write_line(out, side, start, next - newline);
        }
        buf_text(out, paint ? "\033[0m" : "");
        buf_text(out, newline ? "\n" : "\n\\ No newline at end of file\n");
        start = next;
    }
}

/* Start of the line `count` lines above an offset that starts a line. */
static size_t lines_back(struct span text, size_t offset, size_t count, size_t *moved) {
    for (*moved = 0; *moved < count && offset > 0; (*moved)++) {
        offset = line_start(text, offset - 1);
    }
    return offset;
}

static size_t lines_on(struct span text, size_t offset, size_t count) {
    while (count-- > 0 && offset < text.size) {
        offset = next_line(text, offset);
    }
    return offset;
}

static void write_range(struct buf *out, char sign, size_t line, size_t count) {
    if (count == 1) {
        buf_printf(out, "%c%zu", sign, line + 1);
    } else {
        buf_printf(out, "%c%zu,%zu", sign, count == 0 ? line : line + 1, count);
    }
}

/* By how many lines a change makes the text longer. */
static ptrdiff_t lines_grown(const struct udiff *diff, const struct change *change) {
    struct span new = span_slice(diff->new.text, change->new_start, change->new_end);
    struct span old = span_slice(diff->old.text, change->start, change->end);
    return (ptrdiff_t)count_lines(new) - (ptrdiff_t)count_lines(old);
}

/* Changes [first, last) with context around and between them. */
static void write_hunk(struct buf *out, const struct work *work, size_t first,
                       size_t last, ptrdiff_t shift) {
    const struct udiff_side *old = &work->diff->old, *new = &work->diff->new;
    const struct change *changes = work->changes.items;
    size_t before;
    size_t start = lines_back(old->text, changes[first].start, CONTEXT, &before);
    size_t end = lines_on(old->text, changes[last - 1].end, CONTEXT);
    size_t line = changes[first].line - before;
    size_t old_lines = count_lines(span_slice(old->text, start, end));
    ptrdiff_t grown = 0;
    for (size_t i = first; i < last; i++) {
        grown += lines_grown(work->diff, &changes[i]);
    }
    buf_text(out, work->diff->color ? "\033[36m@@ " : "@@ ");
    write_range(out, '-', line, old_lines);
    buf_byte(out, ' ');
    write_range(out, '+', (size_t)((ptrdiff_t)line + shift),
                (size_t)((ptrdiff_t)old_lines + grown));
    buf_text(out, work->diff->color ? " @@\033[0m\n" : " @@\n");
    for (size_t i = first; i < last; i++) {
        write_lines(out, work, old, start, changes[i].start, ' ');
        write_lines(out, work, old, changes[i].start, changes[i].end, '-');
        write_lines(out, work, new, changes[i].new_start, changes[i].new_end, '+');
        start = changes[i].end;
    }
    write_lines(out, work, old, start, end, ' ');
}

static void collect(struct work *work) {
    const struct udiff *diff = work->diff;
    size_t counted = 0, line = 0;
    ptrdiff_t shift = 0;
    for (size_t i = 0; i < diff->splice_count && !work->failed;) {
        i = take_change(work, i, &shift);
        if (work->failed) {
            return;
        }
        struct change *change = &work->changes.items[work->changes.count - 1];
        line += count_lines(span_slice(diff->old.text, counted, change->start));
        counted = change->start;
        change->line = line;
        trim(diff, change);
        if (change->start == change->end && change->new_start == change->new_end) {
            work->changes.count--;
        }
    }
}

static void write_hunks(struct buf *out, const struct work *work) {
    const struct change *changes = work->changes.items;
    ptrdiff_t shift = 0;
    for (size_t first = 0; first < work->changes.count;) {
        size_t last = first + 1;
        while (last < work->changes.count &&
               lines_on(work->diff->old.text, changes[last - 1].end, 2 * CONTEXT) >=
                   changes[last].start) {
            last++;
        }
        write_hunk(out, work, first, last, shift);
        for (; first < last; first++) {
            shift += lines_grown(work->diff, &changes[first]);
        }
    }
}

static void write_header(struct buf *out, const struct udiff *diff, const char *mark) {
    buf_text(out, diff->color ? "\033[1m" : "");
    buf_text(out, mark);
    visible_write(out, diff->name);
    buf_text(out, diff->color ? "\033[0m\n" : "\n");
}

void udiff_write(struct buf *out, const struct udiff *diff) {
    struct work work = {.diff = diff};
    collect(&work);
    if (work.failed) {
        out->failed = true;
    } else if (work.changes.count > 0) {
        write_header(out, diff, "--- ");
        write_header(out, diff, "+++ ");
        write_hunks(out, &work);
    }
    VEC_DEINIT(work.changes);
}
