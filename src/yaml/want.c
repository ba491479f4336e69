/* SPDX-License-Identifier: MIT */
#include "yaml/want.h"

#include "yaml/node.h"

enum { FEW = 16 }; /* children that are looked through one by one */

struct want *want_new(struct arena *arena, enum want_kind kind) {
    struct want *want = ARENA_NEW(arena, struct want);
    if (want != NULL) {
        want->kind = kind;
    }
    return want;
}

struct want *want_adopt(struct want *parent, struct want *child) {
    if (parent == NULL || child == NULL) {
        return NULL;
    }
    if (parent->last == NULL) {
        parent->first = child;
    } else {
        parent->last->next = child;
    }
    parent->last = child;
    return child;
}

struct want *want_child(struct arena *arena, struct want *mapping, struct span key,
                        enum want_kind kind) {
    struct want *child = want_adopt(mapping, want_new(arena, kind));
    if (child != NULL) {
        child->key = key;
    }
    return child;
}

struct want *want_item(struct arena *arena, struct want *sequence, enum want_kind kind) {
    return want_adopt(sequence, want_new(arena, kind));
}

struct want *want_string(struct arena *arena, struct want *mapping, const char *key,
                         struct span text) {
    struct want *child = want_child(arena, mapping, span_of(key), WANT_STRING);
    if (child != NULL) {
        child->text = text;
    }
    return child;
}

static struct want **slot_of(const struct want *mapping, struct span key) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < key.size; i++) {
        hash = (hash ^ (unsigned char)key.data[i]) * 16777619u;
    }
    uint32_t mask = mapping->table_size - 1, at = (hash ^ hash >> 15) & mask;
    while (mapping->table[at] != NULL && !span_equal(mapping->table[at]->key, key)) {
        at = (at + 1) & mask;
    }
    return &mapping->table[at];
}

bool want_index(struct arena *arena, struct want *mapping) {
    uint32_t count = 0, size = 64;
    for (const struct want *child = mapping->first; child != NULL; child = child->next) {
        count++;
    }
    if (count <= FEW) {
        return true;
    }
    while (size < 2 * count) {
        size *= 2;
    }
    mapping->table = arena_alloc(arena, size * sizeof(struct want *));
    mapping->table_size = size;
    for (struct want *child = mapping->first; child != NULL && mapping->table != NULL;
         child = child->next) {
        *slot_of(mapping, child->key) = child;
    }
    return mapping->table != NULL;
}

struct want *want_get(const struct want *mapping, struct span key) {
    if (mapping->table != NULL) {
        return *slot_of(mapping, key);
    }
    for (struct want *child = mapping->first; child != NULL; child = child->next) {
        if (span_equal(child->key, key)) {
            return child;
        }
    }
    return NULL;
}

bool want_only_removes(const struct want *want) {
    if (want->kind == WANT_REMOVE) {
        return true;
    }
    if (want->kind != WANT_MAPPING || want->whole || want->first == NULL) {
        return false;
    }
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (!want_only_removes(child)) {
            return false;
        }
    }
    return true;
}

void want_prune(struct want *want) {
    struct want *kept = NULL;
    struct want **link = &want->first;
    while (*link != NULL) {
        if (want_only_removes(*link)) {
            *link = (*link)->next;
            continue;
        }
        want_prune(*link);
        kept = *link;
        link = &kept->next;
    }
    want->last = kept;
}

static struct want *copy_children(struct arena *arena, const struct yaml_index *index,
                                  node_id id, struct want *want) {
    const struct node *node = node_at(index, id);
    node_id at = node->first;
    while (at != 0) {
        struct span key = {NULL, 0};
        if (node->kind == NODE_MAPPING) {
            key = node_text(index, node_follow(index, at));
            at = node_at(index, at)->next;
        }
        struct want *child = want_adopt(want, want_from_node(arena, index, at));
        if (child == NULL) {
            return NULL;
        }
        child->key = key;
        at = node_at(index, at)->next;
    }
    return want;
}

struct want *want_from_node(struct arena *arena, const struct yaml_index *index,
                            node_id id) {
    id = node_follow(index, id);
    const struct node *node = node_at(index, id);
    if (node->kind == NODE_SCALAR) {
        bool lines = span_find(node_text(index, id), '\n') < node->size;
        bool string = node_type(index, id) == SCALAR_STRING || lines;
        struct want *want = want_new(arena, string ? WANT_STRING : WANT_PLAIN);
        if (want != NULL) {
            want->text = node->size == 0 && !string ? SPAN("null") : node_text(index, id);
        }
        return want;
    }
    bool mapping = node->kind == NODE_MAPPING;
    struct want *want = want_new(arena, mapping ? WANT_MAPPING : WANT_SEQUENCE);
    return want == NULL ? NULL : copy_children(arena, index, id, want);
}

/* A number or bool has one value, however it is spelled. */
static bool plain_equals(struct span want, struct span text) {
    uint64_t left = 0, right = 0;
    if (scalar_resolve(want) == SCALAR_BOOL && scalar_resolve(text) == SCALAR_BOOL) {
        return scalar_is_true(want, true) == scalar_is_true(text, true);
    }
    return span_equal(want, text) ||
           (scalar_integer(want, &left) && scalar_integer(text, &right) && left == right);
}

static bool scalar_equals(const struct want *want, const struct yaml_index *index,
                          node_id id) {
    const struct node *node = node_at(index, id);
    if (want->kind == WANT_PLAIN && span_is(want->text, "null") &&
        node_is_null(index, id)) {
        return true; /* however it is spelled */
    }
    if (node->kind != NODE_SCALAR || (node->flags & NODE_TAGGED) != 0) {
        return false;
    }
    if (want->kind == WANT_PLAIN) {
        return node->style == STYLE_PLAIN &&
               plain_equals(want->text, node_text(index, id));
    }
    if (!span_equal(node_text(index, id), want->text)) {
        return false;
    }
    enum scalar_type type = node_type(index, id);
    if (want->any_scalar) {
        return type != SCALAR_NULL && type != SCALAR_TIMESTAMP && type != SCALAR_MERGE;
    }
    return type == SCALAR_STRING;
}

static bool sequence_equals(const struct want *want, const struct yaml_index *index,
                            node_id id) {
    const struct node *node = node_at(index, id);
    if (node->kind != NODE_SEQUENCE) {
        return false;
    }
    node_id at = node->first;
    const struct want *item = want->first;
    while (at != 0 && item != NULL && want_equals_node(item, index, at)) {
        at = node_at(index, at)->next;
        item = item->next;
    }
    return at == 0 && item == NULL;
}

static bool mapping_equals(const struct want *want, const struct yaml_index *index,
                           node_id id) {
    const struct node *node = node_at(index, id);
    if (node->kind != NODE_MAPPING) {
        return false;
    }
    size_t count = 0;
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        node_id value = node_get(index, id, child->key, NULL);
        if (value == 0 || !want_equals_node(child, index, value)) {
            return false;
        }
        count++;
    }
    return count == node->size / 2;
}

bool want_equals_node(const struct want *want, const struct yaml_index *index,
                      node_id id) {
    id = node_follow(index, id);
    switch (want->kind) {
    case WANT_MAPPING:
        return mapping_equals(want, index, id);
    case WANT_SEQUENCE:
        return sequence_equals(want, index, id);
    case WANT_REMOVE:
        return false;
    default:
        return scalar_equals(want, index, id);
    }
}
