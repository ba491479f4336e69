/* SPDX-License-Identifier: MIT */
/* Scalars: what type a plain one has, and how a value must be written to read back. */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "base/buf.h"

enum scalar_type {
    SCALAR_STRING,
    SCALAR_NULL,
    SCALAR_BOOL,
    SCALAR_INT,
    SCALAR_FLOAT,
    SCALAR_TIMESTAMP,
    SCALAR_MERGE,
};

/* Type of a plain scalar in go.yaml.in/yaml/v4 (rc.6 internal/libyaml/resolver.go). */
enum scalar_type scalar_resolve(struct span text);

/*
 * The value of an integer as Talos reads it: 0644, 0o644, 420, 0x1a4 and 0b110100100 are
 * one. False where the text is none, is negative or does not fit.
 */
bool scalar_integer(struct span text, uint64_t *value);

/* True when Talos reads it as true where a bool is wanted, plain or (yes, on) quoted. */
bool scalar_is_true(struct span text, bool plain);

/* True when some reader, of YAML 1.1 or 1.2, takes the plain scalar for no string. */
bool scalar_is_typed(struct span text);

/*
 * True when a value reads back as the same string if it is written plainly, in readers of
 * YAML 1.1 and in Talos'. In flow context brackets and commas count too.
 */
bool scalar_plain_is_safe(struct span text, bool flow);

/* True when the value fits between single quotes on one line. */
bool scalar_single_is_safe(struct span text);

/* True when the value can be written as a literal block (`|`, `|-`). */
bool scalar_literal_is_safe(struct span text);

void scalar_write_single(struct buf *out, struct span text);
void scalar_write_double(struct buf *out, struct span text);

#endif
