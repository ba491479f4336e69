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
 * Makes a patch for `talosctl patch machineconfig -p @F`, `apply-config -p @F` or
 * `gen config --config-patch-control-plane @F`.
 *
 * With a base the patch, merged by Talos, gives what tauth_merge() gives: Talos replaces
 * KubeAuthenticationConfig.configuration as a whole (siderolabs/talos
 * pkg/machinery/config/types/k8s/authentication.go), so other issuers and `anonymous` are
 * repeated from it. Without one the layout is that asked for, else that of the Talos
 * version, else legacy; a finding says so.
 *
 * @param settings not NULL, with issuer and audience
 * @param layout   AUTO, or the layout wanted
 * @param base     NULL for none
 * @param out      receives the patch (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_patch(const struct tauth_settings *settings,
                                        enum tauth_layout layout,
                                        const struct tauth_patch_base *base,
                                        struct tauth_text *out,
                                        struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
