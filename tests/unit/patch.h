/* SPDX-License-Identifier: MIT */
/* Applying a unified diff, as strictly as it can be read. */
#ifndef UNIT_PATCH_H
#define UNIT_PATCH_H

#include "base/buf.h"

/*
 * Applies `diff` to `old` and appends the result. NULL when every header, number and
 * context line fits; else what does not.
 */
const char *patch_apply(struct buf *out, struct span old, struct span diff);

#endif
