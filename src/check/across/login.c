/* SPDX-License-Identifier: MIT */
/* kubelogin against the API server: the issuer byte for byte, the client id an audience. */
#include "check/across/across.h"
#include "check/kubeconfig/kubeconfig.h"

static bool has_audience(const struct view_issuer *issuer, struct span client) {
    for (size_t i = 0; i < issuer->audiences.count; i++) {
        if (span_equal(issuer->audiences.items[i].text, client)) {
            return true;
        }
    }
    return false;
}

/*
 * The issuer with this URL, best one with this audience: clusters may share a provider.
 * `near` receives one that differs in its slash or case only.
 */
static const struct view_issuer *find_issuer(const struct across *across, struct span url,
                                             struct span client,
                                             const struct view_issuer **near) {
    const struct view_issuer *same = NULL;
    *near = NULL;
    struct span bare = span_ends(url, "/") ? span_slice(url, 0, url.size - 1) : url;
    for (size_t i = 0; i < across->count; i++) {
        for (size_t j = 0; j < across->views[i].issuers.count; j++) {
            const struct view_issuer *issuer = &across->views[i].issuers.items[j];
            struct span other = issuer->url.text;
            if (span_equal(other, url)) {
                same = same == NULL || has_audience(issuer, client) ? issuer : same;
                continue;
            }
            other.size -= span_ends(other, "/");
            if (other.size == bare.size &&
                strncasecmp(other.data, bare.data, bare.size) == 0) {
                *near = issuer;
            }
        }
    }
    return same;
}

static void check_audience(const struct kubeconfig_part *user,
                           const struct view_issuer *issuer) {
    node_id node = 0;
    struct span client = kubelogin_argument(user, "--oidc-client-id", &node);
    bool zitadel = span_has(issuer->url.text, "zitadel");
    if (client.size == 0 || issuer->audiences.count == 0 ||
        has_audience(issuer, client)) {
        return;
    }
    static const enum tauth_severity note = TAUTH_NOTE;
    found_as(
        user->config->input, RULE_LOGIN_AUDIENCE, zitadel ? &note : NULL, node,
        zitadel ? "right when the API server's audience is the project's id: Zitadel "
                  "puts both into the token"
                : "use one client id, or let the provider add the API server's "
                  "audience to the token",
        "the client id \"%.*s\" is none of the API server's audiences", SPAN_ARG(client));
}

static void visit(const struct kubeconfig_part *user, void *context) {
    const struct across *across = context;
    node_id node = 0;
    const struct view_issuer *near;
    struct span url = kubelogin_argument(user, "--oidc-issuer-url", &node);
    if (url.size == 0) {
        return;
    }
    node_id client_node = 0;
    struct span client = kubelogin_argument(user, "--oidc-client-id", &client_node);
    const struct view_issuer *issuer = find_issuer(across, url, client, &near);
    if (issuer != NULL) {
        check_audience(user, issuer);
        return;
    }
    found(user->config->input, RULE_LOGIN_ISSUER, node,
          "write the same URL in both, as the discovery document has it in `issuer`",
          "kubelogin logs in at another issuer than the API server trusts%s",
          near == NULL ? "" : ": the URLs differ in case or in the last slash");
}

void across_login(const struct across *across) {
    struct across copy = *across;
    for (size_t i = 0; across->issuers > 0 && i < across->count; i++) {
        struct kubeconfig config;
        if (across->inputs[i]->kind == INPUT_KUBECONFIG &&
            kubeconfig_open(&config, across->inputs[i])) {
            kubeconfig_each(&config, "users", visit, &copy);
        }
    }
}
