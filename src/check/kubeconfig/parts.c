/* SPDX-License-Identifier: MIT */
/* Clusters and users of a kubeconfig, the exec stanza among them. */
#include "check/kubeconfig/kubeconfig.h"

#include "base/status.h"
#include "pki/bundle.h"
#include "text/base64.h"

static node_id get(const struct kubeconfig_part *part, const char *key) {
    return kube_get(part->config->index, part->node, key);
}

static struct span text(const struct kubeconfig_part *part, const char *key) {
    return kube_text(part->config->index, part->node, key);
}

static bool has(const struct kubeconfig_part *part, const char *key) {
    return text(part, key).size > 0;
}

#define part_found(part, rule, severity, node, hint, ...) \
    found_as((part)->config->input, (rule), (severity), (node), (hint), __VA_ARGS__)

/* --- clusters --- */

static void check_block(const struct kubeconfig_part *cluster,
                        const struct pem_block *block, node_id node) {
    int64_t now = cluster->config->input->options->now;
    if (block->kind == PEM_PRIVATE_KEY) {
        part_found(cluster, RULE_KUBECONFIG_SECRET, NULL, node,
                   "give the certificate alone; who has read this key can act as its "
                   "owner",
                   "the CA data of %.*s holds a private key", SPAN_ARG(cluster->name));
    } else if (block->kind == PEM_CERTIFICATE && !block->authority) {
        part_found(
            cluster, RULE_KUBECONFIG_CA_LEAF, NULL, node,
            "take cluster.ca.crt of the machine config, which is base64 already, "
            "or what `talosctl kubeconfig` writes",
            "\"%s\" is not a certificate authority but a server's own certificate: "
            "it is good for one node and until Talos renews it",
            block->subject);
    }
    if (block->kind == PEM_CERTIFICATE && block->not_after < now) {
        part_found(cluster, RULE_KUBECONFIG_CA_EXPIRED, NULL, node,
                   "talosctl kubeconfig writes the present one",
                   "the certificate of \"%s\" has expired", block->subject);
    }
}

static void check_authority_data(const struct kubeconfig_part *cluster) {
    node_id node = get(cluster, "certificate-authority-data");
    _cleanup_buf_ struct buf pem = {0};
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    size_t fault = 0, certificates = 0;
    if (node == 0 || !has(cluster, "certificate-authority-data")) {
        return;
    }
    bool decoded =
        base64_decode(&pem, text(cluster, "certificate-authority-data"), &fault);
    if (pem.failed || !bundle_read(&bundle, buf_view(&pem))) {
        status_keep(&cluster->config->input->failed, TAUTH_NO_MEMORY);
        return;
    }
    if (!decoded) {
        return; /* the decoder says so, where the value is one that clients read */
    }
    for (size_t i = 0; i < bundle.blocks.count; i++) {
        certificates += bundle.blocks.items[i].kind == PEM_CERTIFICATE;
        check_block(cluster, &bundle.blocks.items[i], node);
    }
    if (certificates == 0) {
        part_found(cluster, RULE_KUBECONFIG_CA, NULL, node,
                   "give the base64 of a PEM file: cluster.ca.crt of the machine config "
                   "is that already",
                   "there is no certificate in it; kubectl says at the first connection: "
                   "unable to load root certificates");
    }
}

static void check_server(const struct kubeconfig_part *cluster) {
    struct span server = text(cluster, "server");
    if (server.size == 0) {
        part_found(cluster, RULE_KUBECONFIG_CLUSTER, cluster->severity, cluster->node,
                   "add server: https://HOST:6443",
                   "invalid configuration: no server found for cluster \"%.*s\"",
                   SPAN_ARG(cluster->name));
    } else if (server.size > 5 && strncasecmp(server.data, "http:", 5) == 0) {
        part_found(cluster, RULE_KUBECONFIG_HTTP, NULL, get(cluster, "server"),
                   "write https://",
                   "credentials are not sent over http: the exec plugin is not run");
    }
}

