/* SPDX-License-Identifier: MIT */
#include "text/source.h"

#include "text/secret.h"
#include "text/utf8.h"

enum { EXCERPT_MAX = 160, MARK_DISTANCE = 4096 };

size_t source_line_start(struct span text, size_t offset) {
    const char *hit = offset == 0 ? NULL : memrchr(text.data, '\n', offset);
    return hit == NULL ? 0 : (size_t)(hit - text.data) + 1;
}

size_t source_line_end(struct span text, size_t offset) {
    for (; offset < text.size; offset++) {
        unsigned char byte = (unsigned char)text.data[offset];
        bool candidate = byte == '\n' || byte == '\r' || byte == 0xC2 || byte == 0xE2;
        if (candidate && utf8_break(text, offset) > 0) {
            break;
        }
    }
    return offset;
}

/* A byte order mark takes no column. */
static size_t visible_start(struct span text, size_t offset) {
    size_t start = source_line_start(text, offset);
    return start == 0 && span_starts(text, "\xEF\xBB\xBF") && offset >= 3 ? 3 : start;
}

size_t source_column(struct span text, size_t offset) {
    return utf8_length(span_slice(text, visible_start(text, offset), offset));
}

/* Counts on from `at` to `to`. */
static void advance(struct span text, struct source_mark *mark, size_t at, size_t to) {
    const char *hit;
    while (at < to && (hit = memchr(text.data + at, '\n', to - at)) != NULL) {
        at = (size_t)(hit - text.data) + 1;
        *mark = (struct source_mark){.line_start = at, .line = mark->line + 1};
    }
    mark->column += (uint32_t)utf8_length(span_slice(text, at, to));
}

/* The last mark before `offset`; receives where it is. Without memory there are fewer. */
static struct source_mark mark_before(const struct source *source, size_t offset,
                                      size_t *at) {
    struct source_marks *marks = source->marks;
    struct source_mark mark = {.line = 1};
    size_t wanted = marks == NULL ? 0 : offset / MARK_DISTANCE;
    size_t number =
        wanted == 0 || wanted < marks->list.count ? wanted : marks->list.count;
    if (number > 0) {
        mark = marks->list.items[number - 1];
    }
    while (number < wanted) {
        struct source_mark *slot = VEC_PUSH(marks->list);
        if (slot == NULL) {
            break;
        }
        advance(source->text, &mark, number * MARK_DISTANCE,
                (number + 1) * MARK_DISTANCE);
        *slot = mark;
        number++;
    }
    *at = number * MARK_DISTANCE;
    return mark;
}

struct position source_position(const struct source *source, size_t offset) {
    struct span text = source->text;
    if (offset > text.size) {
        offset = text.size;
    }
    size_t at = 0;
    struct source_mark mark = mark_before(source, offset, &at);
    advance(text, &mark, at, offset);
    bool behind_mark =
        mark.line_start == 0 && span_starts(text, "\xEF\xBB\xBF") && offset >= 3;
    return (struct position){mark.line, mark.column - behind_mark + 1};
}

/* The last of all marks that is not behind the start of a line. */
static size_t mark_of_line(const struct source *source, uint32_t line,
                           struct source_mark *mark) {
    size_t end, low = 0;
    *mark = (struct source_mark){.line = 1};
    mark_before(source, source->text.size, &end);
    for (size_t high = end / MARK_DISTANCE; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (source->marks->list.items[middle].line < line) {
            *mark = source->marks->list.items[middle];
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low * MARK_DISTANCE;
}

size_t source_line_offset(const struct source *source, uint32_t line) {
    struct span text = source->text;
    struct source_mark mark;
    size_t at = mark_of_line(source, line, &mark);
    while (mark.line < line && at < text.size) {
        at += span_find(span_slice(text, at, text.size), '\n') + 1;
        mark.line++;
    }
    return at < text.size ? at : text.size;
}

void source_marks_deinit(struct source_marks *marks) {
    VEC_DEINIT(marks->list);
}

struct span source_newline(struct span text, size_t offset) {
    size_t end = source_line_end(text, offset);
    if (end == text.size) {
        size_t start = source_line_start(text, offset);
        if (start == 0) {
            return SPAN("\n");
        }
        end = start - 1;
    }
    bool crlf = utf8_break(text, end) == 2 && text.data[end] == '\r';
    crlf |= text.data[end] == '\n' && end > 0 && text.data[end - 1] == '\r';
    return crlf ? SPAN("\r\n") : SPAN("\n");
}

/* What did not parse may be anything, the middle of a secret too. */
static bool may_continue_secret(const struct source_place *place, enum rule rule,
                                size_t line) {
    bool broken =
        rule == RULE_YAML_SYNTAX || rule == RULE_TEMPLATE || rule == RULE_ENCODING;
    return !place->read && secret_continues(place->source->text, line, broken);
}

bool source_short_line(struct span text, size_t offset, size_t *start, size_t *end) {
    enum { ROOM = EXCERPT_MAX + 8 }; /* and a byte order mark and a line end */
    size_t back = offset > ROOM ? offset - ROOM : 0;
    size_t first = back == 0 ? visible_start(text, offset)
                             : back + source_line_start(span_slice(text, back, text.size),
                                                        offset - back);
    size_t room = text.size - first < ROOM ? text.size : first + ROOM;
    size_t last = first + span_find(span_slice(text, first, room), '\n');
    last -= last > first && text.data[last - 1] == '\r';
    if ((back > 0 && first == back) || last - first > EXCERPT_MAX) {
        return false;
    }
    *start = first;
    *end = last;
    return true;
}

static struct span excerpt(const struct source_place *place, enum rule rule,
                           size_t offset, struct buf *out) {
    struct span text = place->source->text;
    size_t start, end;
    if (!source_short_line(text, offset, &start, &end)) {
        return (struct span){NULL, 0};
    }
    struct span line = span_slice(text, start, end);
    if (utf8_check(line) != line.size || may_continue_secret(place, rule, start)) {
        return (struct span){NULL, 0};
    }
    bool cut = place->read && place->secret < end;
    secret_mask_line(out, cut ? span_slice(text, start, place->secret) : line);
    bool masked = out->size > 0 && out->data[out->size - 1] == '*';
    buf_text(out, !cut || masked                  ? ""
                  : span_ends(buf_view(out), ":") ? " ******"
                                                  : "******");
    return out->failed || out->size == 0 ? (struct span){NULL, 0} : buf_view(out);
}

enum tauth_status source_report_list(struct tauth_diags *diags, enum rule rule,
                                     const struct source_place *place, const char *hint,
                                     const char *format, va_list arguments) {
    const struct source *source = place->source;
    size_t size = source->text.size;
    size_t start = place->start > size ? size : place->start;
    struct position position = source_position(source, start);
    struct position end = {0, 0};
    if (place->end > start) {
        end = source_position(source, place->end);
    }
    _cleanup_buf_ struct buf line = {0};
    struct diag_place where = {.file = source->name,
                               .line = position.line,
                               .column = position.column,
                               .end_line = end.line,
                               .end_column = end.column,
                               .path = place->path,
                               .severity = place->severity,
                               .source = excerpt(place, rule, start, &line)};
    return line.failed ? TAUTH_NO_MEMORY
                       : diag_add_list(diags, rule, &where, hint, format, arguments);
}

enum tauth_status source_report(struct tauth_diags *diags, enum rule rule,
                                const struct source *source, size_t offset,
                                const char *hint, const char *format, ...) {
    const struct source_place place = {.source = source, .start = offset};
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        source_report_list(diags, rule, &place, hint, format, arguments);
    va_end(arguments);
    return status;
}
