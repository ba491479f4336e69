/* SPDX-License-Identifier: MIT */
/* Strategic-merge patches for talosctl. */
#ifndef TALOS_PATCH_H
#define TALOS_PATCH_H

#include "model/settings.h"
#include "talos/stream.h"

/* A legacy patch: cluster.apiServer.extraArgs with the flags. */
enum tauth_status patch_write_legacy(const struct oidc *oidc,
                                     const struct talos_version *version, struct buf *out,
                                     struct tauth_diags *diags) _must_check_;

/* A multidoc patch without a base: it says in its first line what it replaces. */
enum tauth_status patch_write_multidoc(const struct oidc *oidc, struct buf *out,
                                       struct tauth_diags *diags) _must_check_;

/*
 * A multidoc patch for a base: the whole configuration of `merged`, which is the base
 * after a merge.
 */
enum tauth_status patch_write_merged(const struct talos_stream *merged, struct buf *out)
    _must_check_;

#endif
