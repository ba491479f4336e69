/* SPDX-License-Identifier: MIT */
/* The named entries of a kubeconfig: clusters, contexts, users. */
#ifndef KUBE_ENTRIES_H
#define KUBE_ENTRIES_H

#include "yaml/node.h"

struct entries {
    const struct yaml_index *index;
    node_id root;
    struct tauth_diags *diags;
    const char *encrypted; /* what to do about a name that SOPS encrypted */
};

/* The only document of a kubeconfig; what is none is refused. */
enum tauth_status entries_open(struct entries *out, const struct yaml_index *index,
                               struct tauth_diags *diags) _must_check_;

/* The list of a kind ("clusters"), 0 when it is not there or no list. */
node_id entries_list(const struct entries *entries, const char *kind);

/* The entry of that name, 0 for none; two of them are refused, as kubectl does. */
enum tauth_status entries_find(const struct entries *entries, const char *kind,
                               struct span name, node_id *out) _must_check_;

/* The text at a path of an entry; data NULL when there is none. */
struct span entries_text(const struct entries *entries, node_id entry, const char *outer,
                         const char *inner);

/* How many contexts name this cluster or user ("cluster", "user"). */
size_t entries_uses(const struct entries *entries, const char *key, struct span name);

#endif
