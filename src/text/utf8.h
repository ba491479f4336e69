/* SPDX-License-Identifier: MIT */
/* UTF-8: checking it, decoding it, and walking it in code points. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/span.h"

/* Offset of the first byte that is not part of well-formed UTF-8, or the size. */
size_t utf8_check(struct span text);

/* True when every byte is below 0x80. */
bool utf8_is_ascii(struct span text);

/*
 * Decodes the code point at `offset` (below the size) of well-formed text and moves
 * `offset` behind it. A byte that starts none is returned as itself.
 */
uint32_t utf8_next(struct span text, size_t *offset);

/* Number of code points in well-formed text. */
size_t utf8_length(struct span text);

/* True when the text is well-formed and one line: no control characters, no separators. */
bool utf8_is_line(struct span text);

/* Number of bytes of the line break (LF, CR, CRLF, NEL, LS, PS) at `offset`, or 0. */
size_t utf8_break(struct span text, size_t offset);

/*
 * Turns code point indexes into byte offsets. Indexes are asked for in nearly rising
 * order, so it walks from the last answer in either direction.
 */
struct utf8_cursor {
    struct span text;
    size_t start; /* byte offset of code point 0 (behind a byte order mark) */
    size_t index;
    size_t offset;
    bool ascii;
};

void utf8_cursor_init(struct utf8_cursor *cursor, struct span text, size_t start);
size_t utf8_cursor_seek(struct utf8_cursor *cursor, size_t index);

#endif
