/* SPDX-License-Identifier: MIT */
/* Where a YAML stream holds secrets. */
#ifndef YAML_SECRETS_H
#define YAML_SECRETS_H

#include "yaml/index.h"

/* Bytes that must not be shown. */
struct mask {
    uint32_t start;
    uint32_t end;
};

struct secret_places {
    VEC(struct mask) masks; /* sorted, none over another */
};

/*
 * The values of a stream that must never be shown (siderolabs/talos
 * types/v1alpha1/v1alpha1_provider.go:106-208 and the redactable documents), and those
 * whose key sounds like one, with all that is in them. False without memory.
 */
bool secrets_find(const struct yaml_index *index, struct secret_places *places)
    _must_check_;

/* True when a node is a secret or in one; works while the index is being built. */
bool secrets_hold(const struct yaml_index *index, node_id id);

/* Keeps what is found in an index that does not change any more; NULL is none. */
struct secret_cache *secret_cache_new(void);
void secret_cache_free(struct secret_cache *cache);

/* The first byte of [start, end) that belongs to a secret, or `end`. */
size_t secrets_first(const struct yaml_index *index, size_t start, size_t end);

#endif
