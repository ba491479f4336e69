/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

static const unsigned char *bytes_of(struct span text) {
    return (const unsigned char *)text.data;
}

static bool is_continuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/* Length of the sequence that starts at `at`, or 0 when it is malformed (RFC 3629). */
static size_t sequence(const unsigned char *at, size_t left) {
    if (at[0] < 0x80) {
        return 1;
    }
    size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || length > left) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(at[i])) {
            return 0;
        }
    }
    bool overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90);
    bool surrogate = at[0] == 0xED && at[1] >= 0xA0;
    bool beyond = at[0] == 0xF4 && at[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

/* Bytes before the first one that is not ASCII, eight at a time. */
static size_t ascii_run(const unsigned char *at, size_t left) {
    size_t run = 0;
    while (left - run >= 8) {
        uint64_t word;
        memcpy(&word, at + run, sizeof(word));
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        run += 8;
    }
    while (run < left && at[run] < 0x80) {
        run++;
    }
    return run;
}

size_t utf8_check(struct span text) {
    const unsigned char *bytes = bytes_of(text);
    size_t offset = 0;
    while (offset < text.size) {
        offset += ascii_run(bytes + offset, text.size - offset);
        if (offset < text.size) {
            size_t length = sequence(bytes + offset, text.size - offset);
            if (length == 0) {
                return offset;
            }
            offset += length;
        }
    }
    return offset;
}

bool utf8_is_ascii(struct span text) {
    return ascii_run(bytes_of(text), text.size) == text.size;
}

uint32_t utf8_next(struct span text, size_t *offset) {
    const unsigned char *at = bytes_of(text) + *offset;
    size_t length = sequence(at, text.size - *offset);
    if (length <= 1) {
        *offset += 1;
        return at[0];
    }
    uint32_t point = at[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        point = point << 6 | (at[i] & 0x3Fu);
    }
    *offset += length;
    return point;
}

size_t utf8_length(struct span text) {
    const unsigned char *bytes = bytes_of(text);
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += !is_continuation(bytes[i]);
    }
    return count;
}

bool utf8_is_line(struct span text) {
    bool valid = utf8_check(text) == text.size;
    for (size_t at = 0; valid && at < text.size;) {
        uint32_t point = utf8_next(text, &at);
        valid = point >= 0x20 && point != 0x7F && (point < 0x80 || point > 0x9F) &&
                point != 0x2028 && point != 0x2029;
    }
    return valid;
}

size_t utf8_break(struct span text, size_t offset) {
    if (offset >= text.size) {
        return 0;
    }
    const unsigned char *at = bytes_of(text) + offset;
    size_t left = text.size - offset;
    if (at[0] == '\n') {
        return 1;
    }
    if (at[0] == '\r') {
        return left > 1 && at[1] == '\n' ? 2 : 1;
    }
    if (at[0] == 0xC2 && left > 1 && at[1] == 0x85) {
        return 2;
    }
    return at[0] == 0xE2 && left > 2 && at[1] == 0x80 && (at[2] & 0xFE) == 0xA8 ? 3 : 0;
}

void utf8_cursor_init(struct utf8_cursor *cursor, struct span text, size_t start) {
    *cursor =
        (struct utf8_cursor){.text = text,
                             .start = start,
                             .offset = start,
                             .ascii = utf8_is_ascii(span_slice(text, start, text.size))};
}

size_t utf8_cursor_seek(struct utf8_cursor *cursor, size_t index) {
    const unsigned char *bytes = bytes_of(cursor->text);
    if (cursor->ascii) {
        size_t offset = cursor->start + index;
        return offset < cursor->text.size ? offset : cursor->text.size;
    }
    while (cursor->index < index && cursor->offset < cursor->text.size) {
        do {
            cursor->offset++;
        } while (cursor->offset < cursor->text.size &&
                 is_continuation(bytes[cursor->offset]));
        cursor->index++;
    }
    while (cursor->index > index && cursor->offset > cursor->start) {
        do {
            cursor->offset--;
        } while (cursor->offset > cursor->start &&
                 is_continuation(bytes[cursor->offset]));
        cursor->index--;
    }
    return cursor->offset;
}
