/* SPDX-License-Identifier: MIT */
#include "talos/secrets.h"

#include "yaml/node.h"

/*
 * A value is secret by the name of its key: these are the keys of all secrets that Talos
 * redacts (machine.token, ca.key, cluster.secret, secretboxEncryptionSecret,
 * privateKey, presharedKey, auth.password, identityToken, passphrase, apiToken,
 * uniqueToken, clusterSecret ...), and by its own test what looks like one. Comparing
 * names at every depth covers documents this version does not know yet.
 */
static bool sounds_secret(struct span key) {
    static const char *const exact[] = {"key", "auth", "secret", "token", "jointoken"};
    static const char *const words[] = {"password",   "passphrase",   "token", "secret",
                                        "privatekey", "presharedkey", "apikey"};
    for (size_t i = 0; i < ARRAY_SIZE(exact); i++) {
        if (span_is(key, exact[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        size_t length = strlen(words[i]);
        for (size_t at = 0; at + length <= key.size; at++) {
            if (strncasecmp(key.data + at, words[i], length) == 0) {
                return true;
            }
        }
    }
    return false;
}

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
    return sounds_secret(node_text(index, node_follow(index, key))) || holds_token(text);
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
