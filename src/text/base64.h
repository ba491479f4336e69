/* SPDX-License-Identifier: MIT */
/* Base64 as Go's encoding/base64 reads and writes it. */
#ifndef TEXT_BASE64_H
#define TEXT_BASE64_H

#include "base/buf.h"

/*
 * Appends what the text stands for; line breaks in it are read over, padding is needed. On
 * failure `fault` receives the offset that Go names.
 */
bool base64_decode(struct buf *out, struct span text, size_t *fault);

void base64_encode(struct buf *out, struct span data);

#endif
