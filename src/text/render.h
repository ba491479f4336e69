/* SPDX-License-Identifier: MIT */
/* Findings as text for people. */
#ifndef TEXT_RENDER_H
#define TEXT_RENDER_H

#include "base/buf.h"
#include "base/diag.h"

/* "error", "warning" or "note". */
const char *severity_name(enum tauth_severity severity);

void render_diag(struct buf *out, const struct tauth_diag *diag, bool color);

#endif
