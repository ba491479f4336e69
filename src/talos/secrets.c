/* SPDX-License-Identifier: MIT */
#include "talos/secrets.h"

#include "text/secret.h"
#include "yaml/node.h"

/* The SideroLink API URL carries its join token as a query parameter; SOPS encrypts. */
static bool holds_token(struct span text) {
    return span_has(text, "jointoken=") || span_starts(text, "ENC[");
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

static bool find_in_mapping(const struct yaml_index *index, const struct node *mapping,
                            struct secret_places *places) {
    for (node_id key = mapping->first; key != 0;) {
        node_id value = node_at(index, key)->next;
        node_id target = node_follow(index, value);
        if (is_secret(index, key, target) && !add_mask(index, target, places)) {
            return false;
        }
        key = node_at(index, value)->next;
    }
    return true;
}

/*
 * Kernel arguments can carry the URL with a join token, those of kubelogin a secret, which
 * may be the next argument.
 */
static bool find_in_sequence(const struct yaml_index *index, const struct node *sequence,
                             struct secret_places *places) {
    bool before = false;
    for (node_id item = sequence->first; item != 0; item = node_at(index, item)->next) {
        struct span text = node_text(index, item);
        bool flag = secret_flag(text), alone = flag && span_find(text, '=') == text.size;
        bool secret = before || holds_token(text) || (flag && !alone);
        if (secret && !add_mask(index, item, places)) {
            return false;
        }
        before = alone;
    }
    return true;
}

/* Talos redacts nothing there, and `key` names claims in it. */
static bool is_public(const struct yaml_index *index, const struct document *document) {
    node_id kind = node_get(index, document->root, SPAN("kind"), NULL);
    return kind != 0 && node_is_text(index, kind, "KubeAuthenticationConfig");
}

/* Nodes [id, end) of one document. */
static bool find_in_nodes(const struct yaml_index *index, node_id id, node_id end,
                          struct secret_places *places) {
    for (; id < end; id++) {
        const struct node *node = node_at(index, id);
        if ((node->kind == NODE_MAPPING && !find_in_mapping(index, node, places)) ||
            (node->kind == NODE_SEQUENCE && !find_in_sequence(index, node, places))) {
            return false;
        }
    }
    return true;
}

bool secrets_find(const struct yaml_index *index, struct secret_places *places) {
    for (size_t i = 0; i < index->documents.count; i++) {
        const struct document *document = &index->documents.items[i];
        bool last = i + 1 == index->documents.count;
        node_id end = last ? (node_id)index->nodes.count : document[1].root;
        if (!is_public(index, document) &&
            !find_in_nodes(index, document->root, end, places)) {
            return false;
        }
    }
    if (places->masks.count > 1) {
        qsort(places->masks.items, places->masks.count, sizeof(struct mask), by_start);
    }
    return true;
}
