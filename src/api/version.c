/* SPDX-License-Identifier: MIT */
#include <talosauth/version.h>

const char *tauth_version(void) {
    return TAUTH_VERSION; /* given by the build */
}
