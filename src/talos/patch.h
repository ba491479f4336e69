/* SPDX-License-Identifier: MIT */
/* Strategic-merge patches for talosctl. */
#ifndef TALOS_PATCH_H
#define TALOS_PATCH_H

#include "talos/merge.h"

/*
 * A legacy patch: flags, CA file with its mount, inline manifest. `base` is the config it
 * is for, or NULL; what that has already is left out.
 */
enum tauth_status patch_write_legacy(struct talos_merge *merge, struct talos_stream *base,
                                     struct buf *out, struct tauth_diags *diags)
    _must_check_;

/* A multidoc patch without a base: it says in its first line what it replaces. */
enum tauth_status patch_write_multidoc(const struct talos_merge *merge, struct buf *out,
                                       struct tauth_diags *diags) _must_check_;

/*
 * A multidoc patch for a base: the whole configuration of `merged`, which is the base
 * `base` after a merge.
 */
enum tauth_status patch_write_merged(const struct talos_stream *merged,
                                     const struct talos_stream *base,
                                     const struct talos_merge *merge, struct buf *out)
    _must_check_;

#endif