void kubeconfig_check_cluster(const struct kubeconfig_part *cluster) {
    const struct yaml_index *index = cluster->config->index;
    node_id insecure = get(cluster, "insecure-skip-tls-verify");
    bool authority = has(cluster, "certificate-authority") ||
                     has(cluster, "certificate-authority-data");
    check_server(cluster);
    if (has(cluster, "certificate-authority") &&
        has(cluster, "certificate-authority-data")) {
        part_found(cluster, RULE_KUBECONFIG_CLUSTER, cluster->severity,
                   get(cluster, "certificate-authority"), "keep one of them",
                   "invalid configuration: certificate-authority-data and "
                   "certificate-authority are both specified for %.*s. "
                   "certificate-authority-data will override.",
                   SPAN_ARG(cluster->name));
    }
    if (insecure != 0 && node_type(index, insecure) == SCALAR_BOOL &&
        strncasecmp(node_text(index, insecure).data, "t", 1) == 0) {
        part_found(cluster, RULE_KUBECONFIG_INSECURE, NULL, insecure,
                   "give certificate-authority-data instead",
                   authority ? "specifying a root certificates file with the insecure "
                               "flag is not allowed"
                             : "anybody in between can take the tokens");
    }
    check_authority_data(cluster);
}

/* --- users --- */

static void check_secrets(const struct kubeconfig_part *user) {
    static const char *const keys[] = {"token", "password", "client-key-data"};
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        if (has(user, keys[i])) {
            part_found(user, RULE_KUBECONFIG_SECRET, NULL, get(user, keys[i]),
                       "log in with an exec plugin, and keep this file as the "
                       "administrator's way back",
                       "%s stands in the file: who has it is %.*s", keys[i],
                       SPAN_ARG(user->name));
        }
    }
}

/* What the provider plugin keeps there (client-go plugin/pkg/client/auth/oidc). */
static void check_provider(const struct kubeconfig_part *user) {
    static const char *const keys[] = {"client-secret", "refresh-token", "id-token",
                                       "access-token"};
    const struct yaml_index *index = user->config->index;
    node_id config = kube_get(index, get(user, "auth-provider"), "config");
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        if (kube_text(index, config, keys[i]).size > 0) {
            part_found(user, RULE_KUBECONFIG_SECRET, NULL,
                       kube_get(index, config, keys[i]),
                       "log in with an exec plugin: it keeps its tokens elsewhere",
                       "%s of auth-provider stands in the file", keys[i]);
        }
    }
}

static void refuse_user(const struct kubeconfig_part *user, const char *key,
                        const char *hint, const char *before, const char *behind) {
    part_found(user, RULE_KUBECONFIG_USER, user->severity, get(user, key), hint,
               "invalid configuration: %s%.*s%s", before, SPAN_ARG(user->name), behind);
}

static void check_certificate(const struct kubeconfig_part *user) {
    bool file = has(user, "client-certificate"),
         data = has(user, "client-certificate-data"), key = has(user, "client-key"),
         key_data = has(user, "client-key-data");
    if (!file && !data) {
        return;
    }
    if (file && data) {
        refuse_user(user, "client-certificate", "keep one of them",
                    "client-cert-data and client-cert are both specified for ",
                    ". client-cert-data will override.");
    }
    if (key && key_data) {
        refuse_user(user, "client-key", "keep one of them",
                    "client-key-data and client-key are both specified for ",
                    "; client-key-data will override");
    }
    if (!key && !key_data) {
        refuse_user(user, file ? "client-certificate" : "client-certificate-data",
                    "add the key of the certificate, or remove the certificate",
                    "client-key-data or client-key must be specified for ",
                    " to use the clientCert authentication method.");
    }
}

static void check_impersonation(const struct kubeconfig_part *user) {
    static const char *const keys[] = {"as-uid", "as-groups", "as-user-extra"};
    for (size_t i = 0; i < ARRAY_SIZE(keys) && !has(user, "as"); i++) {
        node_id node = get(user, keys[i]);
        bool any = node != 0 && (node_at(user->config->index, node)->size > 0);
        if (any) {
            refuse_user(user, keys[i], "name the user with as, or remove it",
                        "requesting uid, groups or user-extra for ",
                        " without impersonating a user");
            return;
        }
    }
}

