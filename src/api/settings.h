/* SPDX-License-Identifier: MIT */
/* Giving settings, from options or from the access file. */
#ifndef API_SETTINGS_H
#define API_SETTINGS_H

#include "model/setting-place.h"

/* Checks a value by itself and keeps it; findings are at the place. */
enum tauth_status settings_add(struct tauth_settings *settings,
                               const struct setting_place *place, const char *value,
                               struct tauth_diags *diags) _must_check_;

/* The CA of the issuer from a PEM text. */
enum tauth_status settings_add_authority(struct tauth_settings *settings,
                                         const char *name, struct span text,
                                         struct tauth_diags *diags) _must_check_;

#endif
