/* SPDX-License-Identifier: MIT */
#include "yaml/node.h"

#include <stdarg.h>

#include "text/utf8.h"

struct span node_text(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    const char *base = (node->flags & NODE_DECODED) != 0 ? index->decoded.data
                                                         : index->source->text.data;
    if (node->kind != NODE_SCALAR || node->size == 0) {
        return (struct span){"", 0};
    }
    return (struct span){base + node->text, node->size};
}

node_id node_follow(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    bool alias = node->kind == NODE_ALIAS && node->anchor != 0;
    return alias ? index->anchors.items[node->anchor - 1].node : id;
}

struct span node_anchor(const struct yaml_index *index, node_id id) {
    uint32_t number = node_at(index, id)->anchor;
    if (number == 0) {
        return (struct span){NULL, 0};
    }
    const struct anchor *anchor = &index->anchors.items[number - 1];
    return (struct span){index->source->text.data + anchor->name, anchor->name_size};
}

enum scalar_type node_type(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    if (node->kind != NODE_SCALAR || node->style != STYLE_PLAIN ||
        (node->flags & NODE_TAG_STR) != 0) {
        return SCALAR_STRING;
    }
    return scalar_resolve(node_text(index, id));
}

bool node_is_null(const struct yaml_index *index, node_id id) {
    return node_at(index, id)->kind == NODE_SCALAR && node_type(index, id) == SCALAR_NULL;
}

bool node_is_text(const struct yaml_index *index, node_id id, const char *text) {
    id = node_follow(index, id);
    return node_at(index, id)->kind == NODE_SCALAR && !node_is_null(index, id) &&
           span_is(node_text(index, id), text);
}

node_id node_get(const struct yaml_index *index, node_id mapping, struct span key,
                 node_id *key_id) {
    mapping = node_follow(index, mapping);
    if (mapping == 0 || node_at(index, mapping)->kind != NODE_MAPPING) {
        return 0;
    }
    node_id at = node_at(index, mapping)->first;
    while (at != 0) {
        node_id value = node_at(index, at)->next;
        node_id name = node_follow(index, at);
        if (node_at(index, name)->size == key.size &&
            span_equal(node_text(index, name), key)) {
            if (key_id != NULL) {
                *key_id = at;
            }
            return value;
        }
        at = node_at(index, value)->next;
    }
    return 0;
}

node_id node_path(const struct yaml_index *index, node_id root, ...) {
    va_list keys;
    va_start(keys, root);
    const char *key;
    while (root != 0 && (key = va_arg(keys, const char *)) != NULL) {
        root = node_get(index, root, span_of(key), NULL);
    }
    va_end(keys);
    return root;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* End of the anchor or tag at `at`; a verbatim tag (`!<...>`) may hold any mark. */
static size_t property_end(struct span text, size_t at) {
    bool verbatim =
        text.data[at] == '!' && at + 1 < text.size && text.data[at + 1] == '<';
    while (at < text.size && !is_blank(text.data[at]) && utf8_break(text, at) == 0 &&
           (verbatim || strchr(",[]{}", text.data[at]) == NULL)) {
        verbatim &= text.data[at] != '>';
        at++;
    }
    return at;
}

/* Walks over anchor and tag; `props_end` receives where the last of them ends. */
static size_t skip_properties(struct span text, size_t at, size_t *props_end) {
    while (at < text.size) {
        size_t line_break = utf8_break(text, at);
        if (line_break > 0 || is_blank(text.data[at])) {
            at += line_break > 0 ? line_break : 1;
        } else if (text.data[at] == '#') {
            at = source_line_end(text, at);
        } else if (text.data[at] == '&' || text.data[at] == '!') {
            at = property_end(text, at);
            *props_end = at;
        } else {
            break;
        }
    }
    return at;
}

size_t node_content_start(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    if ((node->flags & NODE_HAS_PROPS) == 0) {
        return node->start;
    }
    size_t props_end = node->start;
    size_t at = skip_properties(index->source->text, node->start, &props_end);
    /* The end of a missing value is that of its properties. */
    bool missing = node->kind == NODE_SCALAR && node->end != 0 && at > node->end;
    return missing ? node->end : at;
}

size_t node_props_end(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    size_t props_end = node->start;
    if ((node->flags & NODE_HAS_PROPS) != 0) {
        skip_properties(index->source->text, node->start, &props_end);
    }
    return props_end;
}

uint32_t node_line(const struct yaml_index *index, node_id id) {
    return source_position(index->source, node_at(index, id)->start).line;
}
