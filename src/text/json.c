/* SPDX-License-Identifier: MIT */
#include "text/json.h"

#include <jansson.h>

static int append(const char *data, size_t size, void *context) {
    struct buf *out = context;
    buf_append(out, data, size);
    return out->failed ? -1 : 0;
}

void json_quote(struct buf *out, struct span text) {
    json_t *value = json_stringn(text.size == 0 ? "" : text.data, text.size);
    if (value == NULL || json_dump_callback(value, append, out, JSON_ENCODE_ANY) != 0) {
        out->failed = true;
    }
    json_decref(value);
}
