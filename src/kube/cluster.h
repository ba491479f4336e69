/* SPDX-License-Identifier: MIT */
/* Where files that know a cluster hold its name, server and CA. */
#ifndef KUBE_CLUSTER_H
#define KUBE_CLUSTER_H

#include "base/vec.h"
#include "yaml/node.h"

/* A certificate of a CA; keys beside it are never looked at. */
struct cluster_authority {
    node_id node;
    bool base64; /* PEM in base64, not PEM itself */
};

struct cluster_found {
    node_id server; /* 0: not there */
    node_id name;
    node_id tls_server_name;
    node_id proxy_url;
    VEC(struct cluster_authority) authorities;
};

/* Refuses an encrypted value; `id` may be 0. */
enum tauth_status cluster_refuse_encrypted(const struct yaml_index *index, node_id id,
                                           struct tauth_diags *diags) _must_check_;

/*
 * Looks into a machine config of either layout, the secrets of `talosctl gen secrets`, or
 * a kubeconfig, whose current context counts. Without a CA it is refused, but with
 * `other_ca`, when the CA comes from somewhere else.
 */
enum tauth_status cluster_find(const struct yaml_index *index, bool other_ca,
                               struct cluster_found *out, struct tauth_diags *diags)
    _must_check_;

#endif
