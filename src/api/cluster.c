/* SPDX-License-Identifier: MIT */
#include "api/cluster.h"

#include <time.h>

#include "api/server.h"
#include "check/settings/authority.h"
#include "check/settings/names.h"
#include "model/setting-place.h"
#include "text/base64.h"
#include "text/server.h"
#include "yaml/read.h"

#define DEFAULT_PORT "6443"

enum { HTTPS_PORT = 443 };

/* The URL; a port that a file does not name is that of https, as for kubectl. */
static enum tauth_status keep_server(struct cluster *cluster,
                                     const struct server_address *server,
                                     const char *port) {
    _cleanup_buf_ struct buf url = {0};
    server_write(&url, server, port);
    cluster->server = url.failed ? NULL : arena_copy(cluster->arena, buf_view(&url));
    return cluster->server == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
}

/* In files that SOPS encrypts, certificates and names are encrypted too. */
static enum tauth_status check_decrypted(const struct cluster *cluster, node_id node) {
    return cluster_refuse_encrypted(&cluster->index, node, cluster->diags);
}

/* The server may be out of reach without it; a password in it is for nobody else. */
static enum tauth_status take_proxy(struct cluster *cluster) {
    const struct yaml_index *index = &cluster->index;
    node_id node = cluster->found.proxy_url;
    if (node == 0) {
        return TAUTH_OK;
    }
    struct span text = node_text(index, node_follow(index, node));
    enum tauth_status status = check_decrypted(cluster, node);
    if (status == TAUTH_OK && span_find(text, '@') < text.size) {
        return node_report(
            cluster->diags, RULE_CLUSTER_SOURCE, index, node,
            "take the user name out of it, or give --server, which leaves "
            "the proxy out",
            "the proxy-url has a user name in it, which everybody with the "
            "kubeconfig would get");
    }
    cluster->proxy_url = arena_copy(cluster->arena, text);
    return status == TAUTH_OK && cluster->proxy_url == NULL ? TAUTH_NO_MEMORY : status;
}

/* The server of a file, with the name that its certificate is checked for there. */
static enum tauth_status take_file_server(struct cluster *cluster,
                                          struct server_address *server) {
    const struct yaml_index *index = &cluster->index;
    node_id node = node_follow(index, cluster->found.server);
    node_id name = cluster->found.tls_server_name;
    struct server_fault fault = {"the server is no https URL",
                                 "give --server HOST[:PORT]"};
    enum tauth_status status = check_decrypted(cluster, node);
    if (status != TAUTH_OK) {
        return status;
    }
    if (!server_parse(node_text(index, node), server, &fault) || !server->url) {
        return node_report(cluster->diags, RULE_SERVER, index, node, fault.hint, "%s",
                           fault.problem);
    }
    if (name != 0 && cluster->tls_server_name == NULL) {
        struct span text = node_text(index, node_follow(index, name));
        cluster->tls_server_name = arena_copy(cluster->arena, text);
        if (cluster->tls_server_name == NULL) {
            return TAUTH_NO_MEMORY;
        }
    }
    status = take_proxy(cluster);
    return status == TAUTH_OK ? keep_server(cluster, server, NULL) : status;
}

static enum tauth_status take_server(struct cluster *cluster,
                                     struct server_address *server) {
    const struct setting_place place = {cluster->settings, TAUTH_SERVER, 0};
    struct span given = setting_get(cluster->settings, TAUTH_SERVER);
    struct server_fault fault;
    if (given.data != NULL) {
        enum tauth_status status =
            check_placeholder(cluster->settings, TAUTH_SERVER, cluster->diags);
        if (status != TAUTH_OK) {
            return status;
        }
        return server_parse(given, server, &fault)
                   ? keep_server(cluster, server, DEFAULT_PORT)
                   : setting_report(&place, cluster->diags, RULE_SERVER, fault.hint, "%s",
                                    fault.problem);
    }
    if (cluster->found.server == 0) {
        return setting_missing(&place, cluster->diags, RULE_SERVER,
                               "give --server HOST[:PORT], or a file that knows it: "
                               "--from controlplane.yaml",
                               "a kubeconfig needs the address of the API server");
    }
    return take_file_server(cluster, server);
}

