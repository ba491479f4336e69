/* SPDX-License-Identifier: MIT */
/* Showing text that somebody else wrote. */
#ifndef TEXT_VISIBLE_H
#define TEXT_VISIBLE_H

#include "base/buf.h"

/*
 * Appends text with controls and marks of direction as \xNN or \uNNNN: nothing from an
 * input may move the cursor, change colours or turn lines around.
 */
void visible_write(struct buf *out, const char *text);

#endif
