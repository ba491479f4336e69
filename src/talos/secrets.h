/* SPDX-License-Identifier: MIT */
/* Where a machine config holds secrets. */
#ifndef TALOS_SECRETS_H
#define TALOS_SECRETS_H

#include "edit/udiff.h"

struct secret_places {
    VEC(struct mask) masks;
};

/*
 * The values of a stream that must never be shown (siderolabs/talos
 * types/v1alpha1/v1alpha1_provider.go:106-208 and the redactable documents), and those
 * whose key sounds like one. False without memory.
 */
bool secrets_find(const struct yaml_index *index, struct secret_places *places)
    _must_check_;

#endif
