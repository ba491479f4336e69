/* SPDX-License-Identifier: MIT */
/* RBAC manifests as a YAML stream. */
#ifndef KUBE_MANIFESTS_H
#define KUBE_MANIFESTS_H

#include "model/settings.h"
#include "yaml/want.h"

/*
 * ClusterRoles, then ClusterRoleBindings, each by name, for the admin and viewer groups.
 * Appends to `out`.
 */
enum tauth_status manifests_write(const struct tauth_settings *settings, struct buf *out)
    _must_check_;

#endif
