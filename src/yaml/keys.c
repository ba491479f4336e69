/* SPDX-License-Identifier: MIT */
#include "yaml/keys.h"

#include "base/strset.h"
#include "yaml/node.h"
#include "yaml/secrets.h"

enum { SMALL_MAPPING = 12 };

struct keys {
    const struct yaml_index *index;
    struct tauth_diags *diags;
};

static struct span key_text(const struct yaml_index *index, node_id key) {
    return node_text(index, node_follow(index, key));
}

static enum tauth_status refuse_duplicate(const struct keys *keys, node_id first,
                                          node_id second) {
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "the first one is on line %u", node_line(keys->index, first));
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    /* What an alias stands for may be a secret; its name is not. */
    bool alias = node_at(keys->index, second)->kind == NODE_ALIAS;
    struct span key =
        alias ? node_anchor(keys->index, second) : key_text(keys->index, second);
    key = secrets_hold(keys->index, second) ? SPAN("******") : key;
    return node_report(keys->diags, RULE_DUPLICATE_KEY, keys->index, second, hint.data,
                       "mapping key \"%s%.*s\" already defined at line %u",
                       alias ? "*" : "", SPAN_ARG(key), node_line(keys->index, first));
}

static node_id next_key(const struct yaml_index *index, node_id key) {
    return node_at(index, node_at(index, key)->next)->next;
}

static enum tauth_status check_small(const struct keys *keys, node_id first) {
    const struct yaml_index *index = keys->index;
    for (node_id key = first; key != 0; key = next_key(index, key)) {
        struct span text = key_text(index, key);
        for (node_id other = first; other != key; other = next_key(index, other)) {
            if (span_equal(text, key_text(index, other))) {
                return refuse_duplicate(keys, other, key);
            }
        }
    }
    return TAUTH_OK;
}

static enum tauth_status check_large(const struct keys *keys, node_id first) {
    const struct yaml_index *index = keys->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    for (node_id key = first; key != 0; key = next_key(index, key)) {
        uint32_t found = strset_add(&seen, key_text(index, key), key);
        if (found == 0) {
            return TAUTH_NO_MEMORY;
        }
        if (found != key) {
            return refuse_duplicate(keys, found, key);
        }
    }
    return TAUTH_OK;
}

enum tauth_status keys_check(const struct yaml_index *index, node_id mapping,
                             struct tauth_diags *diags) {
    const struct keys keys = {index, diags};
    const struct node *node = node_at(index, mapping);
    return node->size / 2 <= SMALL_MAPPING ? check_small(&keys, node->first)
                                           : check_large(&keys, node->first);
}
