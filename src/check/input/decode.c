/* SPDX-License-Identifier: MIT */
#include "check/input/decode.h"

#include "base/status.h"
#include "text/base64.h"
#include "text/nearest.h"

/* Where the decoder is: fields of structs, items of lists. */
struct step {
    const struct step *parent;
    struct span key; /* data NULL: an item of the parent */
    size_t item;
};

static bool is_bool_word(struct span text) {
    static const char *const words[] = {"y",  "Y",   "yes", "Yes", "YES", "n",
                                        "N",  "no",  "No",  "NO",  "on",  "On",
                                        "ON", "off", "Off", "OFF"};
    for (size_t i = 0; text.size <= 3 && i < ARRAY_SIZE(words); i++) {
        if (span_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

static enum json_kind scalar_kind(const struct yaml_index *index, node_id node) {
    switch (node_type(index, node)) {
    case SCALAR_NULL:
        return JSON_NULL;
    case SCALAR_BOOL:
        return JSON_BOOL;
    case SCALAR_INT:
    case SCALAR_FLOAT:
        return JSON_NUMBER;
    default: /* dates stay texts */
        break;
    }
    const struct node *scalar = node_at(index, node);
    bool plain = scalar->style == STYLE_PLAIN &&
                 (scalar->flags & (NODE_TAG_STR | NODE_TAGGED)) == 0;
    return plain && is_bool_word(node_text(index, node)) ? JSON_BOOL : JSON_STRING;
}

enum json_kind kube_kind(const struct yaml_index *index, node_id node) {
    switch (node_at(index, node)->kind) {
    case NODE_SCALAR:
        return scalar_kind(index, node);
    case NODE_SEQUENCE:
        return JSON_ARRAY;
    case NODE_MAPPING:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

/* `subjects[0].name`, or `subjects.name` as Go names the field of a type. */
static void write_path(const struct step *step, bool items, struct buf *out) {
    if (step == NULL) {
        return;
    }
    write_path(step->parent, items, out);
    if (step->key.data == NULL) {
        if (items) {
            buf_printf(out, "[%zu]", step->item);
        }
        return;
    }
    buf_text(out, out->size > 0 ? "." : "");
    buf_span(out, step->key);
}

static const char *json_word(enum json_kind kind) {
    static const char *const words[] = {
        [JSON_NULL] = "null",     [JSON_BOOL] = "bool",   [JSON_NUMBER] = "number",
        [JSON_STRING] = "string", [JSON_ARRAY] = "array", [JSON_OBJECT] = "object",
    };
    return words[kind];
}

/* A value on its way into a field. */
struct value {
    node_id node;
    const struct step *step;
    const struct go_struct *owner; /* the struct that has the field */
    const struct go_field *field;
};

static void write_type(struct buf *out, const struct go_field *field, bool item) {
    static const char *const words[] = {
        [GO_TEXT] = "string",
        [GO_TEXTS] = "[]string",
        [GO_BOOL] = "bool",
        [GO_NUMBER] = "int64",
        [GO_BYTES] = "[]uint8",
        [GO_TEXT_MAP] = "map[string]string",
        [GO_TEXTS_MAP] = "map[string][]string",
        [GO_ANY] = "interface {}",
    };
    bool structs = field->kind == GO_STRUCTS || field->kind == GO_STRUCT;
    if (structs) {
        bool list = field->kind == GO_STRUCTS && !item;
        buf_printf(out, "%sv1.%s", list ? "[]" : "", field->type->name);
    } else {
        buf_text(out, item ? "string" : words[field->kind]);
    }
}

static void refuse_type(struct decode *decode, const struct value *value, bool item) {
    const struct yaml_index *index = decode->manifest->index;
    static const char *const hint =
        "give a value of that type; texts that look like numbers, yes, no, on, off, y or "
        "n need quotes";
    _cleanup_buf_ struct buf path = {0}, type = {0};
    write_path(value->step, false, &path);
    write_type(&type, value->field, item);
    decode->failed = true;
    if (path.failed || type.failed) {
        status_keep(&decode->manifest->input->failed, TAUTH_NO_MEMORY);
        return;
    }
    manifest_found(decode->manifest, decode->wrong, NULL, value->node, hint,
                   "json: cannot unmarshal %s into Go struct field %s.%.*s of type %.*s",
                   json_word(kube_kind(index, value->node)), value->owner->name,
                   SPAN_ARG(buf_view(&path)), SPAN_ARG(buf_view(&type)));
}

static void decode_struct(struct decode *decode, node_id node, const struct step *step,
                          const struct go_struct *type);

static void decode_items(struct decode *decode, const struct value *value) {
    const struct yaml_index *index = decode->manifest->index;
    enum json_kind wanted = value->field->kind == GO_STRUCTS ? JSON_OBJECT : JSON_STRING;
    size_t number = 0;
    for (node_id at = kube_first(index, value->node); at != 0;
         at = kube_next(index, at)) {
        const struct step step = {value->step, {NULL, 0}, number++};
        struct value item = {node_follow(index, at), &step, value->owner, value->field};
        enum json_kind kind = kube_kind(index, item.node);
        if (kind == JSON_NULL) {
            continue;
        }
        if (kind != wanted) {
            refuse_type(decode, &item, true);
        } else if (wanted == JSON_OBJECT) {
            decode_struct(decode, item.node, &step, value->field->type);
        }
    }
}

static void decode_map(struct decode *decode, const struct value *value) {
    const struct yaml_index *index = decode->manifest->index;
    enum json_kind wanted = value->field->kind == GO_TEXTS_MAP ? JSON_ARRAY : JSON_STRING;
    node_id key = node_at(index, value->node)->first;
    while (key != 0) {
        node_id at = node_at(index, key)->next;
        struct value item = {node_follow(index, at), value->step, value->owner,
                             value->field};
        enum json_kind kind = kube_kind(index, item.node);
        bool merge = span_is(node_text(index, node_follow(index, key)), "<<");
        if (kind != JSON_NULL && kind != wanted && !merge) {
            refuse_type(decode, &item, true);
        }
        key = node_at(index, at)->next;
    }
}

/* Go's words for what is no base64 (encoding/base64). */
static void check_base64(struct decode *decode, const struct value *value) {
    _cleanup_buf_ struct buf bytes = {0};
    size_t fault = 0;
    struct span text = node_text(decode->manifest->index, value->node);
    if (!base64_decode(&bytes, text, &fault) && !bytes.failed) {
        decode->failed = true;
        manifest_found(decode->manifest, decode->wrong, NULL, value->node,
                       "give the base64 of the whole file: base64 -w0 FILE",
                       "illegal base64 data at input byte %zu", fault);
    } else if (bytes.failed) {
        status_keep(&decode->manifest->input->failed, TAUTH_NO_MEMORY);
    }
}

static void decode_value(struct decode *decode, const struct value *value) {
    static const enum json_kind wanted[] = {
        [GO_TEXT] = JSON_STRING,      [GO_TEXTS] = JSON_ARRAY,
        [GO_BOOL] = JSON_BOOL,        [GO_NUMBER] = JSON_NUMBER,
        [GO_BYTES] = JSON_STRING,     [GO_STRUCT] = JSON_OBJECT,
        [GO_STRUCTS] = JSON_ARRAY,    [GO_TEXT_MAP] = JSON_OBJECT,
        [GO_TEXTS_MAP] = JSON_OBJECT,
    };
    enum json_kind kind = kube_kind(decode->manifest->index, value->node);
    if (kind == JSON_NULL || value->field->kind == GO_ANY) {
        return;
    }
    if (kind != wanted[value->field->kind]) {
        refuse_type(decode, value, false);
        return;
    }
    switch (value->field->kind) {
    case GO_STRUCT:
        decode_struct(decode, value->node, value->step, value->field->type);
        break;
    case GO_TEXTS:
    case GO_STRUCTS:
        decode_items(decode, value);
        break;
    case GO_TEXT_MAP:
    case GO_TEXTS_MAP:
        decode_map(decode, value);
        break;
    case GO_BYTES:
        check_base64(decode, value);
        break;
    default:
        break;
    }
}

static const char *field_name(const void *context, size_t index) {
    const struct go_struct *type = context;
    return index < type->count ? type->fields[index].key : NULL;
}

static void refuse_unknown(struct decode *decode, node_id key, const struct step *step,
                           const struct go_struct *type) {
    struct check_input *input = decode->manifest->input;
    struct arena *arena = &input->arena;
    if (input_is_full(input)) {
        input->findings++;
        return;
    }
    _cleanup_buf_ struct buf path = {0};
    write_path(step, true, &path);
    buf_byte(&path, '\0');
    char *name = arena_copy(arena, step->key);
    const char *near = name == NULL ? NULL : nearest(name, field_name, type);
    const char *hint = near == NULL ? "remove it, or move it to where it belongs"
                                    : arena_printf(arena, "it may be meant as %s", near);
    if (path.failed || name == NULL || hint == NULL) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
        return;
    }
    manifest_found(decode->manifest, decode->unknown, NULL, key, hint, "%s\"%s\"",
                   decode->unknown_words, path.data);
}

static const struct go_field *find_field(const struct go_struct *type, struct span key) {
    for (size_t i = 0; i < type->count; i++) {
        if (span_is(key, type->fields[i].key)) {
            return &type->fields[i];
        }
    }
    return NULL;
}

static void decode_struct(struct decode *decode, node_id node, const struct step *parent,
                          const struct go_struct *type) {
    const struct yaml_index *index = decode->manifest->index;
    node_id key = node_at(index, node)->first;
    while (key != 0) {
        node_id at = node_at(index, key)->next;
        struct span name = node_text(index, node_follow(index, key));
        const struct step step = {parent, name, 0};
        const struct go_field *field = find_field(type, name);
        const struct value value = {node_follow(index, at), &step, type, field};
        if (field != NULL) {
            decode_value(decode, &value);
        } else if (!span_is(name, "<<")) {
            refuse_unknown(decode, key, &step, type);
        }
        key = node_at(index, at)->next;
    }
}

void decode_document(struct decode *decode, node_id root, const struct go_struct *type) {
    decode_struct(decode, root, NULL, type);
}
