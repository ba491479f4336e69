/* SPDX-License-Identifier: MIT */
/* Bytes that somebody else owns: pointer and length, never terminated. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const char *data;
    size_t size;
};

#define SPAN(literal) ((struct span){"" literal, sizeof(literal) - 1})

static inline struct span span_of(const char *text) {
    return text == NULL ? (struct span){NULL, 0} : (struct span){text, strlen(text)};
}

static inline struct span span_slice(struct span span, size_t start, size_t end) {
    return (struct span){span.data + start, end - start};
}

static inline bool span_equal(struct span left, struct span right) {
    return left.size == right.size &&
           (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

static inline bool span_is(struct span span, const char *text) {
    return span_equal(span, span_of(text));
}

static inline bool span_starts(struct span span, const char *prefix) {
    size_t length = strlen(prefix);
    return span.size >= length && memcmp(span.data, prefix, length) == 0;
}

static inline bool span_ends(struct span span, const char *suffix) {
    size_t length = strlen(suffix);
    return span.size >= length &&
           memcmp(span.data + span.size - length, suffix, length) == 0;
}

/* Offset of the first such byte, or the size of the span. */
static inline size_t span_find(struct span span, char byte) {
    const char *hit = span.size == 0 ? NULL : memchr(span.data, byte, span.size);
    return hit == NULL ? span.size : (size_t)(hit - span.data);
}

static inline bool span_has(struct span span, const char *text) {
    size_t length = strlen(text);
    return span.size > 0 && memmem(span.data, span.size, text, length) != NULL;
}

/* The arguments of a "%.*s" conversion. */
#define SPAN_ARG(span) (int)(span).size, (span).data == NULL ? "" : (span).data

#endif
