/* SPDX-License-Identifier: MIT */
/* One removal under way: what both layouts have in common. */
#ifndef TALOS_REMOVAL_H
#define TALOS_REMOVAL_H

#include "talos/remove.h"

struct removal {
    struct talos_stream *stream;
    const struct talos_remove *remove;
    struct edit *edit;
    struct want *root; /* of the legacy document */
};

/* Asks for the removal of a key or, with a list, of an item. */
enum tauth_status removal_drop(const struct removal *removal, struct want *parent,
                               struct span key, node_id item) _must_check_;

/* Takes every one of our items out; patches that were applied twice leave two. */
enum tauth_status removal_drop_items(const struct removal *removal,
                                     const struct own_items *items,
                                     const char *const *path) _must_check_;

/* "WHAT stays", with why in the hint. */
enum tauth_status removal_keep(const struct removal *removal, node_id place,
                               const char *hint, const char *what) _must_check_;

/* What the place must be, for what is ours to be found in it. */
enum tauth_status removal_check_kind(const struct removal *removal, node_id id,
                                     enum node_kind kind, const char *name) _must_check_;

/* The URLs of the entries of a list jwt, each with a blank in front. */
void removal_write_urls(const struct yaml_index *index, node_id jwt, struct buf *out);

#endif
