/* SPDX-License-Identifier: MIT */
/* Building the node index, one event at a time; knows nothing of libyaml. */
#ifndef YAML_BUILD_H
#define YAML_BUILD_H

#include "base/strset.h"
#include "text/utf8.h"
#include "yaml/index.h"

/* One event: a leaf, or the start of a collection. */
struct build_node {
    size_t start;
    size_t end;
    struct span text;
    struct span anchor; /* empty: none */
    struct span tag;    /* empty: none */
    enum node_kind kind;
    enum node_style style;
};

/* A collection that is not closed yet. */
struct build_open {
    node_id node;
    node_id last;
    uint64_t expanded;
};

/* A key that is no scalar. */
struct build_key {
    size_t at;
    bool braces; /* it looks like a template */
};

struct build {
    struct yaml_index *index;
    struct tauth_diags *diags;
    struct utf8_cursor cursor;
    struct build_open open[YAML_DEPTH_MAX + 1];
    size_t depth;
    struct strset anchors;          /* name -> latest anchor number in this document */
    size_t leaf_end;                /* content end of the last leaf */
    uint64_t expanded;              /* nodes of the document with aliases followed */
    uint64_t seen;                  /* nodes of the document as written */
    VEC(struct build_key) bad_keys; /* without `faults` no more than one */
    size_t *faults;                 /* NULL: the first one ends the reading */
    bool refused;                   /* there was one */
};

enum tauth_status build_document_start(struct build *build, size_t start, bool explicit)
    _must_check_;
enum tauth_status build_document_end(struct build *build, size_t end, bool explicit)
    _must_check_;
enum tauth_status build_leaf(struct build *build, const struct build_node *node)
    _must_check_;
enum tauth_status build_open(struct build *build, const struct build_node *node)
    _must_check_;
enum tauth_status build_close(struct build *build, size_t end) _must_check_;
void build_deinit(struct build *build);

/*
 * The extent of a block scalar: flags, and the end of its last content line. `end` is
 * where libyaml ends it, behind all blank lines.
 */
size_t block_scalar_end(struct span text, size_t content, size_t end, uint8_t *flags);

#endif