static void check_methods(const struct kubeconfig_part *user) {
    bool token = has(user, "token") || has(user, "tokenFile");
    bool basic = has(user, "username") || has(user, "password");
    if (token && basic) {
        part_found(user, RULE_KUBECONFIG_USER, user->severity, user->node,
                   "keep one of them",
                   "invalid configuration: more than one authentication method found for "
                   "%.*s; found [token basicAuth], only one is allowed",
                   SPAN_ARG(user->name));
    }
}

static void refuse_exec(const struct kubeconfig_part *user, const char *what,
                        const char *hint) {
    part_found(user, RULE_KUBECONFIG_EXEC, user->severity, get(user, "exec"), hint,
               "invalid configuration: %s must be specified for %.*s to use exec "
               "authentication plugin",
               what, SPAN_ARG(user->name));
}

static void check_variables(const struct kubeconfig_part *user, node_id exec) {
    const struct yaml_index *index = user->config->index;
    node_id list = kube_get(index, exec, "env");
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        if (kube_text(index, node_follow(index, at), "name").size == 0) {
            part_found(user, RULE_KUBECONFIG_EXEC, user->severity, at, "name it",
                       "invalid configuration: env variable name must be specified for "
                       "%.*s to use exec authentication plugin",
                       SPAN_ARG(user->name));
        }
    }
}

#define EXEC_GROUP "client.authentication.k8s.io/"

static void check_mode(const struct kubeconfig_part *user, node_id exec,
                       struct span version) {
    struct span mode = kube_text(user->config->index, exec, "interactiveMode");
    if (mode.size == 0) {
        if (span_is(version, EXEC_GROUP "v1")) {
            refuse_exec(user, "interactiveMode", "add interactiveMode: IfAvailable");
        }
    } else if (!span_is(mode, "Never") && !span_is(mode, "IfAvailable") &&
               !span_is(mode, "Always")) {
        part_found(user, RULE_KUBECONFIG_EXEC, user->severity,
                   kube_get(user->config->index, exec, "interactiveMode"),
                   "write Never, IfAvailable or Always",
                   "invalid configuration: invalid interactiveMode for %.*s: \"%.*s\"",
                   SPAN_ARG(user->name), SPAN_ARG(mode));
    }
}

static void check_exec(const struct kubeconfig_part *user, node_id exec) {
    const struct yaml_index *index = user->config->index;
    struct span version = kube_text(index, exec, "apiVersion");
    if (kube_text(index, exec, "command").size == 0) {
        refuse_exec(user, "command", "add command: kubectl");
    }
    if (version.size == 0) {
        refuse_exec(user, "apiVersion", "add apiVersion: " EXEC_GROUP "v1");
    } else if (!span_is(version, EXEC_GROUP "v1") &&
               !span_is(version, EXEC_GROUP "v1beta1")) {
        part_found(user, RULE_KUBECONFIG_EXEC_VERSION, NULL,
                   kube_get(index, exec, "apiVersion"), "write " EXEC_GROUP "v1",
                   "exec plugin: invalid apiVersion \"%.*s\"", SPAN_ARG(version));
    }
    check_mode(user, exec, version);
    check_variables(user, exec);
}

/* What client-go takes instead, without a word (plugin/pkg/client/auth/exec/exec.go:313). */
static void check_beside(const struct kubeconfig_part *user) {
    static const char *const keys[] = {"token", "tokenFile", "client-certificate",
                                       "client-certificate-data", "username"};
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        if (has(user, keys[i])) {
            part_found(user, RULE_KUBECONFIG_EXEC_IGNORED, NULL, get(user, keys[i]),
                       "make two users of it, each with a context",
                       "%s beside exec: the plugin is never run, and one stays who that "
                       "says",
                       keys[i]);
            return;
        }
    }
}

void kubeconfig_check_user(const struct kubeconfig_part *user) {
    node_id exec = get(user, "exec");
    check_secrets(user);
    check_provider(user);
    check_certificate(user);
    check_impersonation(user);
    check_methods(user);
    if (exec == 0) {
        return;
    }
    if (get(user, "auth-provider") != 0) {
        part_found(
            user, RULE_KUBECONFIG_USER, user->severity, get(user, "auth-provider"),
            "remove it; exec took its place",
            "invalid configuration: authProvider cannot be provided in combination "
            "with an exec plugin for %.*s",
            SPAN_ARG(user->name));
    }
    check_exec(user, exec);
    check_beside(user);
}