/* The host without `api.`, nor a suffix that the old script took off. */
static const char *host_name(struct cluster *cluster,
                             const struct server_address *server) {
    static const char suffix[] = ".paas.safedc.net";
    struct span host = server->host;
    if (span_starts(host, "api.") && host.size > strlen("api.")) {
        host = span_slice(host, strlen("api."), host.size);
    }
    if (cluster->options->compat && span_ends(host, suffix) &&
        host.size > strlen(suffix)) {
        host.size -= strlen(suffix);
    }
    char *name = arena_copy(cluster->arena, host);
    for (char *at = name; at != NULL && *at != '\0'; at++) {
        *at = *at == ':' ? '-' : *at;
    }
    return name;
}

static enum tauth_status take_name(struct cluster *cluster,
                                   const struct server_address *server) {
    const struct setting_place place = {cluster->settings, TAUTH_CLUSTER_NAME, 0};
    struct span given = setting_get(cluster->settings, TAUTH_CLUSTER_NAME);
    enum tauth_status status =
        check_placeholder(cluster->settings, TAUTH_CLUSTER_NAME, cluster->diags);
    if (status != TAUTH_OK) {
        return status;
    }
    if (given.data != NULL && given.size == 0) {
        return setting_report(&place, cluster->diags, RULE_KUBECONFIG_NAME,
                              "leave it out for the name of the host",
                              "the name is empty");
    }
    node_id node = cluster->found.name;
    if (given.data == NULL && node != 0) {
        status = check_decrypted(cluster, node);
        given = node_text(&cluster->index, node_follow(&cluster->index, node));
    }
    cluster->name = given.data != NULL ? arena_copy(cluster->arena, given)
                                       : host_name(cluster, server);
    return cluster->name == NULL ? TAUTH_NO_MEMORY : status;
}

enum tauth_status cluster_read(struct cluster *cluster) {
    const struct tauth_kubeconfig_options *options = cluster->options;
    const struct tauth_named_text *from = &options->from;
    struct server_address server = {0};
    enum tauth_status status = TAUTH_OK;
    cluster->tls_server_name = options->tls_server_name;
    if (from->name != NULL) {
        cluster->source = (struct source){.name = from->name,
                                          .text = {from->text.data, from->text.size}};
        status = yaml_index_build(&cluster->index, &cluster->source, cluster->diags);
        if (status == TAUTH_OK) {
            bool other = options->ca.name != NULL || options->ca_from_server;
            status =
                cluster_find(&cluster->index, other, &cluster->found, cluster->diags);
        }
    }
    if (status == TAUTH_OK) {
        status = take_server(cluster, &server);
    }
    return status == TAUTH_OK ? take_name(cluster, &server) : status;
}

static enum tauth_status take_authority(struct cluster *cluster,
                                        const struct cluster_authority *authority) {
    struct span text = node_text(&cluster->index, authority->node);
    enum tauth_status status = check_decrypted(cluster, authority->node);
    if (status != TAUTH_OK) {
        return status;
    }
    _cleanup_buf_ struct buf decoded = {0};
    size_t fault = 0;
    if (authority->base64 && !base64_decode(&decoded, text, &fault)) {
        return decoded.failed
                   ? TAUTH_NO_MEMORY
                   : node_report(cluster->diags, RULE_CA_UNREADABLE, &cluster->index,
                                 authority->node,
                                 "a certificate in PEM, in base64, belongs here",
                                 "illegal base64 data");
    }
    struct source source = {.name = cluster->source.name,
                            .text = authority->base64 ? buf_view(&decoded) : text};
    const struct authority_origin origin = {&source, &cluster->index, authority->node,
                                            cluster->options->trust_leaf};
    return decoded.failed ? TAUTH_NO_MEMORY
                          : check_cluster_authority(&origin, time(NULL),
                                                    &cluster->authority, cluster->diags);
}

