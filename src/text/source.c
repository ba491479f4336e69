/* SPDX-License-Identifier: MIT */
#include "text/source.h"

#include "text/secret.h"
#include "text/utf8.h"

enum { EXCERPT_MAX = 160 };

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

struct position source_position(const struct source *source, size_t offset) {
    struct span text = source->text;
    if (offset > text.size) {
        offset = text.size;
    }
    uint32_t line = 1;
    const char *at = text.data, *end = text.data + offset;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        line++;
        at++;
    }
    return (struct position){line, (uint32_t)source_column(text, offset) + 1};
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

static struct span excerpt(const struct source_place *place, enum rule rule,
                           size_t offset, struct buf *out) {
    struct span text = place->source->text;
    size_t start = visible_start(text, offset);
    size_t end = start + span_find(span_slice(text, start, text.size), '\n');
    end -= end > start && text.data[end - 1] == '\r';
    struct span line = span_slice(text, start, end);
    if (line.size > EXCERPT_MAX || utf8_check(line) != line.size ||
        may_continue_secret(place, rule, start)) {
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
