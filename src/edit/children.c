/* SPDX-License-Identifier: MIT */
#include "edit/children.h"

enum tauth_status children_of_mapping(struct edit *edit, node_id mapping,
                                      struct children *children) {
    children->insert_at = SIZE_MAX;
    for (node_id key = edit_node(edit, mapping)->first; key != 0;) {
        struct child *child = VEC_PUSH(children->items);
        if (child == NULL) {
            return TAUTH_NO_MEMORY;
        }
        child->key = key;
        child->value = edit_node(edit, key)->next;
        child->start = place_entry_start(edit, key);
        key = edit_node(edit, child->value)->next;
    }
    return TAUTH_OK;
}

enum tauth_status children_of_sequence(struct edit *edit, node_id sequence,
                                       struct children *children) {
    const struct node *node = edit_node(edit, sequence);
    bool block = node->style == STYLE_BLOCK;
    size_t from = node_content_start(edit->index, sequence);
    children->insert_at = SIZE_MAX;
    for (node_id item = node->first; item != 0; item = edit_node(edit, item)->next) {
        struct child *child = VEC_PUSH(children->items);
        if (child == NULL) {
            return TAUTH_NO_MEMORY;
        }
        child->value = item;
        child->start = block ? place_dash(edit, from) : edit_node(edit, item)->start;
        from = edit_node(edit, item)->end;
    }
    return TAUTH_OK;
}

enum tauth_status children_guard(struct edit *edit, const struct place *place,
                                 const struct children *children,
                                 const struct want *inserts) {
    bool changes = inserts->first != NULL;
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < children->items.count && status == TAUTH_OK; i++) {
        if (children->items.items[i].removed) {
            changes = true;
            status = place_guard_removal(edit, children->items.items[i].start,
                                         children->items.items[i].value);
        }
    }
    return status == TAUTH_OK && changes ? place_guard(edit, place) : status;
}

void children_deinit(struct children *children) {
    VEC_DEINIT(children->items);
}
