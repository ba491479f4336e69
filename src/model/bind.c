/* SPDX-License-Identifier: MIT */
#include "model/bind.h"

#include "model/shape.h"
#include "yaml/emit.h"

/* Stands in front of every piece of memory that libcyaml gets. */
union header {
    size_t capacity;
    max_align_t align;
};

/* Lists grow by one item at a time: room for twice as many keeps that linear. */
static void *take_memory(void *context, void *old, size_t size) {
    union header *header = old == NULL ? NULL : (union header *)old - 1;
    if (size == 0) {
        return NULL; /* the arena gives everything back at once */
    }
    if (header != NULL && size <= header->capacity) {
        return old;
    }
    size_t capacity = header == NULL ? size : 2 * size;
    union header *grown = arena_alloc(context, sizeof(*grown) + capacity);
    if (grown == NULL) {
        return NULL;
    }
    grown->capacity = capacity;
    if (header != NULL) {
        memcpy(grown + 1, old, header->capacity);
    }
    return grown + 1;
}

/* The shape was checked: whatever libcyaml still says is told by its status. */
static void drop_message(cyaml_log_t level, void *context, const char *format,
                         va_list arguments) {
    (void)level;
    (void)context;
    (void)format;
    (void)arguments;
}

static enum tauth_status load(struct span text, const cyaml_schema_value_t *schema,
                              struct arena *arena, void **out) {
    const cyaml_config_t config = {
        .log_fn = drop_message,
        .mem_fn = take_memory,
        .mem_ctx = arena,
        .log_level = CYAML_LOG_ERROR,
        .flags = CYAML_CFG_NO_ALIAS,
    };
    cyaml_data_t *data = NULL;
    cyaml_err_t error = cyaml_load_data((const uint8_t *)text.data, text.size, &config,
                                        schema, &data, NULL);
    if (error != CYAML_OK) {
        return error == CYAML_ERR_OOM ? TAUTH_NO_MEMORY : TAUTH_INTERNAL;
    }
    *out = data;
    return TAUTH_OK;
}

static enum tauth_status bind(struct shape *shape, node_id root,
                              const cyaml_schema_value_t *schema, void **out) {
    struct want *want = shape_mapping(shape, root, schema);
    if (want == NULL || shape->status != TAUTH_OK) {
        return want == NULL ? TAUTH_NO_MEMORY : shape->status;
    }
    _cleanup_buf_ struct buf text = {0};
    enum tauth_status status = emit_checked(&text, want, &emit_kubernetes_style);
    return status == TAUTH_OK ? load(buf_view(&text), schema, shape->arena, out) : status;
}

enum tauth_status bind_mapping(const struct yaml_index *index, node_id root,
                               const cyaml_schema_value_t *schema, struct arena *arena,
                               void **out, struct tauth_diags *diags) {
    struct shape shape = {.index = index, .arena = arena, .diags = diags};
    return bind(&shape, root, schema, out);
}

enum tauth_status bind_flags(const struct yaml_index *index, node_id root,
                             const cyaml_schema_value_t *schema, struct arena *arena,
                             void **out, struct tauth_diags *diags) {
    struct shape shape = {
        .index = index, .arena = arena, .diags = diags, .lone_items = true};
    return bind(&shape, root, schema, out);
}
