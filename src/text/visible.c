/* SPDX-License-Identifier: MIT */
#include "text/visible.h"

#include "text/utf8.h"

/* Controls, and what turns the direction of text around. */
static bool is_invisible(uint32_t point) {
    return (point < 0x20 && point != '\t') || (point >= 0x7F && point <= 0x9F) ||
           (point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

void visible_write(struct buf *out, const char *chars) {
    struct span text = span_of(chars);
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        if (is_invisible(point)) {
            buf_printf(out, point < 0x80 ? "\\x%02x" : "\\u%04x", point);
        } else {
            buf_append(out, text.data + start, at - start);
        }
    }
}
