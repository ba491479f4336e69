/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Strategic-merge patches for talosctl.
 */
#ifndef TALOSAUTH_PATCH_H
#define TALOSAUTH_PATCH_H

#include <talosauth/settings.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The config that a patch is for.
 *
 * @since 0.1.0
 */
struct tauth_patch_base {
    const char *name;       /**< For findings. */
    struct tauth_text text; /**< The config. */
};

/**
 * What a patch is for and what it carries. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_patch_options {
    size_t size;                         /**< sizeof(struct tauth_patch_options) */
    enum tauth_layout layout;            /**< AUTO, or the layout wanted. */
    const struct tauth_patch_base *base; /**< NULL for none. */
    bool files_only; /**< Legacy layout: CA file and its mount, but no flags yet. */
    bool with_rbac;  /**< Carry the RBAC manifests as inline manifest talosauth-rbac. */
    bool role_bindings; /**< RoleBindings too; their namespaces must be there. */
};

/**
 * Makes a patch for `talosctl patch machineconfig -p @F`, `apply-config -p @F` or
 * `gen config --config-patch-control-plane @F`.
 *
 * With a base the patch, merged by Talos, gives what tauth_merge() gives: Talos replaces
 * KubeAuthenticationConfig.configuration as a whole (siderolabs/talos
 * pkg/machinery/config/types/k8s/authentication.go), so other issuers and `anonymous` are
 * repeated from it. Without one the layout is that asked for, else that of the Talos
 * version, else legacy; a finding says so.
 *
 * A legacy patch that carries a CA or RBAC may be applied once only, because Talos appends
 * list items; a finding says so. What the base has already is left out of it.
 *
 * @param settings not NULL, with issuer and audience
 * @param options  NULL for none
 * @param out      receives the patch (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_patch(const struct tauth_settings *settings,
                                        const struct tauth_patch_options *options,
                                        struct tauth_text *out,
                                        struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
