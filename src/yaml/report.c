/* SPDX-License-Identifier: MIT */
/* Findings at a node: where it begins and ends, and its path. */
#include "yaml/node.h"
#include "yaml/secrets.h"

enum { LINE_BREAK_MAX = 3 };

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

/* Where in a collection a node is; 0 when the collection has nothing before it. */
static struct path_step find_step(const struct yaml_index *index, node_id parent,
                                  node_id id, size_t depth) {
    struct path_step *known =
        index->path == NULL ? NULL : &index->path[depth % YAML_DEPTH_MAX];
    struct path_step step = {parent, node_at(index, parent)->first, 0, 0};
    if (known != NULL && known->parent == parent && known->child <= id) {
        step = *known;
    }
    if (step.child == 0 || step.child > id) {
        return (struct path_step){0};
    }
    node_id next; /* nodes are in the order of the text */
    while ((next = node_at(index, step.child)->next) != 0 && next <= id) {
        step = (struct path_step){parent, next, step.child, step.number + 1};
    }
    if (known != NULL) {
        *known = step;
    }
    return step;
}

static void write_step(const struct yaml_index *index, const struct path_step *step,
                       struct buf *out) {
    if (node_at(index, step->parent)->kind == NODE_MAPPING) {
        write_key(index, step->number % 2 == 0 ? step->child : step->before, out);
    } else {
        buf_printf(out, "[%zu]", step->number);
    }
}

static node_id root_of(const struct yaml_index *index, node_id id) {
    size_t low = 0, high = index->documents.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->documents.items[middle].root <= id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? 0 : index->documents.items[low - 1].root;
}

void node_write_path(const struct yaml_index *index, node_id id, struct buf *out) {
    node_id at = root_of(index, id);
    bool inside = secrets_hold(index, id);
    for (size_t depth = 0; at != 0 && at != id; depth++) {
        uint8_t kind = node_at(index, at)->kind;
        bool collection = kind == NODE_MAPPING || kind == NODE_SEQUENCE;
        struct path_step step =
            collection ? find_step(index, at, id, depth) : (struct path_step){0};
        if (step.child == 0 ||
            (inside && kind == NODE_MAPPING && secrets_hold(index, step.child))) {
            return;
        }
        write_step(index, &step, out);
        at = step.child;
    }
}

/* The end of the node on its first line: more would mark whole documents. */
static size_t visible_end(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    struct span text = index->source->text;
    bool empty = node->end <= node->start;
    if (!empty && text.size - node->end > LINE_BREAK_MAX) {
        text.size = node->end + LINE_BREAK_MAX; /* the line may be long */
    }
    size_t line = source_line_end(text, node->start);
    return node->end < line && !empty ? node->end : line;
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
    size_t start = node_at(place->index, place->id)->start;
    size_t line = start, line_end = start;
    (void)source_short_line(place->index->source->text, start, &line, &line_end);
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

enum tauth_status node_report_as(struct tauth_diags *diags, enum rule rule,
                                 const struct node_place *place, const char *hint,
                                 const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        node_report_list(diags, rule, place, hint, format, arguments);
    va_end(arguments);
    return status;
}
