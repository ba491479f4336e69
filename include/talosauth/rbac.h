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
 * Writes the manifests that give groups and users their rights.
 *
 * Admin groups: ClusterRoleBinding PROVIDER-admin (oidc-admin without provider) to
 * cluster-admin. Viewer groups: ClusterRole oidc-viewer and ClusterRoleBinding
 * oidc-viewer-binding; or, with viewerRole view in the access file, oidc-view-binding to
 * Kubernetes' own role and oidc-view-nodes with its binding. Then the further bindings of
 * the access file.
 *
 * Names are the provider's own; the effective prefix is put in front, as the API server
 * will (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go:530-552). What is
 * written follows pkg/apis/rbac/validation/validation.go:32-255.
 *
 * @param settings not NULL, with at least one binding
 * @param out      receives the YAML (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_rbac(const struct tauth_settings *settings,
                                       struct tauth_text *out, struct tauth_diags *diags);

/**
 * Whose names are asked for. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_subjects_request {
    size_t size;      /**< sizeof(struct tauth_subjects_request) */
    const char *user; /**< CLAIM=VALUE, the claim that the settings take the user name
                           from; NULL for none. */
    const char *const *groups; /**< The provider's own names. */
    size_t group_count;
    enum tauth_format format; /**< Text: lines "User: NAME" and "Group: NAME". */
};

/**
 * The names that a user and groups of the provider have as RBAC subjects: the effective
 * prefix and the name (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go).
 *
 * @param settings not NULL; the issuer's URL must be there where it is the prefix
 * @param request  not NULL
 * @param out      receives the names (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_subjects(const struct tauth_settings *settings,
                                           const struct tauth_subjects_request *request,
                                           struct tauth_text *out,
                                           struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
