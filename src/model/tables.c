/* SPDX-License-Identifier: MIT */
#include "model/tables.h"

static struct want *value_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                                  const void *data, uint64_t count);

static uint64_t read_count(const void *data, const cyaml_schema_field_t *field) {
    uint64_t count = 0;
    memcpy(&count, (const char *)data + field->count_offset, field->count_size);
    return count;
}

static bool is_absent(const cyaml_schema_field_t *field, const void *value,
                      uint64_t count) {
    bool optional = (field->value.flags & CYAML_FLAG_OPTIONAL) != 0;
    bool pointer = (field->value.flags & CYAML_FLAG_POINTER) != 0;
    if (!optional || !pointer) {
        return false;
    }
    const void *target;
    memcpy(&target, value, sizeof(target));
    return target == NULL || (field->value.type == CYAML_SEQUENCE && count == 0);
}

static struct want *mapping_to_want(struct arena *arena,
                                    const cyaml_schema_value_t *schema,
                                    const void *data) {
    struct want *mapping = want_new(arena, WANT_MAPPING);
    const cyaml_schema_field_t *field = schema->mapping.fields;
    for (; mapping != NULL && field->key != NULL; field++) {
        const void *value = (const char *)data + field->data_offset;
        uint64_t count =
            field->value.type == CYAML_SEQUENCE ? read_count(data, field) : 0;
        if (is_absent(field, value, count)) {
            continue;
        }
        struct want *child = value_to_want(arena, &field->value, value, count);
        if (child == NULL) {
            return NULL;
        }
        child->key = span_of(field->key);
        want_adopt(mapping, child);
    }
    return mapping;
}

static struct want *sequence_to_want(struct arena *arena,
                                     const cyaml_schema_value_t *schema, const void *data,
                                     uint64_t count) {
    const cyaml_schema_value_t *entry = schema->sequence.entry;
    bool pointers = (entry->flags & CYAML_FLAG_POINTER) != 0;
    size_t step = pointers ? sizeof(void *) : entry->data_size;
    struct want *sequence = want_new(arena, WANT_SEQUENCE);
    for (uint64_t i = 0; sequence != NULL && i < count; i++) {
        struct want *item = value_to_want(arena, entry, (const char *)data + i * step, 0);
        if (item == NULL) {
            return NULL;
        }
        want_adopt(sequence, item);
    }
    return sequence;
}

static struct want *value_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                                  const void *data, uint64_t count) {
    if ((schema->flags & CYAML_FLAG_POINTER) != 0) {
        memcpy(&data, data, sizeof(data));
    }
    struct want *want;
    switch (schema->type) {
    case CYAML_MAPPING:
        return mapping_to_want(arena, schema, data);
    case CYAML_SEQUENCE:
        return sequence_to_want(arena, schema, data, count);
    case CYAML_BOOL:
        want = want_new(arena, WANT_PLAIN);
        if (want != NULL) {
            want->text = *(const bool *)data ? SPAN("true") : SPAN("false");
        }
        return want;
    default:
        want = want_new(arena, WANT_STRING);
        if (want != NULL) {
            want->text = span_of(data);
        }
        return want;
    }
}

struct want *table_list_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                                const void *data, size_t count) {
    return value_to_want(arena, schema, &data, count);
}

struct want *table_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                           const void *data) {
    return value_to_want(arena, schema, &data, 0);
}
