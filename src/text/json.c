/* SPDX-License-Identifier: MIT */
#include "text/json.h"

#include "text/utf8.h"

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

json_t *json_text(const char *chars) {
    _cleanup_buf_ struct buf whole = {0};
    struct span rest = span_of(chars);
    if (chars == NULL) {
        return json_null();
    }
    for (;;) {
        size_t good = utf8_check(rest);
        buf_span(&whole, span_slice(rest, 0, good));
        if (good == rest.size) {
            break;
        }
        buf_text(&whole, "\xEF\xBF\xBD");
        rest = span_slice(rest, good + 1, rest.size);
    }
    return whole.failed ? NULL
                        : json_stringn(whole.size == 0 ? "" : whole.data, whole.size);
}

json_t *json_pairs(const struct json_pair *pairs, size_t count) {
    json_t *object = json_object();
    bool failed = object == NULL;
    for (size_t i = 0; i < count; i++) {
        failed |= json_object_set_new(object, pairs[i].key, pairs[i].value) != 0;
    }
    if (failed) {
        json_decref(object);
        object = NULL;
    }
    return object;
}

void json_write(struct buf *out, json_t *root, size_t flags) {
    if (root == NULL || json_dump_callback(root, append, out, flags) != 0) {
        out->failed = true;
    }
    json_decref(root);
    buf_byte(out, '\n');
}
