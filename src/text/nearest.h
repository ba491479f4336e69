/* SPDX-License-Identifier: MIT */
/* The name that somebody may have meant. */
#ifndef TEXT_NEAREST_H
#define TEXT_NEAREST_H

#include <stddef.h>

/* Walks names; NULL behind the last one. */
typedef const char *next_name(const void *context, size_t index);

/* The name that is nearest to `text`, or NULL when none is near. */
const char *nearest(const char *text, next_name *next, const void *context);

#endif
