/* SPDX-License-Identifier: MIT */
#include "model/shape.h"

#include "base/status.h"
#include "text/nearest.h"

/* Where in the document: `claims.required[0]`. */
struct step {
    const struct step *up;
    const char *key; /* NULL: an item of a list */
    size_t item;
};

static struct want *take_value(struct shape *shape, const struct step *at, node_id id,
                               const cyaml_schema_value_t *schema);

static void write_path(struct buf *out, const struct step *at) {
    if (at->up != NULL) {
        write_path(out, at->up);
    }
    if (at->key == NULL) {
        buf_printf(out, "[%zu]", at->item);
    } else {
        buf_printf(out, "%s%s", out->size > 0 ? "." : "", at->key);
    }
}

/* "claims.required[0]", or "the document" for its root. */
static const char *path_of(struct shape *shape, const struct step *at) {
    _cleanup_buf_ struct buf path = {0};
    if (at != NULL) {
        write_path(&path, at);
    } else {
        buf_text(&path, "the document");
    }
    const char *text = path.failed ? NULL : arena_copy(shape->arena, buf_view(&path));
    return text == NULL ? "" : text;
}

#define report(shape, rule, id, hint, ...)                                          \
    do {                                                                            \
        if ((shape)->findings++ < SHAPE_FINDINGS_MAX) {                             \
            status_keep(&(shape)->status,                                           \
                        node_report((shape)->diags, rule, (shape)->index, id, hint, \
                                    __VA_ARGS__));                                  \
        }                                                                           \
    } while (false)

static const char *type_name(const struct yaml_index *index, node_id id) {
    static const char *const scalars[] = {
        [SCALAR_STRING] = "a text",     [SCALAR_NULL] = "null",
        [SCALAR_BOOL] = "a boolean",    [SCALAR_INT] = "a number",
        [SCALAR_FLOAT] = "a number",    [SCALAR_TIMESTAMP] = "a date",
        [SCALAR_MERGE] = "a merge key",
    };
    switch (node_at(index, id)->kind) {
    case NODE_MAPPING:
        return "a mapping";
    case NODE_SEQUENCE:
        return "a list";
    default:
        return scalars[node_type(index, id)];
    }
}

static void refuse_type(struct shape *shape, const struct step *at, node_id id,
                        const char *wanted, const char *hint) {
    if (node_is_null(shape->index, id)) {
        hint = "give a value, or leave the key out";
    }
    report(shape, RULE_WRONG_TYPE, id, hint, "%s must be %s, here is %s",
           path_of(shape, at), wanted, type_name(shape->index, id));
}

static const char *field_name(const void *context, size_t index) {
    const cyaml_schema_field_t *fields = context;
    return fields[index].key;
}

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *fields,
                                              struct span key) {
    for (; fields->key != NULL; fields++) {
        if (span_is(key, fields->key)) {
            return fields;
        }
    }
    return NULL;
}

