/* SPDX-License-Identifier: MIT */
/*
 * A TLS handshake to see what a server presents. Nothing is verified: who trusts one of
 * the certificates decides that by its fingerprint.
 */
#ifndef NET_HANDSHAKE_H
#define NET_HANDSHAKE_H

#include "base/buf.h"
#include "pki/chain.h"

struct handshake_request {
    const char *host; /* name or address, without brackets */
    uint16_t port;
    const char *server_name; /* for SNI; NULL: the host. Addresses are never sent. */
    uint32_t timeout;        /* for everything, in milliseconds */
};

enum handshake_end {
    HANDSHAKE_DONE,
    HANDSHAKE_NO_MEMORY,
    HANDSHAKE_UNKNOWN_HOST,
    HANDSHAKE_UNREACHABLE,
    HANDSHAKE_TIMEOUT,
    HANDSHAKE_CLOSED,
    HANDSHAKE_NOT_TLS,
    HANDSHAKE_TLS_VERSION, /* it has nothing as new as TLS 1.2 */
    HANDSHAKE_FAILED,
};

enum handshake_stage { STAGE_RESOLVE, STAGE_CONNECT, STAGE_TLS };

struct handshake {
    enum handshake_end end;
    enum handshake_stage stage; /* how far it came */
    struct buf cause;           /* in the words of the system or of OpenSSL */
    struct chain chain;         /* what the server presented, when done */
};

void handshake_run(const struct handshake_request *request, struct handshake *out);

void handshake_deinit(struct handshake *handshake);

#endif
