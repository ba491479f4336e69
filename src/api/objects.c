/* SPDX-License-Identifier: MIT */
#include <talosauth/objects.h>

#include "api/text.h"
#include "base/status.h"
#include "model/objects.h"
#include "yaml/emit.h"
#include "yaml/read.h"

struct tauth_objects {
    struct arena arena;
    VEC(struct tauth_object) list;
};

static void cleanup_objects(struct tauth_objects **objects) {
    tauth_objects_free(*objects);
}

static enum tauth_status read_all(const struct yaml_index *index,
                                  struct tauth_objects *objects,
                                  struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < index->documents.count && status >= TAUTH_OK; i++) {
        node_id root = index->documents.items[i].root;
        if (node_is_null(index, root)) {
            continue;
        }
        struct tauth_object *object = VEC_PUSH(objects->list);
        if (object == NULL) {
            return TAUTH_NO_MEMORY;
        }
        status_keep(&status, object_read(index, root, &objects->arena, object, diags));
    }
    return status;
}

enum tauth_status tauth_objects_read(const char *name, struct tauth_text text,
                                     struct tauth_objects **out,
                                     struct tauth_diags *diags) {
    _cleanup_(cleanup_objects) struct tauth_objects *objects =
        calloc(1, sizeof(*objects));
    if (objects == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct source source = {.name = name, .text = {text.data, text.size}};
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    enum tauth_status status = yaml_index_build(&index, &source, diags);
    if (status == TAUTH_OK) {
        status = read_all(&index, objects, diags);
    }
    if (status == TAUTH_OK) {
        *out = STEAL(objects);
    }
    return status;
}

size_t tauth_objects_count(const struct tauth_objects *objects) {
    return objects->list.count;
}

const struct tauth_object *tauth_objects_get(const struct tauth_objects *objects,
                                             size_t index) {
    return index < objects->list.count ? &objects->list.items[index] : NULL;
}

enum tauth_status tauth_objects_write(const struct tauth_object *objects, size_t count,
                                      struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    _cleanup_(arena_deinit) struct arena arena = {0};
    for (size_t i = 0; i < count; i++) {
        struct want *want = object_want(&arena, &objects[i]);
        if (want == NULL) {
            return TAUTH_NO_MEMORY;
        }
        buf_text(&text, i > 0 ? "---\n" : "");
        enum tauth_status status = emit_checked(&text, want, &emit_kubernetes_style);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    return text_hand_out(&text, out);
}

void tauth_objects_free(struct tauth_objects *objects) {
    if (objects != NULL) {
        VEC_DEINIT(objects->list);
        arena_deinit(&objects->arena);
        free(objects);
    }
}
