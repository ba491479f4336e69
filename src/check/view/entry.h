/* SPDX-License-Identifier: MIT */
/* What only structured authentication can say of an issuer. */
#ifndef CHECK_VIEW_ENTRY_H
#define CHECK_VIEW_ENTRY_H

#include "check/view/view.h"
#include "text/facts.h"

/* Adds it below the issuer's fact; nothing where `entry` is 0. False without memory. */
bool entry_add(struct arena *arena, const struct view *view, node_id entry,
               struct fact *issuer) _must_check_;

#endif
