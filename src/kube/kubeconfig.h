/* SPDX-License-Identifier: MIT */
/* Building kubeconfigs, and changing those that are there. */
#ifndef KUBE_KUBECONFIG_H
#define KUBE_KUBECONFIG_H

#include "edit/edit.h"
#include "kube/login.h"

/* Everything a kubeconfig is made of. */
struct kubeconfig_parts {
    const char *cluster; /* names of the entries */
    const char *context;
    const char *user;
    const char *server;
    const char *tls_server_name; /* or NULL */
    const char *proxy_url;       /* or NULL */
    const char *namespace_name;  /* or NULL */
    struct span authority;       /* PEM */
    struct login login;
    bool device;     /* the device code flow */
    bool both_flows; /* the browser flow, and beside it the device code flow */
};

/* False without memory. The result lives in the arena and in the parts. */
bool kubeconfig_build(struct arena *arena, const struct kubeconfig_parts *parts,
                      struct kubeconfig *out) _must_check_;

struct kubeconfig_merge {
    const struct kubeconfig *wanted;
    bool use;   /* make it the current context */
    bool force; /* replace entries of these names that are not ours */
};

/* Plans an edit that adds or updates cluster, contexts and users. */
enum tauth_status kubeconfig_merge_plan(struct edit *edit,
                                        const struct kubeconfig_merge *merge)
    _must_check_;

struct kubeconfig_removal {
    const char *const *contexts; /* names */
    size_t count;
    bool may_be_gone; /* one that is not there is no error */
};

/* Plans an edit that takes out contexts, and the clusters and users only they use. */
enum tauth_status kubeconfig_remove_plan(struct edit *edit,
                                         const struct kubeconfig_removal *what)
    _must_check_;

#endif
