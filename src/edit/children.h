/* SPDX-License-Identifier: MIT */
/* Taking children out of a collection and putting new ones in, for mappings and lists. */
#ifndef EDIT_CHILDREN_H
#define EDIT_CHILDREN_H

#include "edit/plan.h"

struct child {
    node_id key; /* 0 in a sequence */
    node_id value;
    size_t start; /* its key or `?`, its dash; in flow its first byte */
    bool removed;
};

struct children {
    VEC(struct child) items;
    size_t insert_at; /* index of the child to insert in front of; SIZE_MAX: at the end */
};

enum tauth_status children_of_mapping(struct edit *edit, node_id mapping,
                                      struct children *children) _must_check_;
enum tauth_status children_of_sequence(struct edit *edit, node_id sequence,
                                       struct children *children) _must_check_;

/*
 * Takes out the children marked as removed and puts the children of `inserts` (a mapping
 * or a sequence) in.
 */
enum tauth_status children_change_block(struct edit *edit, const struct place *place,
                                        struct children *children, struct want *inserts)
    _must_check_;
enum tauth_status children_change_flow(struct edit *edit, const struct place *place,
                                       struct children *children, struct want *inserts)
    _must_check_;

/* Refuses a change of a place that is shared through an anchor. */
enum tauth_status children_guard(struct edit *edit, const struct place *place,
                                 const struct children *children,
                                 const struct want *inserts) _must_check_;

void children_deinit(struct children *children);

#endif