/* The keys that would be right, or the one that was probably meant. */
static const char *known_hint(struct shape *shape, const char *text, next_name *next,
                              const void *context) {
    const char *near = nearest(text, next, context), *name;
    if (near != NULL) {
        return arena_printf(shape->arena, "did you mean %s?", near);
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_text(&hint, "it can be:");
    for (size_t i = 0; (name = next(context, i)) != NULL; i++) {
        buf_printf(&hint, " %s", name);
    }
    return hint.failed ? NULL : arena_copy(shape->arena, buf_view(&hint));
}

static void refuse_key(struct shape *shape, const struct step *at, node_id key,
                       const cyaml_schema_field_t *fields) {
    const char *name = arena_copy(shape->arena, node_text(shape->index, key));
    if (name == NULL) {
        shape->status = TAUTH_NO_MEMORY;
        return;
    }
    report(shape, RULE_UNKNOWN_KEY, key, known_hint(shape, name, field_name, fields),
           "unknown key \"%s\" in %s", name, path_of(shape, at));
}

/* Aliases would be read by libcyaml even where nobody looks. */
static bool check_plain(struct shape *shape, node_id id) {
    const struct node *node = node_at(shape->index, id);
    if (node->kind == NODE_ALIAS || node->anchor != 0) {
        report(shape, RULE_NO_ALIAS, id, "write the value itself",
               "anchors and aliases are not read here");
        return false;
    }
    if ((node->flags & NODE_TAGGED) != 0) {
        report(shape, RULE_WRONG_TYPE, id, "leave the tag out", "tags are not read here");
        return false;
    }
    return true;
}

static struct want *take_text(struct shape *shape, const struct step *at, node_id id) {
    const struct node *node = node_at(shape->index, id);
    struct span text = node_text(shape->index, id);
    struct want *want = want_new(shape->arena, WANT_STRING);
    bool bare = node->style == STYLE_PLAIN && (node->flags & NODE_TAG_STR) == 0;
    if (node->kind != NODE_SCALAR) {
        refuse_type(shape, at, id, "a text", NULL);
    } else if (node_is_null(shape->index, id)) {
        refuse_type(shape, at, id, "a text", NULL);
    } else if (node_type(shape->index, id) != SCALAR_STRING ||
               (bare && scalar_is_typed(text))) {
        const char *hint =
            arena_printf(shape->arena, "write \"%.*s\", in quotes", SPAN_ARG(text));
        report(shape, RULE_WRONG_TYPE, id, hint,
               "%s must be a text, but without quotes %.*s is %s", path_of(shape, at),
               SPAN_ARG(text),
               node_type(shape->index, id) == SCALAR_STRING
                   ? "a number or boolean to some readers"
                   : type_name(shape->index, id));
    } else if (span_find(text, '\0') < text.size) {
        report(shape, RULE_WRONG_TYPE, id, NULL, "%s holds a NUL character",
               path_of(shape, at));
    }
    if (want != NULL) {
        want->text = text;
    }
    return want;
}

static const char *word_name(const void *context, size_t index) {
    const cyaml_schema_value_t *schema = context;
    return index < schema->enumeration.count ? schema->enumeration.strings[index].str
                                             : NULL;
}

static struct want *take_word(struct shape *shape, const struct step *at, node_id id,
                              const cyaml_schema_value_t *schema) {
    size_t before = shape->findings;
    struct want *want = take_text(shape, at, id);
    if (want == NULL || shape->findings != before) {
        return want;
    }
    for (uint32_t i = 0; i < schema->enumeration.count; i++) {
        if (span_is(want->text, schema->enumeration.strings[i].str)) {
            return want;
        }
    }
    const char *text = arena_copy(shape->arena, want->text);
    if (text == NULL) {
        return NULL;
    }
    report(shape, RULE_UNKNOWN_VALUE, id, known_hint(shape, text, word_name, schema),
           "%s cannot be \"%s\"", path_of(shape, at), text);
    return want;
}

static struct want *take_bool(struct shape *shape, const struct step *at, node_id id) {
    struct want *want = want_new(shape->arena, WANT_PLAIN);
    bool scalar = node_at(shape->index, id)->kind == NODE_SCALAR;
    if (!scalar || node_type(shape->index, id) != SCALAR_BOOL) {
        refuse_type(shape, at, id, "a boolean", "write true or false");
    } else if (want != NULL) {
        char first = node_text(shape->index, id).data[0];
        want->text = first == 't' || first == 'T' ? SPAN("true") : SPAN("false");
    }
    return want;
}

static struct want *take_list(struct shape *shape, const struct step *at, node_id id,
                              const cyaml_schema_value_t *schema) {
    const struct node *node = node_at(shape->index, id);
    struct want *want = want_new(shape->arena, WANT_SEQUENCE);
    const cyaml_schema_value_t *entry = schema->sequence.entry;
    if (node->kind == NODE_SCALAR && shape->lone_items) {
        return want_adopt(want, take_value(shape, at, id, entry)) == NULL ? NULL : want;
    }
    if (node->kind != NODE_SEQUENCE) {
        refuse_type(shape, at, id, "a list",
                    node->kind == NODE_SCALAR ? "write it in brackets: [...]" : NULL);
        return want;
    }
    struct step item = {at, NULL, 0};
    for (node_id i = node->first; i != 0 && want != NULL;
         i = node_at(shape->index, i)->next) {
        if (want_adopt(want, take_value(shape, &item, i, entry)) == NULL) {
            return NULL;
        }
        item.item++;
    }
    return want;
}

/* A key that a table needs. */
static void check_missing(struct shape *shape, const struct step *at, node_id mapping,
                          const cyaml_schema_field_t *fields) {
    for (; fields->key != NULL; fields++) {
        bool optional = (fields->value.flags & CYAML_FLAG_OPTIONAL) != 0;
        if (!optional &&
            node_get(shape->index, mapping, span_of(fields->key), NULL) == 0) {
            report(shape, RULE_MISSING_KEY, mapping, NULL, "%s needs the key \"%s\"",
                   path_of(shape, at), fields->key);
        }
    }
}

static struct want *take_mapping(struct shape *shape, const struct step *at, node_id id,
                                 const cyaml_schema_value_t *schema) {
    const struct yaml_index *index = shape->index;
    const cyaml_schema_field_t *fields = schema->mapping.fields;
    struct want *want = want_new(shape->arena, WANT_MAPPING);
    if (node_at(index, id)->kind != NODE_MAPPING) {
        refuse_type(shape, at, id, "a mapping", NULL);
        return want;
    }
    for (node_id key = node_at(index, id)->first; key != 0 && want != NULL;) {
        node_id value = node_at(index, key)->next;
        const cyaml_schema_field_t *field = NULL;
        if (check_plain(shape, key)) {
            field = find_field(fields, node_text(index, key));
            if (field == NULL) {
                refuse_key(shape, at, key, fields);
            }
        }
        if (field != NULL && field->value.type != CYAML_IGNORE) {
            struct step step = {at, field->key, 0};
            struct want *child = take_value(shape, &step, value, &field->value);
            if (want_adopt(want, child) == NULL) {
                return NULL;
            }
            child->key = span_of(field->key);
        }
        key = node_at(index, value)->next;
    }
    check_missing(shape, at, id, fields);
    return want;
}

static struct want *take_value(struct shape *shape, const struct step *at, node_id id,
                               const cyaml_schema_value_t *schema) {
    if (!check_plain(shape, id)) {
        return want_new(shape->arena, WANT_STRING);
    }
    switch (schema->type) {
    case CYAML_MAPPING:
        return take_mapping(shape, at, id, schema);
    case CYAML_SEQUENCE:
        return take_list(shape, at, id, schema);
    case CYAML_BOOL:
        return take_bool(shape, at, id);
    case CYAML_ENUM:
        return take_word(shape, at, id, schema);
    default:
        return take_text(shape, at, id);
    }
}

struct want *shape_mapping(struct shape *shape, node_id root,
                           const cyaml_schema_value_t *schema) {
    return take_value(shape, NULL, root, schema);
}
