/* SPDX-License-Identifier: MIT */
/* The issuer URL. */
#ifndef CHECK_ISSUER_H
#define CHECK_ISSUER_H

#include "model/settings.h"

/*
 * The URL rules of k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:127-177,
 * and what it accepts although it cannot work: no host, the discovery URL, the trailing
 * slash of the preset.
 */
enum tauth_status check_issuer(const struct tauth_settings *settings,
                               struct tauth_diags *diags) _must_check_;

/* The same for a URL that was made from the setting. */
enum tauth_status check_issuer_url(const struct tauth_settings *settings,
                                   struct span issuer, struct tauth_diags *diags)
    _must_check_;

#endif
