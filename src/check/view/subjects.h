/* SPDX-License-Identifier: MIT */
/* Who is bound to which role by a file: manifests in it, or what an access file grants. */
#ifndef CHECK_VIEW_SUBJECTS_H
#define CHECK_VIEW_SUBJECTS_H

#include "check/input/input.h"
#include "text/facts.h"

/* Adds the list below `root`; false without memory. */
bool subjects_add(struct arena *arena, struct check_input *input, struct fact *root)
    _must_check_;

#endif
