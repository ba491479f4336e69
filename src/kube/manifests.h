/* SPDX-License-Identifier: MIT */
/* RBAC manifests as a YAML stream. */
#ifndef KUBE_MANIFESTS_H
#define KUBE_MANIFESTS_H

#include "model/settings.h"

/*
 * ClusterRoles, ClusterRoleBindings and RoleBindings, each by name, for everything that the
 * settings bind. `role_bindings`: with those in a namespace. Appends to `out`.
 */
enum tauth_status manifests_write(const struct tauth_settings *settings,
                                  bool role_bindings, struct buf *out) _must_check_;

/*
 * Names of the ClusterRoleBindings for admins and viewers, NULL behind the last one and
 * without memory.
 */
const char *manifests_binding_name(const struct tauth_settings *settings, size_t index,
                                   struct arena *arena);

/* The ClusterRoles that viewers are bound to, NULL behind the last one. */
const char *manifests_viewer_role(const struct tauth_settings *settings, size_t index);

#endif
