/* SPDX-License-Identifier: MIT */
#include "edit/udiff.h"

enum { CONTEXT = 3 };

/* Old bytes [start, end), whole lines, became `size` bytes at `text` in the pool. */
struct change {
    size_t start;
    size_t end;
    size_t text;
    size_t size;
    size_t line; /* number of lines before `start` */
};

struct work {
    const struct udiff *diff;
    VEC(struct change) changes;
    VEC(struct mask) new_masks; /* places in the pool */
    struct buf pool;
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

/* Copies old bytes into the pool together with the masks over them. */
static void copy_old(struct work *work, size_t start, size_t end) {
    const struct udiff *diff = work->diff;
    for (size_t i = 0; i < diff->mask_count; i++) {
        const struct mask *mask = &diff->masks[i];
        size_t from = mask->start > start ? mask->start : start;
        size_t to = mask->end < end ? mask->end : end;
        if (from < to) {
            struct mask *copy = VEC_PUSH(work->new_masks);
            if (copy == NULL) {
                work->failed = true;
                return;
            }
            copy->start = (uint32_t)(work->pool.size + from - start);
            copy->end = (uint32_t)(work->pool.size + to - start);
        }
    }
    buf_append(&work->pool, diff->old_text.data + start, end - start);
}

/* Takes equal lines at both ends out of a change. */
static void trim(struct work *work, struct change *change) {
    struct span old = work->diff->old_text;
    struct span new = buf_view(&work->pool);
    size_t new_end = change->text + change->size;
    while (change->start < change->end && change->text < new_end) {
        size_t left = next_line(old, change->start), right = next_line(new, change->text);
        right = right > new_end ? new_end : right;
        if (!span_equal(span_slice(old, change->start, left),
                        span_slice(new, change->text, right))) {
            break;
        }
        change->start = left;
        change->text = right;
        change->line++;
    }
    while (change->start < change->end && change->text < new_end) {
        size_t left = line_start(old, change->end - 1);
        size_t right = line_start(new, new_end - 1);
        right = right < change->text ? change->text : right;
        if (!span_equal(span_slice(old, left, change->end),
                        span_slice(new, right, new_end))) {
            break;
        }
        change->end = left;
        new_end = right;
    }
    change->size = new_end - change->text;
}

/* Splices whose lines overlap make one change; returns the index behind the last one. */
static size_t take_change(struct work *work, size_t first) {
    const struct udiff *diff = work->diff;
    struct span old = diff->old_text;
    struct change *change = VEC_PUSH(work->changes);
    if (change == NULL) {
        work->failed = true;
        return diff->splice_count;
    }
    change->start = line_start(old, diff->splices[first].start);
    change->text = work->pool.size;
    size_t at = change->start, i = first;
    change->end = change->start;
    do {
        const struct splice *splice = &diff->splices[i];
        copy_old(work, at, splice->start);
        buf_append(&work->pool, diff->splice_text.data + splice->text, splice->size);
        at = splice->end;
        bool whole = splice->end > splice->start && line_start(old, at) == at &&
                     (splice->size == 0 || work->pool.data[work->pool.size - 1] == '\n');
        change->end = whole ? at : next_line(old, at);
        i++;
    } while (i < diff->splice_count && !work->pool.failed &&
             diff->splices[i].start < change->end);
    copy_old(work, at, change->end);
    change->size = work->pool.size - change->text;
    return i;
}

/* One line with its secrets masked; a mask from lines above keeps the indentation. */
static void write_line(struct buf *out, struct span text, size_t start, size_t end,
                       const struct mask *masks, size_t count) {
    size_t at = start;
    for (size_t i = 0; i < count && masks[i].start < end; i++) {
        if (masks[i].end <= at) {
            continue;
        }
        size_t from = masks[i].start > at ? masks[i].start : at;
        if (masks[i].start < start) {
            while (from < end && text.data[from] == ' ') {
                from++;
            }
        }
        size_t to = masks[i].end < end ? masks[i].end : end;
        while (to > from && (text.data[to - 1] == '\n' || text.data[to - 1] == '\r')) {
            to--;
        }
        buf_append(out, text.data + at, from - at);
        buf_text(out, from < to ? "******" : "");
        at = to > from ? to : from;
    }
    buf_append(out, text.data + at, end - at);
}

static void write_lines(struct buf *out, const struct work *work, struct span text,
                        size_t start, size_t end, char sign) {
    bool old = text.data == work->diff->old_text.data;
    const struct mask *masks = old ? work->diff->masks : work->new_masks.items;
    size_t count = old ? work->diff->mask_count : work->new_masks.count;
    const char *color = sign == '-' ? "\033[31m" : sign == '+' ? "\033[32m" : "";
    while (start < end) {
        size_t next = next_line(text, start);
        next = next > end ? end : next;
        bool newline = text.data[next - 1] == '\n';
        buf_text(out, work->diff->color ? color : "");
        buf_byte(out, sign);
        write_line(out, text, start, next - newline, masks, count);
        buf_text(out, work->diff->color && *color != '\0' ? "\033[0m" : "");
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

/* Changes [first, last) with context around and between them. */
static void write_hunk(struct buf *out, const struct work *work, size_t first,
                       size_t last, ptrdiff_t shift) {
    struct span old = work->diff->old_text, pool = buf_view(&work->pool);
    const struct change *changes = work->changes.items;
    size_t before;
    size_t start = lines_back(old, changes[first].start, CONTEXT, &before);
    size_t end = lines_on(old, changes[last - 1].end, CONTEXT);
    size_t line = changes[first].line - before;
    size_t old_lines = count_lines(span_slice(old, start, end)), new_lines = old_lines;
    for (size_t i = first; i < last; i++) {
        new_lines += count_lines(
            span_slice(pool, changes[i].text, changes[i].text + changes[i].size));
        new_lines -= count_lines(span_slice(old, changes[i].start, changes[i].end));
    }
    buf_text(out, work->diff->color ? "\033[36m@@ " : "@@ ");
    write_range(out, '-', line, old_lines);
    buf_byte(out, ' ');
    write_range(out, '+', (size_t)((ptrdiff_t)line + shift), new_lines);
    buf_text(out, work->diff->color ? " @@\033[0m\n" : " @@\n");
    for (size_t i = first; i < last; i++) {
        write_lines(out, work, old, start, changes[i].start, ' ');
        write_lines(out, work, old, changes[i].start, changes[i].end, '-');
        write_lines(out, work, pool, changes[i].text, changes[i].text + changes[i].size,
                    '+');
        start = changes[i].end;
    }
    write_lines(out, work, old, start, end, ' ');
}

static void collect(struct work *work) {
    const struct udiff *diff = work->diff;
    size_t counted = 0, line = 0;
    for (size_t i = 0; i < diff->splice_count && !work->failed && !work->pool.failed;) {
        i = take_change(work, i);
        if (work->failed || work->pool.failed) {
            return;
        }
        struct change *change = &work->changes.items[work->changes.count - 1];
        line += count_lines(span_slice(diff->old_text, counted, change->start));
        counted = change->start;
        change->line = line;
        trim(work, change);
        if (change->start == change->end && change->size == 0) {
            work->changes.count--;
        }
    }
}

static void write_hunks(struct buf *out, const struct work *work) {
    const struct change *changes = work->changes.items;
    struct span old = work->diff->old_text;
    ptrdiff_t shift = 0;
    for (size_t first = 0; first < work->changes.count;) {
        size_t last = first + 1;
        while (last < work->changes.count &&
               lines_on(old, changes[last - 1].end, 2 * CONTEXT) >= changes[last].start) {
            last++;
        }
        write_hunk(out, work, first, last, shift);
        for (; first < last; first++) {
            struct span new = span_slice(buf_view(&work->pool), changes[first].text,
                                         changes[first].text + changes[first].size);
            shift += (ptrdiff_t)count_lines(new);
            shift -= (ptrdiff_t)count_lines(
                span_slice(old, changes[first].start, changes[first].end));
        }
    }
}

void udiff_write(struct buf *out, const struct udiff *diff) {
    struct work work = {.diff = diff};
    collect(&work);
    if (work.failed || work.pool.failed) {
        out->failed = true;
    } else if (work.changes.count > 0) {
        const char *on = diff->color ? "\033[1m" : "",
                   *off = diff->color ? "\033[0m" : "";
        buf_printf(out, "%s--- %s%s\n%s+++ %s%s\n", on, diff->name, off, on, diff->name,
                   off);
        write_hunks(out, &work);
    }
    VEC_DEINIT(work.changes);
    VEC_DEINIT(work.new_masks);
    buf_deinit(&work.pool);
}
