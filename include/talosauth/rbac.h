/* SPDX-License-Identifier: MIT */
/**
 * @file
 * RBAC manifests for the groups of a provider.
 */
#ifndef TALOSAUTH_RBAC_H
#define TALOSAUTH_RBAC_H

#include <talosauth/settings.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes the manifests that let the admin and viewer groups in: ClusterRole oidc-viewer,
 * ClusterRoleBinding oidc-viewer-binding, ClusterRoleBinding PROVIDER-admin (oidc-admin
 * without provider) to cluster-admin.
 *
 * Groups are the provider's own names; the effective groups prefix is put in front, as
 * the API server will (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go).
 *
 * @param settings not NULL, with at least one admin or viewer group
 * @param out      receives the YAML (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_rbac(const struct tauth_settings *settings,
                                       struct tauth_text *out, struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
