/* SPDX-License-Identifier: MIT */
/* kubeconfigs as they are written (k8s.io/client-go tools/clientcmd/api/v1/types.go). */
#ifndef MODEL_KUBECONFIG_H
#define MODEL_KUBECONFIG_H

#include <talosauth/objects.h>

#include "yaml/want.h"

#define KUBECONFIG_API_VERSION "v1"
#define KUBECONFIG_KIND "Config"
#define EXEC_API_VERSION "client.authentication.k8s.io/v1"

struct kubeconfig_cluster {
    const char *server;
    const char *tls_server_name;
    const char *authority; /* certificate-authority-data: PEM in base64 */
    const char *proxy_url;
};

struct kubeconfig_named_cluster {
    const char *name;
    struct kubeconfig_cluster cluster;
};

struct kubeconfig_context {
    const char *cluster;
    const char *user;
    const char *namespace_name;
};

struct kubeconfig_named_context {
    const char *name;
    struct kubeconfig_context context;
};

struct kubeconfig_exec {
    const char *api_version;
    const char *command;
    struct tauth_strings args;
    const char *install_hint;
    const char *interactive_mode;
    bool provide_cluster_info;
};

struct kubeconfig_user {
    struct kubeconfig_exec exec;
};

struct kubeconfig_named_user {
    const char *name;
    struct kubeconfig_user user;
};

struct kubeconfig {
    const char *api_version;
    const char *kind;
    struct kubeconfig_named_cluster *clusters;
    uint32_t clusters_count;
    struct kubeconfig_named_context *contexts;
    uint32_t contexts_count;
    const char *current_context;
    struct kubeconfig_named_user *users;
    uint32_t users_count;
};

/* The document as a wanted tree; texts are not copied. NULL without memory. */
struct want *kubeconfig_want(struct arena *arena, const struct kubeconfig *kubeconfig);

#endif
