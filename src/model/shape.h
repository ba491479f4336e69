/* SPDX-License-Identifier: MIT */
/* Whether a document has the shape of a table. */
#ifndef MODEL_SHAPE_H
#define MODEL_SHAPE_H

#include <cyaml/cyaml.h>

#include "yaml/node.h"
#include "yaml/want.h"

enum { SHAPE_FINDINGS_MAX = 100 };

struct shape {
    const struct yaml_index *index;
    struct arena *arena;
    struct tauth_diags *diags;
    bool lone_items; /* a text may stand where a list of texts is read */
    enum tauth_status status;
    size_t findings;
};

/*
 * Walks a mapping along its table. Everything that is wrong is reported and kept in
 * `status`; the result is the document in canonical form, with what the table ignores left
 * out. NULL without memory.
 */
struct want *shape_mapping(struct shape *shape, node_id root,
                           const cyaml_schema_value_t *schema);

#endif
