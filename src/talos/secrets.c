/* SPDX-License-Identifier: MIT */
#include "talos/secrets.h"

#include "text/secret.h"
#include "yaml/node.h"

/* The SideroLink API URL carries its join token as a query parameter. */
static bool holds_token(struct span text) {
    return span_has(text, "jointoken=");
}

static bool add_mask(const struct yaml_index *index, node_id value,
                     struct secret_places *places) {
    const struct node *node = node_at(index, value);
    if (node->end <= node->start) {
        return true;
    }
    struct mask *mask = VEC_PUSH(places->masks);
    if (mask == NULL) {
        return false;
    }
    mask->start = (uint32_t)node_content_start(index, value);
    mask->end = node->end;
    return true;
}

static int by_start(const void *left, const void *right) {
    const struct mask *a = left, *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

static bool is_secret(const struct yaml_index *index, node_id key, node_id value) {
    const struct node *node = node_at(index, value);
    if (node->kind != NODE_SCALAR) {
        return false;
    }
    struct span text = node_text(index, value);
    return secret_name(node_text(index, node_follow(index, key))) || holds_token(text);
}

bool secrets_find(const struct yaml_index *index, struct secret_places *places) {
    for (node_id id = 1; id < index->nodes.count; id++) {
        const struct node *node = node_at(index, id);
        if (node->kind != NODE_MAPPING) {
            continue;
        }
        for (node_id key = node->first; key != 0;) {
            node_id value = node_at(index, key)->next;
            node_id target = node_follow(index, value);
            if (is_secret(index, key, target) && !add_mask(index, target, places)) {
                return false;
            }
            key = node_at(index, value)->next;
        }
    }
    if (places->masks.count > 1) {
        qsort(places->masks.items, places->masks.count, sizeof(struct mask), by_start);
    }
    return true;
}
