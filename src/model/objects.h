/* SPDX-License-Identifier: MIT */
/* The kinds of documents that are bound to C structs. */
#ifndef MODEL_OBJECTS_H
#define MODEL_OBJECTS_H

#include <talosauth/objects.h>

#include "yaml/node.h"
#include "yaml/want.h"

/*
 * Reads one document, told by its apiVersion and kind. The struct lives in the arena.
 */
enum tauth_status object_read(const struct yaml_index *index, node_id root,
                              struct arena *arena, struct tauth_object *out,
                              struct tauth_diags *diags) _must_check_;

/* The document as a wanted tree; texts are not copied. NULL without memory. */
struct want *object_want(struct arena *arena, const struct tauth_object *object);

#endif
