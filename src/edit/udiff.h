/* SPDX-License-Identifier: MIT */
/* A unified diff of an edit, made from its splices; secrets are masked. */
#ifndef EDIT_UDIFF_H
#define EDIT_UDIFF_H

#include "edit/edit.h"

/* Bytes of the old text that must not be shown; sorted, not overlapping. */
struct mask {
    uint32_t start;
    uint32_t end;
};

struct udiff {
    const char *name;
    struct span old_text;
    const struct splice *splices; /* sorted */
    size_t splice_count;
    struct span splice_text;
    const struct mask *masks;
    size_t mask_count;
    bool color;
};

/* Nothing is appended when no line differs. */
void udiff_write(struct buf *out, const struct udiff *diff);

#endif
