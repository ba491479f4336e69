/* SPDX-License-Identifier: MIT */
/* A tree of what is so, each with its place: written for people, or as JSON. */
#ifndef TEXT_FACTS_H
#define TEXT_FACTS_H

#include <talosauth/status.h>

#include "base/arena.h"
#include "base/buf.h"

struct fact {
    const char *name;  /* key in JSON; a sentence's begin for people */
    const char *value; /* NULL: what is below says it */
    uint32_t line;     /* 0: no place */
    uint32_t column;
    bool list; /* of items, whose names do not count */
    struct fact *first;
    struct fact *last;
    struct fact *next;
};

/* Adds a fact below another; texts are not copied. NULL without memory or parent. */
struct fact *fact_add(struct arena *arena, struct fact *parent, const char *name,
                      const char *value);

/* The same for a list of facts. */
struct fact *fact_list(struct arena *arena, struct fact *parent, const char *name);

void facts_write(struct buf *out, const struct fact *root, enum tauth_format format);

#endif
