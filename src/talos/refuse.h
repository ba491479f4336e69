/* SPDX-License-Identifier: MIT */
/* Inputs that must not be edited, each with its reason and the way out. */
#ifndef TALOS_REFUSE_H
#define TALOS_REFUSE_H

#include "talos/stream.h"

/* A document whose root is a sequence or a scalar. */
enum tauth_status refuse_root(const struct talos_stream *stream, node_id root)
    _must_check_;

/* The API's envelope around a config. */
bool is_envelope(const struct yaml_index *index, node_id root);
enum tauth_status refuse_envelope(const struct talos_stream *stream, node_id root)
    _must_check_;

/* The same, and SOPS. */
enum tauth_status refuse_foreign(const struct talos_stream *stream, node_id root)
    _must_check_;

/* What the stream as a whole rules out: no target, a worker, both layouts. */
enum tauth_status refuse_stream(const struct talos_stream *stream) _must_check_;

/* A value of the subtree that SOPS encrypted: its key is not here. `id` may be 0. */
enum tauth_status refuse_encrypted(const struct talos_stream *stream, node_id id)
    _must_check_;

#endif
