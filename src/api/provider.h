/* SPDX-License-Identifier: MIT */
/* Finding the preset that a caller names. */
#ifndef API_PROVIDER_H
#define API_PROVIDER_H

#include <talosauth/diag.h>

#include "base/attr.h"
#include "model/presets.h"

/* TAUTH_REFUSED, with the names that there are, for any other one. */
enum tauth_status provider_find(const char *name, const struct preset **out,
                                struct tauth_diags *diags) _must_check_;

#endif
