/* SPDX-License-Identifier: MIT */
#include "yaml/keys.h"

#include "base/status.h"
#include "base/strset.h"
#include "yaml/node.h"
#include "yaml/secrets.h"

enum { SMALL_MAPPING = 12 };

struct keys {
    const struct yaml_index *index;
    struct tauth_diags *diags;
    size_t *faults;
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

/* Other keys are at fault for what they are. */
static bool is_scalar(const struct yaml_index *index, node_id key) {
    return node_at(index, node_follow(index, key))->kind == NODE_SCALAR;
}

/* The first of the keys in front of `key` that has its text, 0 where none has. */
static node_id find_before(const struct yaml_index *index, node_id first, node_id key) {
    struct span text = key_text(index, key);
    node_id other = first;
    while (other != key &&
           !(is_scalar(index, other) && span_equal(text, key_text(index, other)))) {
        other = next_key(index, other);
    }
    return other == key ? 0 : other;
}

/* Keeps the outcome for one key; false when the others are not to be looked at. */
static bool keep(const struct keys *keys, enum tauth_status *status,
                 enum tauth_status one) {
    status_keep(status, one);
    faults_count(keys->faults, keys->index, one);
    return one == TAUTH_OK || (one == TAUTH_REFUSED && faults_go_on(keys->faults));
}

static enum tauth_status check_small(const struct keys *keys, node_id first) {
    const struct yaml_index *index = keys->index;
    enum tauth_status status = TAUTH_OK;
    for (node_id key = first; key != 0; key = next_key(index, key)) {
        node_id other = is_scalar(index, key) ? find_before(index, first, key) : 0;
        if (other != 0 && !keep(keys, &status, refuse_duplicate(keys, other, key))) {
            break;
        }
    }
    return status;
}

static enum tauth_status check_large(const struct keys *keys, node_id first) {
    const struct yaml_index *index = keys->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    enum tauth_status status = TAUTH_OK;
    for (node_id key = first; key != 0; key = next_key(index, key)) {
        if (!is_scalar(index, key)) {
            continue;
        }
        uint32_t found = strset_add(&seen, key_text(index, key), key);
        if (found == 0) {
            return TAUTH_NO_MEMORY;
        }
        if (found != key && !keep(keys, &status, refuse_duplicate(keys, found, key))) {
            break;
        }
    }
    return status;
}

enum tauth_status keys_check(const struct yaml_index *index, node_id mapping,
                             struct tauth_diags *diags, size_t *faults) {
    const struct keys keys = {index, diags, faults};
    const struct node *node = node_at(index, mapping);
    return node->size / 2 <= SMALL_MAPPING ? check_small(&keys, node->first)
                                           : check_large(&keys, node->first);
}
