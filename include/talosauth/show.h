/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What authentication a file comes to, and where each part of it comes from.
 */
#ifndef TALOSAUTH_SHOW_H
#define TALOSAUTH_SHOW_H

#include <talosauth/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Tells the effective settings of a machine config, an AuthenticationConfiguration or an
 * access file: layout, issuers with audiences and claim mappings (prefixes as the API
 * server applies them), CA, anonymous access, version, and the subjects of RBAC in it,
 * of an access file those that it binds.
 *
 * @param name   of the file, for findings
 * @param text   the file; not needed afterwards
 * @param format text: one fact a line, with (LINE:COLUMN); JSON: one object
 * @param out    receives the facts (free with tauth_text_free())
 * @param diags  receives what keeps the file from being read
 * @return TAUTH_OK, TAUTH_REFUSED (it cannot be read, or is nothing of this kind),
 *         TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_show(const char *name, struct tauth_text text,
                                       enum tauth_format format, struct tauth_text *out,
                                       struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
