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

/* The CA file of the legacy layout as it is before the edit. */
enum authority_state {
    AUTHORITY_SAME, /* or not asked for */
    AUTHORITY_NEW,
    AUTHORITY_CHANGES,
    AUTHORITY_FLAG_NEW, /* the file is there, the flag is not */
};

struct talos_merge {
    const struct oidc *oidc; /* NULL: no OIDC settings, only raw arguments */
    const struct raw_argument *arguments;
    size_t argument_count;
    const struct talos_version *version; /* NULL: not known */
    struct span manifest; /* RBAC for an inline manifest; data NULL: none */
    bool files_only;      /* CA file and mount, but no flags */
    bool prune;
    bool patch;       /* for `patch --base`, which cannot remove in the legacy layout */
    size_t leftovers; /* counted by the merge */
    enum authority_state authority; /* found by it */
};

/* What talosauth calls its own in a config; `remove` takes exactly these out. */
#define OWN_DIRECTORY "/var/lib/talosauth"
#define OWN_AUTHORITY_FILE OWN_DIRECTORY "/issuer-ca.crt"
#define OWN_AUTHENTICATION_FILE OWN_DIRECTORY "/authentication.yaml"
#define OWN_MANIFEST "talosauth-rbac"

/* Plans the edit of the legacy document. */
enum tauth_status legacy_merge(struct talos_stream *stream, struct talos_merge *merge,
                               struct edit *edit) _must_check_;

/* Plans the edit of the KubeAuthenticationConfig document. */
enum tauth_status multidoc_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit) _must_check_;

/* The flags as children of an extraArgs mapping. */
enum tauth_status legacy_flags(struct arena *arena, const struct oidc *oidc,
                               struct want *arguments) _must_check_;

/*
 * The CA of the issuer in the legacy layout: the file (machine.files) and its mount
 * (extraVolumes) as parts of the wanted root. `stream` is NULL for a patch without a base.
 */
enum tauth_status authority_merge(struct talos_stream *stream, struct talos_merge *merge,
                                  struct arena *arena, struct want *root) _must_check_;

/* Warns of the reboot that the CA file needs; authority_merge() does it, but for patches. */
enum tauth_status authority_warn(const struct talos_merge *merge,
                                 struct tauth_diags *diags) _must_check_;

/*
 * The inline manifest with RBAC: where one is already, else in the form of the layout.
 * `root` is the wanted legacy document, or NULL where it is not edited otherwise.
 */
enum tauth_status manifest_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit, struct want *root) _must_check_;

/* An item of the legacy list cluster.inlineManifests, and a document. NULL: no memory. */
struct want *manifest_item(struct arena *arena, struct span manifest);
struct want *manifest_document(struct arena *arena, struct span manifest);

/* Where the inline manifest is, or is to be. */
struct manifest_places {
    node_id item;  /* of the legacy list, or 0 */
    long document; /* or NO_DOCUMENT */
    bool as_item;  /* which of the two it is after a merge */
    node_id copy;  /* one more, which must not be there; or 0 */
};

struct manifest_places manifest_find(const struct talos_stream *stream);
struct own_items manifest_items(const struct talos_stream *stream);

/* Refuses what flags cannot say. */
enum tauth_status legacy_check(const struct oidc *oidc,
                               const struct talos_version *version,
                               struct tauth_diags *diags) _must_check_;

/* An empty KubeAuthenticationConfig document. NULL without memory. */
struct want *multidoc_new(struct arena *arena);

/* signing algorithms have no counterpart in structured authentication. */
enum tauth_status multidoc_warn_algorithms(const struct oidc *oidc,
                                           struct tauth_diags *diags) _must_check_;

/* The jwt entry of an issuer in a list, 0 when there is none; two are refused. */
enum tauth_status multidoc_find_entry(const struct talos_stream *stream, node_id jwt,
                                      struct span issuer, node_id *entry) _must_check_;

#endif
