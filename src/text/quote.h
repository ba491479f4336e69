/* SPDX-License-Identifier: MIT */
/* Text between quotes, as messages of Go programs have it (strconv.Quote). */
#ifndef TEXT_QUOTE_H
#define TEXT_QUOTE_H

#include "base/buf.h"

void quote_write(struct buf *out, struct span text);

#endif
