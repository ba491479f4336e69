/* SPDX-License-Identifier: MIT */
/* Findings as text for people. */
#ifndef TEXT_RENDER_H
#define TEXT_RENDER_H

#include "base/buf.h"
#include "base/diag.h"

void render_diag(struct buf *out, const struct tauth_diag *diag, bool color);

#endif
