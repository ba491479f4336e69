/* SPDX-License-Identifier: MIT */
/* Keys of mappings. */
#ifndef YAML_KEYS_H
#define YAML_KEYS_H

#include "base/diag.h"
#include "yaml/index.h"

/* Refuses a mapping that has a key twice (Talos compares the scalar texts). */
enum tauth_status keys_check(const struct yaml_index *index, node_id mapping,
                             struct tauth_diags *diags) _must_check_;

#endif
