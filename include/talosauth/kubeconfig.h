/* SPDX-License-Identifier: MIT */
/**
 * @file
 * kubeconfigs that log in with kubelogin.
 */
#ifndef TALOSAUTH_KUBECONFIG_H
#define TALOSAUTH_KUBECONFIG_H

#include <talosauth/merge.h>
#include <talosauth/server.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A text with its name for findings; a name of NULL means that it is not given.
 *
 * @since 0.1.0
 */
struct tauth_named_text {
    const char *name;
    struct tauth_text text;
};

/**
 * What the settings do not say. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_kubeconfig_options {
    size_t size;                  /**< sizeof(struct tauth_kubeconfig_options); not 0 */
    struct tauth_named_text ca;   /**< PEM with the CA of the cluster. */
    struct tauth_named_text from; /**< Machine config, admin kubeconfig or secrets.yaml:
                                       CA, server and name where they are not given. */
    const char *cluster;          /**< Names of the entries; NULL: made from the name. */
    const char *context;
    const char *user;
    const char *namespace_name;
    const char *tls_server_name;
    const char *user_name;    /**< kubelogin's --username. */
    const char *exec_command; /**< kubectl, or kubelogin itself; NULL: kubectl. */
    const char *token_cache_storage;
    const char *const *listen_addresses;
    size_t listen_address_count;
    bool ca_from_server; /**< The CA from a TLS handshake with the server, where neither
                              ca nor from gives one. */
    const char *expect_fingerprint; /**< SHA-256 that this CA must have, or NULL. */
    uint32_t timeout;               /**< Of the handshake, in milliseconds; 0: 10000. */
    bool no_proxy;                  /**< Connect although a proxy is set. */
    /** Shown every CA that a server presents; false refuses it. Where `confirmed` is not
        set, somebody must have compared the fingerprint. NULL takes confirmed ones. */
    bool (*confirm)(void *context, const struct tauth_authority *authority);
    void *confirm_context;
    bool compat;     /**< Scopes in one argument, user "oidc". */
    bool device;     /**< The device code flow, no browser. */
    bool both_flows; /**< The browser flow, and the device code flow beside it. */
    bool trust_leaf; /**< Take a certificate that is not a CA, with a warning. */
    bool use;        /**< tauth_kubeconfig_merge(): make it the current context. */
    bool force;      /**< tauth_kubeconfig_merge(): replace other entries. */
};

/**
 * Writes a kubeconfig (client.authentication.k8s.io/v1, k8s.io/client-go
 * tools/clientcmd/api/v1/types.go) whose users log in with kubelogin.
 *
 * @param settings not NULL, with issuer and login client; scopes are those of the
 *                 provider, or of "generic"
 * @param options  not NULL, with a CA
 * @param out      receives the YAML (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_kubeconfig(
    const struct tauth_settings *settings, const struct tauth_kubeconfig_options *options,
    struct tauth_text *out, struct tauth_diags *diags);

/**
 * The name that everything is called after: that of the settings, of the cluster in
 * options->from, or the host without a leading "api.".
 *
 * @param settings not NULL
 * @param options  not NULL
 * @param out      receives the name (free with tauth_text_free())
 * @param diags    receives findings
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_kubeconfig_name(
    const struct tauth_settings *settings, const struct tauth_kubeconfig_options *options,
    struct tauth_text *out, struct tauth_diags *diags);

/**
 * Whether a browser comes back to kubelogin, so that the provider has to know its redirect
 * URIs. The device code flow, codes typed at a keyboard and passwords need none.
 *
 * @param settings not NULL
 * @param options  not NULL
 * @return true where the flow, or the first of both, is that with a browser
 * @since 0.1.0
 */
TAUTH_API bool tauth_kubeconfig_browser(const struct tauth_settings *settings,
                                        const struct tauth_kubeconfig_options *options);

/**
 * Whether a program is kubectl, which needs its plugin kubectl-oidc_login; any other is
 * taken for kubelogin itself. kubectl-1.32, kubectl.exe and paths to them are kubectl too.
 *
 * @param command as in tauth_kubeconfig_options.exec_command; not NULL
 * @return true for kubectl
 * @since 0.1.0
 */
TAUTH_API bool tauth_kubeconfig_kubectl(const char *command);

/**
 * Adds cluster, context and user to a kubeconfig, or updates them; every other byte is
 * untouched. Entries of these names with another server or login are refused without
 * options->force.
 *
 * @param settings as for tauth_kubeconfig()
 * @param options  as for tauth_kubeconfig()
 * @param input    the kubeconfig; must stay as long as the result
 * @param result   receives the result, owned by the caller (see merge.h)
 * @param diags    receives findings with file, line and column
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_kubeconfig_merge(
    const struct tauth_settings *settings, const struct tauth_kubeconfig_options *options,
    const struct tauth_named_text *input, struct tauth_merge_result **result,
    struct tauth_diags *diags);

/**
 * What to take out of a kubeconfig. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_kubeconfig_remove_options {
    size_t size; /**< sizeof(struct tauth_kubeconfig_remove_options); not 0 */
    const char *const *contexts;
    size_t context_count;
    bool may_be_gone; /**< A context that is not there is no error: it was asked whether
                           anything would change. */
};

/**
 * Takes contexts out of a kubeconfig, and the clusters and users that only they use.
 *
 * @param options not NULL
 * @param input   the kubeconfig; must stay as long as the result
 * @param result  receives the result, owned by the caller (see merge.h)
 * @param diags   receives findings with file, line and column
 * @return TAUTH_OK, TAUTH_REFUSED (no such context), TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_kubeconfig_remove(
    const struct tauth_kubeconfig_remove_options *options,
    const struct tauth_named_text *input, struct tauth_merge_result **result,
    struct tauth_diags *diags);

#ifdef __cplusplus
}
#endif

#endif
