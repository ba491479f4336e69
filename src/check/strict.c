/* SPDX-License-Identifier: MIT */
/* What Talos passes on unread and the API server decodes strictly. */
#include "check/groups.h"
#include "check/places.h"
#include "model/authentication.h"
#include "text/nearest.h"

enum { DEPTH_MAX = 32 }; /* merge keys in merge keys; the tables are five deep */

struct walk {
    struct check_input *input;
    const struct walk *up;
    struct span key; /* empty: an item of a list */
    size_t item;
    int depth;
};

static void check_value(const struct walk *walk, node_id id,
                        const cyaml_schema_value_t *schema);

static void write_path(struct buf *out, const struct walk *walk) {
    if (walk->up == NULL) {
        return;
    }
    write_path(out, walk->up);
    if (walk->key.size == 0) {
        buf_printf(out, "[%zu]", walk->item);
    } else {
        buf_printf(out, "%s%.*s", out->size > 0 ? "." : "", SPAN_ARG(walk->key));
    }
}

static const char *field_name(const void *context, size_t index) {
    const cyaml_schema_field_t *fields = context;
    return fields[index].key;
}

static void refuse_key(const struct walk *walk, node_id key, struct span name,
                       const cyaml_schema_field_t *fields) {
    struct check_input *input = walk->input;
    _cleanup_buf_ struct buf path = {0};
    write_path(&path, walk);
    buf_printf(&path, "%s%.*s", path.size > 0 ? "." : "", SPAN_ARG(name));
    const char *text = arena_copy(&input->arena, name);
    const char *near = text == NULL ? NULL : nearest(text, field_name, fields);
    const char *hint = near == NULL
                           ? "remove it: Talos does not look, and the API server "
                             "does not start"
                           : arena_printf(&input->arena, "did you mean %s?", near);
    found(input, RULE_AUTHENTICATION_UNKNOWN_KEY, key, hint,
          "strict decoding error: unknown field \"%.*s\"", SPAN_ARG(buf_view(&path)));
}

/* `<<` in free data: what it names becomes part of the mapping. */
static void check_merged(const struct walk *walk, node_id value,
                         const cyaml_schema_value_t *schema) {
    const struct yaml_index *index = &walk->input->index;
    struct walk deeper = *walk;
    deeper.depth++;
    if (node_at(index, node_follow(index, value))->kind == NODE_MAPPING) {
        check_value(&deeper, value, schema);
    }
    for (node_id item = first_item(index, value); item != 0;
         item = next_item(index, item)) {
        if (node_at(index, node_follow(index, item))->kind == NODE_MAPPING) {
            check_value(&deeper, item, schema);
        }
    }
}

static void check_field(const struct walk *walk, node_id key,
                        const cyaml_schema_value_t *schema) {
    const struct yaml_index *index = &walk->input->index;
    const cyaml_schema_field_t *field = schema->mapping.fields;
    node_id name_id = node_follow(index, key), value = node_at(index, key)->next;
    struct span name = node_text(index, name_id);
    if (node_type(index, name_id) == SCALAR_MERGE) {
        check_merged(walk, value, schema);
        return;
    }
    if (span_is(name, "$patch")) {
        return; /* a selector; what it means in a config is another rule */
    }
    while (field->key != NULL && !span_is(name, field->key)) {
        field++;
    }
    if (field->key == NULL) {
        refuse_key(walk, key, name, schema->mapping.fields);
        return;
    }
    struct walk below = {walk->input, walk, name, 0, walk->depth + 1};
    check_value(&below, value, &field->value);
}

static void check_value(const struct walk *walk, node_id id,
                        const cyaml_schema_value_t *schema) {
    const struct yaml_index *index = &walk->input->index;
    if (walk->depth > DEPTH_MAX) {
        return;
    }
    if (schema->type == CYAML_MAPPING) {
        for (node_id key = first_key(index, id); key != 0; key = next_key(index, key)) {
            check_field(walk, key, schema);
        }
    } else if (schema->type == CYAML_SEQUENCE) {
        struct walk item = {walk->input, walk, SPAN(""), 0, walk->depth + 1};
        for (node_id i = first_item(index, id); i != 0; i = next_item(index, i)) {
            check_value(&item, i, schema->sequence.entry);
            item.item++;
        }
    }
}

static void check_configuration(struct check_input *input) {
    struct walk walk = {.input = input};
    size_t at = 0;
    for (node_id root;
         (root = next_of_kind(input, "KubeAuthenticationConfig", &at)) != 0;) {
        node_id value = value_at(&input->index, root, "configuration");
        if (value != 0) {
            check_value(&walk, value, &authentication_schema);
        }
    }
}

static const struct check_row rows[] = {
    {RULE_AUTHENTICATION_UNKNOWN_KEY, ON(INPUT_TALOS), check_configuration},
};

const struct check_group strict_group = {rows, ARRAY_SIZE(rows)};
