/* SPDX-License-Identifier: MIT */
/* Verdicts on settings, before anything is written. */
#ifndef CHECK_SETTINGS_SETTINGS_H
#define CHECK_SETTINGS_SETTINGS_H

#include "model/settings.h"

/*
 * Every fault of the settings about tokens, in the API server's words where it has some.
 * `required`: issuer and audience must be there.
 */
enum tauth_status check_settings(const struct tauth_settings *settings, bool required,
                                 struct tauth_diags *diags) _must_check_;

#endif
