/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, section 4), as kubeconfigs and machine configs hold certificates. */
#ifndef TEXT_BASE64_H
#define TEXT_BASE64_H

#include "base/buf.h"

void base64_encode(struct buf *out, struct span data);

/* Appends what the text stands for; blanks and line breaks in it do not count. */
bool base64_decode(struct buf *out, struct span text);

#endif
