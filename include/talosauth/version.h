/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Version of the library.
 */
#ifndef TALOSAUTH_VERSION_H
#define TALOSAUTH_VERSION_H

#include <talosauth/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Version of the library that is loaded, "MAJOR.MINOR.PATCH".
 *
 * @return a constant
 * @since 0.1.0
 */
TAUTH_API const char *tauth_version(void);

#ifdef __cplusplus
}
#endif

#endif
