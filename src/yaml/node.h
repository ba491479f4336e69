/* SPDX-License-Identifier: MIT */
/* Questions to a node: its text, its type, its children, its place. */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "yaml/index.h"
#include "yaml/scalar.h"

/* The decoded text of a scalar. */
struct span node_text(const struct yaml_index *index, node_id id);

/* The node an alias stands for; any other node is itself, as is an alias not defined. */
node_id node_follow(const struct yaml_index *index, node_id id);

/* Name of the anchor that a node defines or an alias uses; empty without one. */
struct span node_anchor(const struct yaml_index *index, node_id id);

/* Type of a scalar by Talos' reader; quoted scalars are strings. */
enum scalar_type node_type(const struct yaml_index *index, node_id id);

/* A plain null of any spelling, a missing value included. */
bool node_is_null(const struct yaml_index *index, node_id id);

/* A scalar whose decoded text is `text` and that is not null. */
bool node_is_text(const struct yaml_index *index, node_id id, const char *text);

/*
 * The value under `key` in a mapping (0 when there is none or when `mapping` is no
 * mapping). Aliases to mappings are followed; merge keys are not. `key_id` may be NULL.
 */
node_id node_get(const struct yaml_index *index, node_id mapping, struct span key,
                 node_id *key_id);

/* node_get() along a NULL-terminated list of keys. */
node_id node_path(const struct yaml_index *index, node_id root, ...)
    __attribute__((sentinel));

/* First byte behind anchor and tag. */
size_t node_content_start(const struct yaml_index *index, node_id id);

/* End of anchor and tag; the node's start when it has none. */
size_t node_props_end(const struct yaml_index *index, node_id id);

/* End of the header (`|-2`) of the block scalar at `content`. */
size_t block_scalar_header(struct span text, size_t content);

struct node_place {
    const struct yaml_index *index;
    node_id id;
    const enum tauth_severity *severity; /* NULL: that of the rule */
};

/* Appends where a node is in its document: `cluster.apiServer.extraArgs.v`, `jwt[0]`. */
void node_write_path(const struct yaml_index *index, node_id id, struct buf *out);

/* Adds a finding at a node. */
enum tauth_status node_report(struct tauth_diags *diags, enum rule rule,
                              const struct yaml_index *index, node_id id,
                              const char *hint, const char *format, ...) _printf_(6, 7);

/* The same with a severity of its own. */
enum tauth_status node_report_as(struct tauth_diags *diags, enum rule rule,
                                 const struct node_place *place, const char *hint,
                                 const char *format, ...) _printf_(5, 6);

/* The same with everything in structs. */
enum tauth_status node_report_list(struct tauth_diags *diags, enum rule rule,
                                   const struct node_place *place, const char *hint,
                                   const char *format, va_list arguments) _printf_(5, 0);

/* The line a node starts on, 1-based. */
uint32_t node_line(const struct yaml_index *index, node_id id);

#endif
