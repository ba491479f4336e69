/* SPDX-License-Identifier: MIT */
/*
 * A wanted tree: what a new document holds, or what an existing one must hold after an
 * edit. The emitter writes one; the editor finds the difference between one and a file.
 */
#ifndef YAML_WANT_H
#define YAML_WANT_H

#include "yaml/index.h"

enum want_kind {
    WANT_STRING, /* a string, quoted where a reader could take it for something else */
    WANT_PLAIN,  /* text written as it is: true, 8, null */
    WANT_MAPPING,
    WANT_SEQUENCE,
    WANT_REMOVE, /* the key or item is to be gone */
};

struct want {
    enum want_kind kind;
    /*
     * A mapping or sequence that replaces what is there, where the default is to merge:
     * keys and items not named stay.
     */
    bool whole;
    /* A string where the reader takes any scalar as text (Talos' extraArgs). */
    bool any_scalar;
    struct span key;  /* in a mapping */
    struct span text; /* WANT_STRING, WANT_PLAIN */
    node_id item;     /* in a merged sequence: the existing item, 0: append */
    struct want *first;
    struct want *last;
    struct want *next;
    struct want **table; /* of want_index(), or NULL */
    uint32_t table_size;
};

/* All return NULL without memory, and accept a NULL parent (and then do nothing). */

struct want *want_new(struct arena *arena, enum want_kind kind);

/* Adds a child under a key; the key is not copied. */
struct want *want_child(struct arena *arena, struct want *mapping, struct span key,
                        enum want_kind kind);

/* Adds an item to a sequence. */
struct want *want_item(struct arena *arena, struct want *sequence, enum want_kind kind);

/* Adds a string under a key; neither text is copied. */
struct want *want_string(struct arena *arena, struct want *mapping, const char *key,
                         struct span text);

/* Adds a finished tree as the last child. */
struct want *want_adopt(struct want *parent, struct want *child);

/*
 * Makes want_get() fast on a mapping with many children, which is complete from now on.
 * False without memory.
 */
bool want_index(struct arena *arena, struct want *mapping) _must_check_;

/* The child under a key, or NULL. */
struct want *want_get(const struct want *mapping, struct span key);

/* True when nothing of the tree would be written where nothing is. */
bool want_only_removes(const struct want *want);

/* Drops the removals from a tree that is about to be written afresh. */
void want_prune(struct want *want);

/*
 * A copy of an indexed subtree with aliases written out. Texts point into the index.
 * NULL without memory.
 */
struct want *want_from_node(struct arena *arena, const struct yaml_index *index,
                            node_id id);

/* True when the subtree has the meaning of the wanted one (whole, order of keys free). */
bool want_equals_node(const struct want *want, const struct yaml_index *index,
                      node_id id);

#endif
