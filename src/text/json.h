/* SPDX-License-Identifier: MIT */
/* JSON texts. */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include <jansson.h>

#include "base/buf.h"

/* Appends a text in quotes; what is not UTF-8 is an error of the buffer. */
void json_quote(struct buf *out, struct span text);

/* A text as a value, U+FFFD for bytes that are not UTF-8; NULL: null. */
json_t *json_text(const char *text);

struct json_pair {
    const char *key;
    json_t *value; /* NULL: a failure of memory */
};

/* An object of values, which it takes over; NULL where one of them failed. */
json_t *json_pairs(const struct json_pair *pairs, size_t count);

/* Appends a document and a newline, and drops it; NULL is a failure of memory. */
void json_write(struct buf *out, json_t *root, size_t flags);

#endif
