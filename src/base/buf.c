/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"

/* Not realloc(): it may leave a copy of the old bytes behind. */
static bool grow(struct buf *buf, size_t wanted) {
    size_t capacity = buf->capacity == 0 ? 256 : buf->capacity;
    while (capacity < wanted) {
        if (!checked_mul(capacity, 2, &capacity)) {
            return false;
        }
    }
    char *data = malloc(capacity);
    if (data == NULL) {
        return false;
    }
    if (buf->data != NULL) {
        memcpy(data, buf->data, buf->size);
        explicit_bzero(buf->data, buf->size);
        free(buf->data);
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void buf_reserve(struct buf *buf, size_t more) {
    size_t wanted;
    if (!buf->failed && (!checked_add(buf->size, more, &wanted) ||
                         (wanted > buf->capacity && !grow(buf, wanted)))) {
        buf->failed = true;
    }
}

void buf_append(struct buf *buf, const void *data, size_t size) {
    buf_reserve(buf, size);
    if (!buf->failed && size > 0) {
        memcpy(buf->data + buf->size, data, size);
        buf->size += size;
    }
}

void buf_fill(struct buf *buf, char byte, size_t count) {
    buf_reserve(buf, count);
    if (!buf->failed && count > 0) {
        memset(buf->data + buf->size, byte, count);
        buf->size += count;
    }
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buf->failed = true;
    } else {
        buf_reserve(buf, (size_t)length + 1);
    }
    if (!buf->failed) {
        vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
        buf->size += (size_t)length;
    }
    va_end(again);
}

void buf_deinit(struct buf *buf) {
    if (buf->data != NULL) {
        explicit_bzero(buf->data, buf->size);
        free(buf->data);
    }
    *buf = (struct buf){0};
}
