/* SPDX-License-Identifier: MIT */
/* Walking libcyaml's tables: a C struct becomes a wanted tree, in the order of its table. */
#ifndef MODEL_TABLES_H
#define MODEL_TABLES_H

#include <cyaml/cyaml.h>

#include "yaml/want.h"

/*
 * Strings that are NULL, sequences without entries and mappings that are NULL are left out
 * where the table calls them optional. Texts are not copied. NULL without memory.
 */
struct want *table_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                           const void *data);

/* The same for `count` entries of a sequence's table. */
struct want *table_list_to_want(struct arena *arena, const cyaml_schema_value_t *schema,
                                const void *data, size_t count);

#endif
