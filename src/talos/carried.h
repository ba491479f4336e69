/* SPDX-License-Identifier: MIT */
/* Our AuthenticationConfiguration where machine.files carries it, a stream in a scalar. */
#ifndef TALOS_CARRIED_H
#define TALOS_CARRIED_H

#include "talos/stream.h"

struct carried {
    node_id content; /* of the config; 0: there is none */
    bool readable;   /* the content is known, and YAML */
    struct source source;
    struct yaml_index index; /* of the content */
    node_id jwt;             /* in `index`; 0: no list with entries */
};

/* Reads the file as the pod has it (`mounted`), else as machine.files writes it. */
enum tauth_status carried_read(struct carried *carried, const struct talos_stream *stream,
                               bool mounted) _must_check_;

void carried_deinit(struct carried *carried);

#endif
