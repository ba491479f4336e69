/* SPDX-License-Identifier: MIT */
/* Findings at a node: where it begins and ends, and its path. */
#include "yaml/node.h"
#include "yaml/secrets.h"

/* The child of a collection that a node is in, or is; nodes are in the order of the text. */
static node_id child_around(const struct yaml_index *index, node_id parent, node_id id) {
    node_id found = 0;
    for (node_id at = node_at(index, parent)->first; at != 0 && at <= id;
         at = node_at(index, at)->next) {
        found = at;
    }
    return found;
}

static void write_key(const struct yaml_index *index, node_id key, struct buf *out) {
    struct span text = node_text(index, node_follow(index, key));
    bool plain = text.size > 0 && span_find(text, '.') == text.size &&
                 span_find(text, '[') == text.size && span_find(text, '"') == text.size;
    buf_text(out, out->size > 0 ? "." : "");
    if (plain) {
        buf_span(out, text);
    } else {
        scalar_write_double(out, text);
    }
}

/* Writes the step to `child` and returns the child to go on with: the value of a key. */
static node_id write_step(const struct yaml_index *index, node_id parent, node_id child,
                          struct buf *out) {
    bool mapping = node_at(index, parent)->kind == NODE_MAPPING;
    node_id key = 0;
    size_t number = 0;
    for (node_id at = node_at(index, parent)->first; at != child;
         at = node_at(index, at)->next) {
        key = at;
        number++;
    }
    if (mapping) {
        write_key(index, number % 2 == 0 ? child : key, out);
    } else {
        buf_printf(out, "[%zu]", number);
    }
    return child;
}

static node_id root_of(const struct yaml_index *index, node_id id) {
    node_id root = 0;
    for (size_t i = 0; i < index->documents.count; i++) {
        if (index->documents.items[i].root <= id) {
            root = index->documents.items[i].root;
        }
    }
    return root;
}

void node_write_path(const struct yaml_index *index, node_id id, struct buf *out) {
    node_id at = root_of(index, id);
    bool inside = secrets_hold(index, id);
    while (at != 0 && at != id) {
        uint8_t kind = node_at(index, at)->kind;
        bool collection = kind == NODE_MAPPING || kind == NODE_SEQUENCE;
        node_id child = collection ? child_around(index, at, id) : 0;
        if (child == 0 ||
            (inside && kind == NODE_MAPPING && secrets_hold(index, child))) {
            return;
        }
        at = write_step(index, at, child, out);
    }
}

/* The end of the node on its first line: more would mark whole documents. */
static size_t visible_end(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    size_t line = source_line_end(index->source->text, node->start);
    return node->end < line && node->end > node->start ? node->end : line;
}

enum tauth_status node_report_list(struct tauth_diags *diags, enum rule rule,
                                   const struct node_place *place, const char *hint,
                                   const char *format, va_list arguments) {
    _cleanup_buf_ struct buf path = {0};
    node_write_path(place->index, place->id, &path);
    buf_byte(&path, '\0');
    if (path.failed) {
        return TAUTH_NO_MEMORY;
    }
    struct span text = place->index->source->text;
    size_t start = node_at(place->index, place->id)->start;
    size_t line = source_line_start(text, start);
    size_t line_end = line + span_find(span_slice(text, line, text.size), '\n');
    const struct source_place where = {
        .source = place->index->source,
        .start = start,
        .end = visible_end(place->index, place->id),
        .read = true,
        .secret = secrets_first(place->index, line, line_end),
        .path = path.size > 1 ? path.data : NULL,
        .severity = place->severity,
    };
    return source_report_list(diags, rule, &where, hint, format, arguments);
}

enum tauth_status node_report(struct tauth_diags *diags, enum rule rule,
                              const struct yaml_index *index, node_id id,
                              const char *hint, const char *format, ...) {
    const struct node_place place = {index, id, NULL};
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        node_report_list(diags, rule, &place, hint, format, arguments);
    va_end(arguments);
    return status;
}
