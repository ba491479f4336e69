/* SPDX-License-Identifier: MIT */
/* Combining outcomes where several things are tried. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <talosauth/status.h>

/* Keeps the first refusal; a failing machine wins over everything. */
static inline void status_keep(enum tauth_status *status, enum tauth_status next) {
    if ((*status == TAUTH_OK && next != TAUTH_OK) ||
        (*status > TAUTH_OK && next < TAUTH_OK)) {
        *status = next;
    }
}

#endif
