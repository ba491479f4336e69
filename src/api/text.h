/* SPDX-License-Identifier: MIT */
/* Handing a buffer over to the caller. */
#ifndef API_TEXT_H
#define API_TEXT_H

#include <talosauth/status.h>

#include "base/buf.h"

/* The bytes become the caller's; the buffer is empty afterwards. */
static inline enum tauth_status text_hand_out(struct buf *buf, struct tauth_text *out) {
    if (buf->failed) {
        return TAUTH_NO_MEMORY;
    }
    *out = (struct tauth_text){buf->data, buf->size};
    *buf = (struct buf){0};
    return TAUTH_OK;
}

#endif
