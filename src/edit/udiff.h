/* SPDX-License-Identifier: MIT */
/* A unified diff of an edit, made from its splices; secrets are masked. */
#ifndef EDIT_UDIFF_H
#define EDIT_UDIFF_H

#include "edit/edit.h"
#include "yaml/secrets.h"

/* One side of the diff. */
struct udiff_side {
    struct span text;
    const struct mask *masks;
    size_t mask_count;
};

struct udiff {
    const char *name;
    struct udiff_side old;
    struct udiff_side new;
    const struct splice *splices; /* sorted; they made `new` out of `old` */
    size_t splice_count;
    bool color;
};

/* Nothing is appended when no line differs. */
void udiff_write(struct buf *out, const struct udiff *diff);

#endif
