/* SPDX-License-Identifier: MIT */
/* The issuer URL. */
#ifndef CHECK_SETTINGS_ISSUER_H
#define CHECK_SETTINGS_ISSUER_H

#include "model/settings.h"

/* Takes a finding; `refused`: the API server refuses the URL, else it only cannot work. */
typedef enum tauth_status issuer_report(const void *context, enum rule rule, bool refused,
                                        const char *hint, const char *message);

/* A URL to be judged, wherever it stands. */
struct issuer_check {
    struct span url;
    const char *path;     /* jwt[0].issuer.url */
    const char *provider; /* whose slash rule it is, or NULL */
    enum slash_rule slash;
    issuer_report *report;
    const void *context;
};

/*
 * The URL rules of k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:127-177,
 * and what it accepts although it cannot work: no host, the discovery URL, the trailing
 * slash of the provider.
 */
enum tauth_status check_issuer_url(const struct issuer_check *check) _must_check_;

/* Only what the API server refuses, and the forms that no token can have. */
enum tauth_status check_issuer_form(const struct issuer_check *check) _must_check_;

/* The URL must be none of `own`, the issuers of service account tokens. */
enum tauth_status check_issuer_own(const struct issuer_check *check,
                                   const struct span *own, size_t count) _must_check_;

/* The same for the setting. */
enum tauth_status check_issuer_is_other(const struct tauth_settings *settings,
                                        const struct span *own, size_t count,
                                        struct tauth_diags *diags) _must_check_;

enum tauth_status check_issuer(const struct tauth_settings *settings,
                               struct tauth_diags *diags) _must_check_;

/* The same for a URL that was made from the setting. */
enum tauth_status check_issuer_text(const struct tauth_settings *settings,
                                    struct span issuer, struct tauth_diags *diags)
    _must_check_;

#endif
