/* SPDX-License-Identifier: MIT */
/* Taking OIDC login out of a stream again. */
#ifndef TALOS_REMOVE_H
#define TALOS_REMOVE_H

#include "talos/merge.h"

struct talos_remove {
    const struct tauth_settings *settings;
    struct span issuer; /* data NULL: not named */
    bool all_issuers;
};

/*
 * Plans the edit: oidc-* keys, jwt entries, and everything that has one of the fixed names
 * (OWN_AUTHORITY_FILE, OWN_AUTHENTICATION_FILE, OWN_DIRECTORY, OWN_MANIFEST). Lists and
 * mappings that become empty stay.
 */
enum tauth_status remove_plan(struct talos_stream *stream,
                              const struct talos_remove *remove, struct edit *edit)
    _must_check_;

#endif
