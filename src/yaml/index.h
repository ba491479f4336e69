/* SPDX-License-Identifier: MIT */
/*
 * What is where in the bytes of a YAML stream: a flat array of nodes with byte spans,
 * built from libyaml's events. Nodes are named by their number; 0 is no node.
 */
#ifndef YAML_INDEX_H
#define YAML_INDEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "text/source.h"

enum {
    YAML_SIZE_MAX = 16 << 20, /* bytes of one input */
    YAML_DEPTH_MAX = 128,     /* nested collections */
};

enum node_kind { NODE_NONE, NODE_SCALAR, NODE_MAPPING, NODE_SEQUENCE, NODE_ALIAS };

enum node_style {
    STYLE_PLAIN,
    STYLE_SINGLE,
    STYLE_DOUBLE,
    STYLE_LITERAL,
    STYLE_FOLDED,
    STYLE_BLOCK,
    STYLE_FLOW,
};

enum {
    NODE_HAS_PROPS = 1 << 0, /* an anchor or a tag stands in front */
    NODE_DECODED = 1 << 1,   /* the text is in index->decoded, not in the source */
    NODE_TAGGED = 1 << 2,    /* a tag other than !!str or ! */
    NODE_TAG_STR = 1 << 3,   /* !!str or ! */
    NODE_KEEP = 1 << 4,      /* block scalar: trailing breaks are content */
    NODE_STRIP = 1 << 5,     /* block scalar: no final break */
};

typedef uint32_t node_id;

/*
 * `end` is the end of the content: for block collections that of their last leaf, for
 * block scalars that of their last content line (before its line break).
 */
struct node {
    uint32_t start; /* properties included */
    uint32_t end;
    node_id next;    /* next sibling; in mappings key, value, key, value */
    node_id first;   /* collections: first child */
    uint32_t text;   /* scalars: offset of the decoded text */
    uint32_t size;   /* scalars: its length; collections: number of children */
    uint32_t anchor; /* number in index->anchors: its own, or the one an alias names */
    uint8_t kind;
    uint8_t style;
    uint8_t flags;
};

struct anchor {
    uint32_t name; /* offset in the source */
    uint32_t name_size;
    node_id node;
    node_id first_use; /* first alias of it, or 0 */
    uint32_t expanded; /* nodes it stands for when aliases are followed; saturates */
};

struct document {
    node_id root;
    uint32_t start; /* first byte: its directives or `---`, or where its content begins */
    uint32_t end;   /* first byte of the next document, or the end of the stream */
    uint32_t content_end; /* end of `...` if there is one, else that of the root */
    bool explicit_start;
    bool explicit_end;
};

/* Bytes [start, end) of the source that could not be read: a document, or several. */
struct unread {
    uint32_t start;
    uint32_t end;
};

struct secret_cache;

/* A child in its collection: the step of a path that was written last at its depth. */
struct path_step {
    node_id parent;
    node_id child;
    node_id before; /* the child in front of it */
    size_t number;
};

struct yaml_index {
    const struct source *source;
    VEC(struct node) nodes;
    VEC(struct anchor) anchors;
    VEC(struct document) documents;
    VEC(struct unread) unread; /* of yaml_index_build_each() */
    struct buf decoded;
    struct secret_cache *secrets; /* of a whole index: filled when it is asked for */
    struct path_step *path;       /* of YAML_DEPTH_MAX; NULL: steps are counted anew */
};

static inline const struct node *node_at(const struct yaml_index *index, node_id id) {
    return &index->nodes.items[id];
}

#endif
