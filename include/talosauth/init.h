/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The commented access file that somebody begins with.
 */
#ifndef TALOSAUTH_INIT_H
#define TALOSAUTH_INIT_H

#include <talosauth/diag.h>
#include <talosauth/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes an access file (YAML, kind ClusterAccess) with placeholders in angle brackets to
 * fill in, the preset's defaults as comments, and what is known to go wrong with the
 * provider.
 *
 * @param provider name of a preset, see tauth_provider_name(); NULL means "generic"
 * @param out      receives the YAML (free with tauth_text_free())
 * @param diags    receives the reason of a refusal, under --provider
 * @return TAUTH_OK, TAUTH_REFUSED (no such provider) or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_init(const char *provider, struct tauth_text *out,
                                       struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
