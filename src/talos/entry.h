/* SPDX-License-Identifier: MIT */
/* One jwt entry that is there already: what of it is ours, what stays, what is left over. */
#ifndef TALOS_ENTRY_H
#define TALOS_ENTRY_H

#include "talos/merge.h"

/*
 * Turns the wanted entry into a change of the existing one. Audiences, username, groups
 * and claim rules are ours and set whole where the settings name them; expressions, uid,
 * extra, user rules and discoveryURL are the user's and stay.
 */
enum tauth_status entry_update(struct talos_stream *stream, struct talos_merge *merge,
                               struct arena *arena, node_id existing, struct want *entry)
    _must_check_;

#endif
