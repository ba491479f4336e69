/* SPDX-License-Identifier: MIT */
/* Bringing a stream to what the settings say, in either layout. */
#ifndef TALOS_MERGE_H
#define TALOS_MERGE_H

#include "edit/edit.h"
#include "model/settings.h"
#include "talos/stream.h"

enum { LEFTOVERS_SHOWN = 100 }; /* findings; all are counted */

/* A raw key of extraArgs: values, or none to take it out. */
struct raw_argument {
    struct span key;
    VEC(struct span) values;
};

struct talos_merge {
    const struct oidc *oidc; /* NULL: no OIDC settings, only raw arguments */
    const struct raw_argument *arguments;
    size_t argument_count;
    const struct talos_version *version; /* NULL: not known */
    bool prune;
    bool
        patch; /* for `patch --base`, which cannot remove anything in the legacy layout */
    size_t leftovers; /* counted by the merge */
};

/* Plans the edit of the legacy document. */
enum tauth_status legacy_merge(struct talos_stream *stream, struct talos_merge *merge,
                               struct edit *edit) _must_check_;

/* Plans the edit of the KubeAuthenticationConfig document. */
enum tauth_status multidoc_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit) _must_check_;

/* The flags as children of an extraArgs mapping. */
enum tauth_status legacy_flags(struct arena *arena, const struct oidc *oidc,
                               struct want *arguments) _must_check_;

/* Refuses what flags cannot say, under the option's name. */
enum tauth_status legacy_check(const struct oidc *oidc,
                               const struct talos_version *version,
                               struct tauth_diags *diags) _must_check_;

/* An empty KubeAuthenticationConfig document. NULL without memory. */
struct want *multidoc_new(struct arena *arena);

/* --signing-algs has no counterpart in structured authentication. */
enum tauth_status multidoc_warn_algorithms(struct tauth_diags *diags) _must_check_;

#endif