static enum tauth_status refuse_missing(const struct cluster *cluster) {
    return diag_option(
        cluster->diags, RULE_CLUSTER_CA_MISSING, "--cluster-ca",
        "three ways: --from controlplane.yaml, secrets.yaml or an admin kubeconfig; "
        "--cluster-ca with a PEM file; --ca-from-server. Run: talosctl -n NODE kubeconfig "
        "admin.kubeconfig && talosauth kubeconfig --from admin.kubeconfig, with the other "
        "options as they are",
        "the CA of the cluster is not known, and none is taken from the network unasked");
}

static enum tauth_status refuse_unconfirmed(const struct cluster *cluster,
                                            const struct tauth_authority *authority) {
    const char *source = authority->leaf
                             ? "what somebody at the node sees of its certificate"
                             : "the CA in controlplane.yaml or an admin kubeconfig";
    const char *hint = arena_printf(
        cluster->arena,
        "compare it with %s (openssl x509 -noout -fingerprint -sha256); then give "
        "--expect-fingerprint %s",
        source, authority->fingerprint);
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : diag_option(cluster->diags, RULE_SERVER_UNCONFIRMED, "--ca-from-server",
                             hint,
                             "the %s \"%s\" that the server presents was not "
                             "confirmed",
                             authority->leaf ? "certificate" : "CA", authority->subject);
}

static uint16_t port_number(struct span port) {
    uint32_t number = 0;
    for (size_t i = 0; i < port.size; i++) {
        number = number * 10 + (uint32_t)(port.data[i] - '0');
    }
    return port.size == 0 ? HTTPS_PORT : (uint16_t)number;
}

/* The server was parsed before; a URL without port means that of https. */
static enum tauth_status ask_server(struct cluster *cluster) {
    const struct tauth_kubeconfig_options *options = cluster->options;
    struct server_address address;
    struct server_fault fault;
    struct tauth_authority authority;
    if (cluster->server == NULL ||
        !server_parse(span_of(cluster->server), &address, &fault)) {
        return TAUTH_INTERNAL;
    }
    struct tauth_server_request request = {
        .size = sizeof(request),
        .host = arena_copy(cluster->arena, address.host),
        .port = port_number(address.port),
        .server_name = cluster->tls_server_name,
        .timeout = options->timeout,
        .expect_fingerprint = options->expect_fingerprint,
        .trust_leaf = options->trust_leaf,
        .no_proxy = options->no_proxy,
    };
    enum tauth_status status =
        request.host == NULL
            ? TAUTH_NO_MEMORY
            : server_authority(&request, cluster->arena, &authority, cluster->diags);
    if (status != TAUTH_OK) {
        return status;
    }
    bool taken = options->confirm == NULL
                     ? authority.confirmed
                     : options->confirm(options->confirm_context, &authority);
    if (!taken) {
        return refuse_unconfirmed(cluster, &authority);
    }
    buf_text(&cluster->authority, authority.pem);
    return cluster->authority.failed ? TAUTH_NO_MEMORY : TAUTH_OK;
}

enum tauth_status cluster_read_authority(struct cluster *cluster) {
    const struct tauth_named_text *ca = &cluster->options->ca;
    if (ca->name != NULL) {
        struct source source = {.name = ca->name, .text = {ca->text.data, ca->text.size}};
        const struct authority_origin origin = {.source = &source,
                                                .any = cluster->options->trust_leaf};
        return check_cluster_authority(&origin, time(NULL), &cluster->authority,
                                       cluster->diags);
    }
    if (cluster->found.authorities.count == 0) {
        return cluster->options->ca_from_server ? ask_server(cluster)
                                                : refuse_missing(cluster);
    }
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < cluster->found.authorities.count && status == TAUTH_OK; i++) {
        status = take_authority(cluster, &cluster->found.authorities.items[i]);
    }
    return status;
}

void cluster_deinit(struct cluster *cluster) {
    VEC_DEINIT(cluster->found.authorities);
    yaml_index_deinit(&cluster->index);
    buf_deinit(&cluster->authority);
}
