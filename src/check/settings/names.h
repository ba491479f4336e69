/* SPDX-License-Identifier: MIT */
/* Names of users and groups must stay apart from those of Kubernetes. */
#ifndef CHECK_SETTINGS_NAMES_H
#define CHECK_SETTINGS_NAMES_H

#include "model/settings.h"

/* <project id>, https://<instance>.zitadel.cloud */
bool is_placeholder(struct span text);

/* RFC 1123: lower-case letters, digits and dashes inside, 63 at most. */
bool is_dns_label(struct span text);

/*
 * Placeholders left over from a template, and encrypted values, in what the API server is
 * set to.
 */
enum tauth_status check_placeholders(const struct tauth_settings *settings,
                                     struct tauth_diags *diags) _must_check_;

/* The same in what only kubeconfigs are made of. */
enum tauth_status check_login_placeholders(const struct tauth_settings *settings,
                                           struct tauth_diags *diags) _must_check_;

/* The same in one setting. */
enum tauth_status check_placeholder(const struct tauth_settings *settings,
                                    enum tauth_setting setting, struct tauth_diags *diags)
    _must_check_;

/* One prefix: quotes in it, names beginning with system:. */
enum tauth_status check_prefix(const struct tauth_settings *settings,
                               enum tauth_setting setting, struct span prefix,
                               struct tauth_diags *diags) _must_check_;

/*
 * Prefixes: quotes in them, names beginning with system:, groups without any. With an
 * empty groups prefix a group `system:masters` of the provider is a super-user, past all
 * authorization (k8s.io/apiserver authorizerfactory/builtin.go:114-133).
 */
enum tauth_status check_prefixes(const struct tauth_settings *settings,
                                 const struct oidc *oidc, struct tauth_diags *diags)
    _must_check_;

#endif
