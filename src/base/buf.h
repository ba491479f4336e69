/* SPDX-License-Identifier: MIT */
/*
 * A growing byte buffer. A failed allocation is remembered in `failed` and later appends
 * do nothing, so callers append freely and look once at the end. Bytes are zeroed before
 * they are given back, because most buffers hold configs with keys.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/attr.h"
#include "base/span.h"

struct buf {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
};

void buf_reserve(struct buf *buf, size_t more);
void buf_append(struct buf *buf, const void *data, size_t size);
void buf_fill(struct buf *buf, char byte, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) _printf_(2, 3);
void buf_deinit(struct buf *buf);

static inline void buf_span(struct buf *buf, struct span span) {
    buf_append(buf, span.data, span.size);
}

static inline void buf_text(struct buf *buf, const char *text) {
    buf_append(buf, text, strlen(text));
}

static inline void buf_byte(struct buf *buf, char byte) {
    buf_append(buf, &byte, 1);
}

static inline struct span buf_view(const struct buf *buf) {
    return (struct span){buf->data, buf->size};
}

#define _cleanup_buf_ _cleanup_(buf_deinit)

#endif
