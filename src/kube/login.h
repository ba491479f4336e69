/* SPDX-License-Identifier: MIT */
/* How kubelogin is called (int128/kubelogin pkg/cmd/get_token.go). */
#ifndef KUBE_LOGIN_H
#define KUBE_LOGIN_H

#include "model/kubeconfig.h"

struct login {
    const char *issuer;
    const char *client_id;
    struct tauth_strings scopes; /* besides openid */
    enum tauth_grant_type grant_type;
    struct span issuer_ca; /* PEM; empty: a public one */
    const char *user_name; /* NULL: none; so are those below */
    const char *command;   /* of the plugin; else kubectl */
    const char *token_cache_storage;
    struct tauth_strings listen_addresses;
    bool joined_scopes; /* one argument for all of them */
};

/* True where a browser comes back to kubelogin. */
bool login_has_browser(enum tauth_grant_type type, const char *user_name);

/*
 * The exec part of a user. `device`: the device code flow, with no browser on this
 * machine. False without memory.
 */
bool login_exec(struct arena *arena, const struct login *login, bool device,
                struct kubeconfig_exec *out) _must_check_;

#endif
