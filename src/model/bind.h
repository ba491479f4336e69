/* SPDX-License-Identifier: MIT */
/* From the nodes of a document to a C struct: checked with places, then bound by libcyaml. */
#ifndef MODEL_BIND_H
#define MODEL_BIND_H

#include <cyaml/cyaml.h>

#include "yaml/node.h"

/*
 * Checks a mapping against a table: unknown and missing keys, types, nulls, words, aliases;
 * everything that is wrong is reported. libcyaml is told in a canonical form then, because
 * it takes `maybe` for a boolean and a number for a text, follows aliases, and knows no
 * places. `out` receives the struct, which lives in the arena.
 */
enum tauth_status bind_mapping(const struct yaml_index *index, node_id root,
                               const cyaml_schema_value_t *schema, struct arena *arena,
                               void **out, struct tauth_diags *diags) _must_check_;

/* The same for oidc-* flags, where a value is a text or a list of texts. */
enum tauth_status bind_flags(const struct yaml_index *index, node_id root,
                             const cyaml_schema_value_t *schema, struct arena *arena,
                             void **out, struct tauth_diags *diags) _must_check_;

#endif
