/* SPDX-License-Identifier: MIT */
/* Allocation that is given back all at once, zeroed before. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"
#include "base/span.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    bool failed; /* memory was missing at least once */
};

/* Zeroed and aligned for every type; NULL without memory. */
void *arena_alloc(struct arena *arena, size_t size) _must_check_;

/* A NUL-terminated copy; NULL without memory. */
char *arena_copy(struct arena *arena, struct span text) _must_check_;

char *arena_printf(struct arena *arena, const char *format, ...)
    _must_check_ _printf_(2, 3);

void arena_deinit(struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

#endif
