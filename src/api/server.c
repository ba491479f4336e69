/* SPDX-License-Identifier: MIT */
#include "api/server.h"

#include <time.h>

#include "base/diag.h"
#include "check/settings/chain.h"
#include "net/proxy.h"

enum { API_SERVER_PORT = 6443, TIMEOUT = 10000 };

/* Both in one allocation, so that the caller frees one thing. */
struct owned_authority {
    struct tauth_authority public;
    struct arena arena;
};

/* As Go does it: the upper-case name first, and an empty variable is none. */
static const char *environment(const char *const *names, const char **which) {
    for (size_t i = 0; i < 2; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            *which = names[i];
            return value;
        }
    }
    return NULL;
}

/* The proxy itself is not shown: there may be a password in it. */
static enum tauth_status check_proxy(const struct server *server,
                                     struct tauth_diags *diags) {
    static const char *const proxy[] = {"HTTPS_PROXY", "https_proxy"};
    static const char *const except[] = {"NO_PROXY", "no_proxy"};
    const char *which, *ignored;
    const struct handshake_request *request = &server->request;
    if (environment(proxy, &which) == NULL ||
        !proxy_is_for(environment(except, &ignored), request->host, request->port)) {
        return TAUTH_OK;
    }
    return server_report(server, diags, RULE_SERVER_PROXY,
                         "--no-proxy connects directly this once, NO_PROXY lists hosts "
                         "to reach directly always; or take the CA from a file: "
                         "--cluster-ca FILE or --from FILE",
                         "%s is set, kubectl would go through that proxy, and a direct "
                         "connection may reach another server or none",
                         which);
}

static enum tauth_status read_fingerprint(const char *text, unsigned char *out,
                                          struct tauth_diags *diags) {
    const char *problem;
    return text == NULL || fingerprint_parse(span_of(text), out, &problem)
               ? TAUTH_OK
               : diag_option(diags, RULE_FINGERPRINT, "--expect-fingerprint",
                             "give 64 hex digits, as `openssl x509 -noout -fingerprint "
                             "-sha256 -in ca.pem` prints them",
                             "\"%s\" is not a SHA-256 fingerprint: %s", text, problem);
}

static enum tauth_status keep(const struct server *server, const struct chain *chain,
                              size_t chosen, struct arena *arena,
                              struct tauth_authority *out) {
    const struct chain_certificate *item = &chain->items.items[chosen];
    _cleanup_buf_ struct buf pem = {0};
    char fingerprint[FINGERPRINT_TEXT];
    if (!chain_write(chain, chosen, &pem)) {
        return TAUTH_NO_MEMORY;
    }
    fingerprint_write(item->fingerprint, fingerprint);
    struct tauth_authority authority = {
        .pem = arena_copy(arena, buf_view(&pem)),
        .subject = arena_copy(arena, span_of(item->subject)),
        .issuer = arena_copy(arena, span_of(item->issuer)),
        .not_before = item->not_before,
        .not_after = item->not_after,
        .fingerprint = arena_copy(arena, span_of(fingerprint)),
        .confirmed = server->expected != NULL,
        .leaf = !item->root,
    };
    if (authority.pem == NULL || authority.subject == NULL || authority.issuer == NULL ||
        authority.fingerprint == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *out = authority;
    return TAUTH_OK;
}

static enum tauth_status shake_hands(const struct server *server, struct arena *arena,
                                     struct tauth_authority *out,
                                     struct tauth_diags *diags) {
    _cleanup_(handshake_deinit) struct handshake handshake = {0};
    handshake_run(&server->request, &handshake);
    enum tauth_status status = check_server_handshake(server, &handshake, diags);
    size_t chosen = 0;
    if (status == TAUTH_OK) {
        status = check_server_chain(server, &handshake.chain, &chosen, diags);
    }
    return status == TAUTH_OK ? keep(server, &handshake.chain, chosen, arena, out)
                              : status;
}

static enum tauth_status run(const struct tauth_server_request *request,
                             struct arena *arena, struct tauth_authority *out,
                             struct tauth_diags *diags) {
    unsigned char expected[FINGERPRINT_SIZE] = {0};
    struct server server = {
        .request = {.host = request->host,
                    .port = request->port == 0 ? API_SERVER_PORT : request->port,
                    .server_name = request->server_name,
                    .timeout = request->timeout == 0 ? TIMEOUT : request->timeout},
        .expected = request->expect_fingerprint == NULL ? NULL : expected,
        .trust_leaf = request->trust_leaf,
        .now = time(NULL),
    };
    enum tauth_status status = check_server_host(&server, diags);
    if (status == TAUTH_OK) {
        status = read_fingerprint(request->expect_fingerprint, expected, diags);
    }
    if (status == TAUTH_OK && !request->no_proxy) {
        status = check_proxy(&server, diags);
    }
    return status == TAUTH_OK ? shake_hands(&server, arena, out, diags) : status;
}

enum tauth_status server_authority(const struct tauth_server_request *given,
                                   struct arena *arena, struct tauth_authority *out,
                                   struct tauth_diags *diags) {
    struct tauth_server_request request = {0};
    memcpy(&request, given,
           given->size < sizeof(request) ? given->size : sizeof(request));
    return request.host == NULL
               ? diag_add(diags, RULE_USAGE, &(struct diag_place){0},
                          "set size to sizeof(struct tauth_server_request), and the host",
                          "the request has no host")
               : run(&request, arena, out, diags);
}

enum tauth_status tauth_server_authority(const struct tauth_server_request *request,
                                         struct tauth_authority **out,
                                         struct tauth_diags *diags) {
    _cleanup_(cleanup_free) struct owned_authority *owned = calloc(1, sizeof(*owned));
    if (owned == NULL) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status =
        server_authority(request, &owned->arena, &owned->public, diags);
    if (status != TAUTH_OK) {
        arena_deinit(&owned->arena);
        return status;
    }
    *out = &STEAL(owned)->public;
    return TAUTH_OK;
}

void tauth_authority_free(struct tauth_authority *authority) {
    struct owned_authority *owned = (struct owned_authority *)authority;
    if (owned != NULL) {
        arena_deinit(&owned->arena);
        free(owned);
    }
}
