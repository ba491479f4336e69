/* SPDX-License-Identifier: MIT */
/* Verdicts on what a handshake with an API server brought. */
#ifndef CHECK_SETTINGS_SERVER_H
#define CHECK_SETTINGS_SERVER_H

#include <talosauth/diag.h>

#include "base/attr.h"
#include "base/rules.h"
#include "net/handshake.h"

enum { SERVER_HOST_MOST = 253, SERVER_ADDRESS = SERVER_HOST_MOST + 16 };

struct server {
    struct handshake_request request;
    char address[SERVER_ADDRESS];  /* HOST:PORT for messages */
    const unsigned char *expected; /* fingerprint, or NULL */
    bool trust_leaf;
    int64_t now;
};

/* Puts the address together; refuses what is no name or address. */
enum tauth_status check_server_host(struct server *server, struct tauth_diags *diags)
    _must_check_;

/* A finding about the server, under --ca-from-server; its text begins with the address. */
enum tauth_status server_report(const struct server *server, struct tauth_diags *diags,
                                enum rule rule, const char *hint, const char *format, ...)
    _printf_(5, 6);

/* Refuses every handshake that did not end well. */
enum tauth_status check_server_handshake(const struct server *server,
                                         const struct handshake *handshake,
                                         struct tauth_diags *diags) _must_check_;

#endif
