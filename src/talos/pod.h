/* SPDX-License-Identifier: MIT */
/* What the pod of the API server sees of the node, in the legacy layout. */
#ifndef TALOS_POD_H
#define TALOS_POD_H

#include "talos/stream.h"

/* The name that Talos derives of a mountPath (v1alpha1_provider.go); NULL: no memory. */
const char *volume_name(struct arena *arena, struct span path);

/* The item of machine.files with a path, given in two parts; the last one counts. */
node_id pod_find_file(const struct talos_stream *stream, struct span start,
                      struct span rest);

/* The volume with the longest mountPath above a path, and what is below that. */
node_id pod_find_volume(const struct talos_stream *stream, struct span path,
                        struct span *rest);

/* What an item of machine.files writes; 0 where it only appends, and for no item. */
node_id pod_content(const struct talos_stream *stream, node_id item);

/* What machine.files writes to a path in the pod; 0: not all is known. */
node_id pod_file(const struct talos_stream *stream, struct span path);

#endif
