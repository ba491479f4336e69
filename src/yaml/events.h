/* SPDX-License-Identifier: MIT */
/* What libyaml reads, put into the node index. */
#ifndef YAML_EVENTS_H
#define YAML_EVENTS_H

#include "yaml/index.h"

/* Bytes [start, end) of the source; their nodes are added to those in the index. */
enum tauth_status events_read(struct yaml_index *index, size_t start, size_t end,
                              struct tauth_diags *diags) _must_check_;

#endif
