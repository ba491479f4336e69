/* SPDX-License-Identifier: MIT */
/* Who is bound to which role, before manifests are written. */
#ifndef CHECK_SETTINGS_RBAC_H
#define CHECK_SETTINGS_RBAC_H

#include "model/settings.h"

/*
 * Groups, users and bindings with the rules of Kubernetes for the objects they become
 * (pkg/apis/rbac/validation/validation.go:32-255), and names that belong to Kubernetes.
 * At least one binding must be there.
 */
enum tauth_status check_rbac(const struct tauth_settings *settings,
                             struct tauth_diags *diags) _must_check_;

/* The same without what check_settings() finds too, for callers of both. */
enum tauth_status check_bindings(const struct tauth_settings *settings,
                                 struct tauth_diags *diags) _must_check_;

#endif
