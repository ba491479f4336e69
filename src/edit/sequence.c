/* SPDX-License-Identifier: MIT */
#include "edit/children.h"

static struct place item_place(const struct edit *edit, const struct place *place,
                               const struct child *child) {
    bool flow = edit_node(edit, place->value)->style == STYLE_FLOW;
    size_t column = source_column(edit_source(edit), child->start);
    return (struct place){
        .value = child->value,
        .mark = flow ? child->start : child->start + 1,
        .column = column,
        .base = column,
        .shared = place->shared,
        .flow = flow,
        .style = place->style,
    };
}

static struct want *add_insert(struct edit *edit, struct want *inserts,
                               struct want *want) {
    struct want *copy = want_item(edit->arena, inserts, want->kind);
    if (copy != NULL) {
        want_prune(want);
        struct want *next = copy->next;
        *copy = *want;
        copy->next = next;
    }
    return copy;
}

/* Node numbers rise along a list. */
static struct child *find_item(struct children *children, node_id item) {
    size_t low = 0, high = children->items.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct child *child = &children->items.items[middle];
        if (child->value == item) {
            return child;
        }
        low = child->value < item ? middle + 1 : low;
        high = child->value < item ? high : middle;
    }
    return NULL;
}

/* Items named by the caller: changed, removed, or appended. */
static enum tauth_status merge_items(struct edit *edit, const struct place *place,
                                     struct want *want, struct children *children,
                                     struct want *inserts) {
    for (struct want *item = want->first; item != NULL; item = item->next) {
        if (item->item == 0) {
            if (add_insert(edit, inserts, item) == NULL) {
                return TAUTH_NO_MEMORY;
            }
            continue;
        }
        struct child *child = find_item(children, item->item);
        if (child == NULL) {
            return TAUTH_INTERNAL;
        }
        if (item->kind == WANT_REMOVE) {
            child->removed = true;
            continue;
        }
        struct place inner = item_place(edit, place, child);
        enum tauth_status status = plan_value(edit, &inner, item);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    return TAUTH_OK;
}

/*
 * The list is to hold just these items: what is equal at both ends stays, the middle is
 * changed in place, and the rest of it removed or inserted.
 */
static enum tauth_status replace_items(struct edit *edit, const struct place *place,
                                       struct want *want, struct children *children,
                                       struct want *inserts) {
    struct child *items = children->items.items;
    size_t count = children->items.count, wanted = 0, front = 0, back = 0;
    for (struct want *item = want->first; item != NULL; item = item->next) {
        wanted++;
    }
    struct want *next = want->first;
    while (front < count && next != NULL &&
           want_equals_node(next, edit->index, items[front].value)) {
        next = next->next;
        front++;
    }
    while (back < count - front && back < wanted - front) {
        struct want *tail = next;
        for (size_t i = front; i + back + 1 < wanted; i++) {
            tail = tail->next;
        }
        if (!want_equals_node(tail, edit->index, items[count - 1 - back].value)) {
            break;
        }
        back++;
    }
    size_t at = front;
    for (; at < count - back; at++) {
        items[at].removed = true;
        if (at < wanted - back) {
            struct place inner = item_place(edit, place, &items[at]);
            items[at].removed = false;
            enum tauth_status status = plan_value(edit, &inner, next);
            if (status != TAUTH_OK) {
                return status;
            }
            next = next->next;
        }
    }
    for (size_t i = at; i < wanted - back; i++, next = next->next) {
        if (add_insert(edit, inserts, next) == NULL) {
            return TAUTH_NO_MEMORY;
        }
    }
    children->insert_at = at;
    return TAUTH_OK;
}

enum tauth_status plan_sequence(struct edit *edit, const struct place *place,
                                struct want *want) {
    _cleanup_(children_deinit) struct children children = {0};
    struct want inserts = {.kind = WANT_SEQUENCE};
    enum tauth_status status = children_of_sequence(edit, place->value, &children);
    if (status == TAUTH_OK) {
        status = want->whole ? replace_items(edit, place, want, &children, &inserts)
                             : merge_items(edit, place, want, &children, &inserts);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    bool flow = edit_node(edit, place->value)->style == STYLE_FLOW;
    return flow ? children_change_flow(edit, place, &children, &inserts)
                : children_change_block(edit, place, &children, &inserts);
}
