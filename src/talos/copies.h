/* SPDX-License-Identifier: MIT */
/*
 * Items of ours that are there more than once, as a patch that was applied again leaves
 * them. The node goes by the last file, and takes no two volumes or manifests of one name.
 */
#ifndef TALOS_COPIES_H
#define TALOS_COPIES_H

#include "talos/merge.h"

/*
 * Takes every one of the items but `first` out, with a finding for each; `list` gets the
 * removals. What is appended to the file is not ours to take, and refused.
 */
enum tauth_status copies_drop(const struct talos_stream *stream,
                              const struct talos_merge *merge, struct arena *arena,
                              const struct own_items *items, node_id first,
                              struct want *list) _must_check_;

/* The finding of one: `copy` goes, `first` stays. Silent for patches, which refuse it. */
enum tauth_status copies_report(const struct talos_stream *stream,
                                const struct talos_merge *merge, const char *what,
                                node_id copy, node_id first) _must_check_;

/* A patch cannot take a copy out. */
enum tauth_status copies_refuse(const struct talos_stream *base, node_id copy)
    _must_check_;

#endif
