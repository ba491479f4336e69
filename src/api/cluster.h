/* SPDX-License-Identifier: MIT */
/* What is known about the cluster of a kubeconfig: its name, server and CA. */
#ifndef API_CLUSTER_H
#define API_CLUSTER_H

#include <talosauth/kubeconfig.h>

#include "kube/cluster.h"
#include "model/settings.h"

struct cluster {
    const struct tauth_settings *settings;
    const struct tauth_kubeconfig_options *options;
    struct tauth_diags *diags;
    struct arena *arena;
    struct source source; /* of options->from */
    struct yaml_index index;
    struct cluster_found found;
    const char *name;
    const char *server;
    const char *tls_server_name; /* NULL: the host of the server */
    const char *proxy_url;       /* NULL: none */
    struct buf authority;        /* PEM */
};

/* Reads options->from, and decides server and name. */
enum tauth_status cluster_read(struct cluster *cluster) _must_check_;

/* Checks the CA, wherever it comes from, and keeps its certificates. */
enum tauth_status cluster_read_authority(struct cluster *cluster) _must_check_;

void cluster_deinit(struct cluster *cluster);

#endif
