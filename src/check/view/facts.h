/* SPDX-License-Identifier: MIT */
/* What authentication a file comes to, as facts with their places. */
#ifndef CHECK_VIEW_FACTS_H
#define CHECK_VIEW_FACTS_H

#include "check/input/input.h"
#include "text/facts.h"

/* NULL without memory. The facts live in the arena and point into the input. */
struct fact *effective_facts(struct arena *arena, struct check_input *input);

#endif
