/* SPDX-License-Identifier: MIT */
/* Entries of a kubeconfig that are there already by the names of those to be merged. */
#ifndef KUBE_ADAPT_H
#define KUBE_ADAPT_H

#include "kube/entries.h"
#include "kube/kubeconfig.h"

struct merge {
    struct entries entries;
    struct edit *edit;
    const struct kubeconfig_merge *how;
    struct want *root;
};

/* The text under a key; data NULL when there is none. */
struct span want_text(const struct want *want, const char *key);

/*
 * Fits a wanted item to the entry that is there: what is somebody else's is refused, or
 * replaced with --force; other contexts that use the entry are never changed silently.
 */
typedef enum tauth_status adapt_item(const struct merge *merge, node_id entry,
                                     struct want *item);
adapt_item adapt_cluster, adapt_context, adapt_user;

#endif
