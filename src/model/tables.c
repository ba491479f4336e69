/* SPDX-License-Identifier: MIT */
#include "model/tables.h"

#include "model/rows.h"

const cyaml_schema_value_t text_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

static struct want *value_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                                  const void *data, uint64_t count);

static uint64_t read_count(const void *data, const cyaml_schema_field_t *field) {
    uint64_t count = 0;
    memcpy(&count, (const char *)data + field->count_offset, field->count_size);
    return count;
}

static uint64_t read_word(const cyaml_schema_value_t *schema, const void *data) {
    uint32_t value = 0;
    memcpy(&value, data, schema->data_size);
    return value;
}

static bool is_absent(const cyaml_schema_field_t *field, const void *value,
                      uint64_t count) {
    enum cyaml_flag flags = field->value.flags;
    if (field->value.type == CYAML_IGNORE) {
        return true;
    }
    if ((flags & CYAML_FLAG_OPTIONAL) == 0) {
        return false;
    }
    if (field->value.type == CYAML_ENUM) {
        return read_word(&field->value, value) == 0;
    }
    if ((flags & CYAML_FLAG_POINTER) == 0) {
        return false;
    }
    const void *target;
    memcpy(&target, value, sizeof(target));
    return target == NULL || (field->value.type == CYAML_SEQUENCE && count == 0);
}

/* A part of a struct that is optional is there when something is in it. */
static bool is_empty_part(const cyaml_schema_value_t *schema, const struct want *want) {
    return schema->type == CYAML_MAPPING && want->first == NULL &&
           (schema->flags & (CYAML_FLAG_OPTIONAL | CYAML_FLAG_POINTER)) ==
               CYAML_FLAG_OPTIONAL;
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
        if (!is_empty_part(&field->value, child)) {
            want_adopt(mapping, child);
        }
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

static const char *word_text(const cyaml_schema_value_t *schema, const void *data) {
    uint64_t value = read_word(schema, data);
    for (uint32_t i = 0; i < schema->enumeration.count; i++) {
        if ((uint64_t)schema->enumeration.strings[i].val == value) {
            return schema->enumeration.strings[i].str;
        }
    }
    return NULL;
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
            want->text = span_of(schema->type == CYAML_ENUM ? word_text(schema, data)
                                                            : (const char *)data);
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
