/* SPDX-License-Identifier: MIT */
/* Files that SOPS encrypts: what of them can neither be read nor edited here. */
#ifndef YAML_SOPS_H
#define YAML_SOPS_H

#include "yaml/node.h"

/* ENC[..., as SOPS writes it */
bool is_encrypted(struct span text);

/* Refuses a document whose MAC covers plain values: an edit would break it. */
enum tauth_status sops_refuse_document(const struct yaml_index *index, node_id root,
                                       struct tauth_diags *diags) _must_check_;

/* Refuses an encrypted value in the subtree: its key is not here. `id` may be 0. */
enum tauth_status sops_refuse_values(const struct yaml_index *index, node_id id,
                                     const char *hint, struct tauth_diags *diags)
    _must_check_;

#endif
