/* SPDX-License-Identifier: MIT */
#include "yaml/build.h"
#include "yaml/node.h"

size_t block_scalar_header(struct span text, size_t content) {
    size_t at = content < text.size ? content + 1 : text.size;
    while (at < text.size && strchr("+-0123456789", text.data[at]) != NULL &&
           text.data[at] != '\0') {
        at++;
    }
    return at;
}

static size_t next_line(struct span text, size_t at, size_t end) {
    at += span_find(span_slice(text, at, end), '\n');
    return at < end ? at + 1 : end;
}

static size_t blanks(struct span text, size_t at, size_t end) {
    size_t count = 0;
    while (at + count < end && text.data[at + count] == ' ') {
        count++;
    }
    return count;
}

static bool ends_line(struct span text, size_t at, size_t end) {
    return at >= end || text.data[at] == '\n' || text.data[at] == '\r';
}

/* Indentation of the first line that has content. */
static size_t indentation(struct span text, size_t at, size_t end) {
    while (at < end) {
        size_t count = blanks(text, at, end);
        if (!ends_line(text, at + count, end)) {
            return count;
        }
        at = next_line(text, at, end);
    }
    return SIZE_MAX;
}

/* End of the line that starts at `at`, its break left out. */
static size_t line_content(struct span text, size_t at, size_t end) {
    size_t stop = at + span_find(span_slice(text, at, end), '\n');
    return stop > at && stop <= end && text.data[stop - 1] == '\r' ? stop - 1 : stop;
}

size_t block_scalar_end(struct span text, size_t content, size_t end, uint8_t *flags) {
    size_t header = block_scalar_header(text, content);
    struct span marks = span_slice(text, content, header);
    if (span_find(marks, '+') < marks.size) {
        *flags |= NODE_KEEP;
    }
    if (span_find(marks, '-') < marks.size) {
        *flags |= NODE_STRIP;
    }
    size_t line = next_line(text, header, text.size);
    size_t last = line_content(text, source_line_start(text, header), text.size);
    size_t indent = indentation(text, line, end);
    bool keep = (*flags & NODE_KEEP) != 0;
    for (size_t at = line; at < end; at = next_line(text, at, end)) {
        size_t count = blanks(text, at, end);
        if (keep || count > indent || !ends_line(text, at + count, end)) {
            last = line_content(text, at, end);
        }
    }
    return last;
}
