/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The CA of a cluster, taken from what its API server presents in a TLS handshake.
 */
#ifndef TALOSAUTH_SERVER_H
#define TALOSAUTH_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <talosauth/diag.h>
#include <talosauth/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Which server, and what is known about its CA. Zero everything, set size, then what is
 * wanted.
 *
 * @since 0.1.0
 */
struct tauth_server_request {
    size_t size;             /**< sizeof(struct tauth_server_request) */
    const char *host;        /**< Name or address, IPv6 without brackets; not NULL. */
    uint16_t port;           /**< 0 means 6443. */
    const char *server_name; /**< To ask for by SNI and to look for in the certificate;
                                  NULL: the host. */
    uint32_t timeout;        /**< For everything, name look-up included, in milliseconds;
                                  0 means 10000. */
    const char *expect_fingerprint; /**< SHA-256 of the CA in hex, colons and `sha256:`
                                         optional; NULL: not known. */
    bool trust_leaf; /**< Take the server's own certificate where it presents no CA. */
    bool no_proxy;   /**< Connect although a proxy is set in the environment. */
};

/**
 * A certificate that can be trusted once its fingerprint is confirmed.
 *
 * @since 0.1.0
 */
struct tauth_authority {
    const char *pem;
    const char *subject; /**< One line, RFC 2253; may hold any character. */
    const char *issuer;
    int64_t not_before;      /**< Seconds since 1970. */
    int64_t not_after;       /**< The last second it is valid in. */
    const char *fingerprint; /**< SHA-256, upper-case hex with colons. */
    bool confirmed;          /**< It is the expected fingerprint. */
    bool leaf;               /**< The server's own certificate, for trust_leaf. */
};

/**
 * Makes a TLS handshake (1.2 or later) with an API server and finds the CA in the chain
 * that it presents: the self-signed one that leads to the server's certificate. Talos
 * appends it. Nothing proves that the right server answered but the fingerprint, so
 * without an expected one show it and have it confirmed before anything trusts it.
 *
 * HTTPS_PROXY and NO_PROXY (https_proxy, no_proxy) are read from the environment as Go
 * reads them: a server that kubectl would reach through a proxy is refused. A name look-up
 * that is not answered in time is left to end in a thread of its own.
 *
 * @param request not NULL
 * @param out     receives the certificate (free with tauth_authority_free())
 * @param diags   receives findings, under --ca-from-server, --server or
 *                --expect-fingerprint; warnings when kubectl will not connect
 * @return TAUTH_OK, TAUTH_REFUSED (no connection, no TLS, no CA, another fingerprint,
 *         expired) or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_server_authority(
    const struct tauth_server_request *request, struct tauth_authority **out,
    struct tauth_diags *diags);

/**
 * Frees a certificate.
 *
 * @param authority may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_authority_free(struct tauth_authority *authority);

#ifdef __cplusplus
}
#endif

#endif
