/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Taking OIDC login out of a machine config again, every other byte untouched.
 */
#ifndef TALOSAUTH_REMOVE_H
#define TALOSAUTH_REMOVE_H

#include <talosauth/merge.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What to remove. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_remove_options {
    size_t size;              /**< sizeof(struct tauth_remove_options); 0 is refused */
    enum tauth_layout layout; /**< Refuse files of the other layout; AUTO takes both. */
    bool all_issuers;         /**< Every issuer, where there are several. */
};

/**
 * Removes what tauth_merge() writes: all oidc-* flags (legacy layout), the jwt entry of the
 * issuer that the settings name (multidoc; the only one when they name none), the CA file
 * /var/lib/talosauth/issuer-ca.crt with its mount, and the inline manifest talosauth-rbac.
 * Lists and mappings that become empty stay, as [] and {}. What is related and stays is
 * said by findings.
 *
 * @param settings not NULL; only the issuer's URL counts
 * @param options  NULL for none
 * @param name     of the input, for findings
 * @param input    the config; read only, must stay as long as the result
 * @param result   receives the result, owned by the caller (see merge.h)
 * @param diags    receives findings with file, line and column
 * @return TAUTH_OK, TAUTH_REFUSED (several issuers and none named, another issuer),
 *         TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_remove(const struct tauth_settings *settings,
                                         const struct tauth_remove_options *options,
                                         const char *name, struct tauth_text input,
                                         struct tauth_merge_result **result,
                                         struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
