/* SPDX-License-Identifier: MIT */
#include "text/source.h"

#include "text/utf8.h"

enum { EXCERPT_MAX = 160, BASE64_RUN = 24 };

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

static bool is_base64(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '+' || byte == '/' || byte == '=';
}

/* Talos' own idea of what looks secret (types/registry_audit_test.go), and bare `key:`. */
static bool sounds_secret(struct span line, size_t colon) {
    static const char *const words[] = {"password",   "passphrase",   "token", "secret",
                                        "privatekey", "presharedkey", "apikey"};
    struct span key = span_slice(line, 0, colon);
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        size_t length = strlen(words[i]);
        for (size_t at = 0; at + length <= key.size; at++) {
            if (strncasecmp(key.data + at, words[i], length) == 0) {
                return true;
            }
        }
    }
    bool bare =
        span_ends(key, "key") && (key.size == 3 || !is_base64(key.data[key.size - 4]));
    return bare || span_ends(key, "key\"") || span_ends(key, "key'");
}

static size_t base64_end(struct span line, size_t at) {
    size_t end = at;
    while (end < line.size && is_base64(line.data[end])) {
        end++;
    }
    return end;
}

void source_mask_line(struct buf *out, struct span line) {
    size_t colon = 0;
    while (colon < line.size &&
           !(line.data[colon] == ':' && sounds_secret(line, colon))) {
        colon++;
    }
    size_t at = 0;
    while (at < colon) {
        size_t end = base64_end(line, at);
        if (end - at >= BASE64_RUN) {
            buf_text(out, "******");
        } else {
            end = end == at ? at + 1 : end;
            end = end > colon ? colon : end;
            buf_append(out, line.data + at, end - at);
        }
        at = end;
    }
    if (colon < line.size) {
        buf_text(out, colon + 1 < line.size ? ": ******" : ":");
    }
}

static struct span excerpt(const struct source *source, size_t offset, struct buf *out) {
    size_t start = visible_start(source->text, offset);
    size_t end =
        start + span_find(span_slice(source->text, start, source->text.size), '\n');
    end -= end > start && source->text.data[end - 1] == '\r';
    struct span line = span_slice(source->text, start, end);
    if (line.size > EXCERPT_MAX || utf8_check(line) != line.size) {
        return (struct span){NULL, 0};
    }
    source_mask_line(out, line);
    return out->failed || out->size == 0 ? (struct span){NULL, 0} : buf_view(out);
}

enum tauth_status source_report(struct tauth_diags *diags, enum rule rule,
                                const struct source *source, size_t offset,
                                const char *hint, const char *format, ...) {
    offset = offset > source->text.size ? source->text.size : offset;
    struct position position = source_position(source, offset);
    _cleanup_buf_ struct buf line = {0};
    struct diag_place place = {.file = source->name,
                               .line = position.line,
                               .column = position.column,
                               .source = excerpt(source, offset, &line)};
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        diag_add_list(diags, rule, &place, hint, format, arguments);
    va_end(arguments);
    return status;
}
