/* SPDX-License-Identifier: MIT */
/* A chain as a server presents it, and which of its certificates is the authority. */
#ifndef PKI_CHAIN_H
#define PKI_CHAIN_H

#include <talosauth/status.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "pki/fingerprint.h"

struct x509_st;

struct chain_certificate {
    struct x509_st *handle;
    bool root;           /* of a CA and signed by its own key */
    bool signer;         /* its key leads to the first certificate */
    int64_t not_before;  /* seconds since 1970 */
    int64_t not_after;   /* the last second it is valid in */
    const char *subject; /* one line, RFC 2253 */
    const char *issuer;
    unsigned char fingerprint[FINGERPRINT_SIZE];
};

/* The first certificate is the server's own; the order of the others does not matter. */
struct chain {
    struct arena arena;
    VEC(struct chain_certificate) items;
};

enum { CHAIN_MOST = 16 };

enum chain_answer {
    CHAIN_AUTHORITY,
    CHAIN_EMPTY,
    CHAIN_TOO_LONG,        /* more than CHAIN_MOST */
    CHAIN_NO_AUTHORITY,    /* no self-signed CA in it */
    CHAIN_OTHER_AUTHORITY, /* there is one, but the first certificate is not from it */
    CHAIN_SEVERAL,         /* the first certificate is from each of them */
};

/* Appends a certificate. TAUTH_REFUSED when the bytes are none. */
enum tauth_status chain_add(struct chain *chain, struct span der) _must_check_;

/*
 * Chooses the self-signed CA that the first certificate is from. Of several the expected
 * one, or the last when it is none of them; without an expected one (NULL) there is no
 * choice. `chosen` is its index.
 */
enum chain_answer chain_choose(struct chain *chain, const unsigned char *expected,
                               size_t *chosen);

/* Whether the first certificate is for a name or address, by Go's rules: never the CN. */
bool chain_is_for(const struct chain *chain, const char *name);

/* Appends the names and addresses that the first certificate is for, the first few. */
void chain_write_names(const struct chain *chain, struct buf *out);

/* Appends one certificate as PEM. False without memory. */
bool chain_write(const struct chain *chain, size_t index, struct buf *out) _must_check_;

void chain_deinit(struct chain *chain);

#endif
