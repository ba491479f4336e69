/* SPDX-License-Identifier: MIT */
/* Taking flags, files and mount out of the legacy layout. */
#ifndef TALOS_REMOVE_LEGACY_H
#define TALOS_REMOVE_LEGACY_H

#include "talos/removal.h"

enum tauth_status removal_flags(const struct removal *removal) _must_check_;

/* After the flags: the mount stays while something else needs it. */
enum tauth_status removal_files(const struct removal *removal) _must_check_;

#endif
