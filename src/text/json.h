/* SPDX-License-Identifier: MIT */
/* JSON texts. */
#ifndef TEXT_JSON_H
#define TEXT_JSON_H

#include "base/buf.h"

/* Appends a text in quotes; what is not UTF-8 is an error of the buffer. */
void json_quote(struct buf *out, struct span text);

#endif
