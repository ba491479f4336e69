/* SPDX-License-Identifier: MIT */
/* What libyaml reads, put into the node index. */
#ifndef YAML_EVENTS_H
#define YAML_EVENTS_H

#include "yaml/index.h"

/*
 * Bytes [start, end) of the source; their nodes are added to those in the index. `faults`
 * NULL: the first fault ends it. Otherwise those that libyaml does not mind are all
 * reported and counted there, up to a limit.
 */
enum tauth_status events_read(struct yaml_index *index, size_t start, size_t end,
                              struct tauth_diags *diags, size_t *faults) _must_check_;

#endif
