/* SPDX-License-Identifier: MIT */
/* The certificates of a PEM text, each with its place. */
#ifndef PKI_BUNDLE_H
#define PKI_BUNDLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

enum pem_kind {
    PEM_CERTIFICATE,
    PEM_UNREADABLE, /* labelled a certificate, but it is none */
    PEM_PRIVATE_KEY,
    PEM_OTHER,
};

struct pem_block {
    size_t offset; /* of its BEGIN line */
    enum pem_kind kind;
    bool authority;      /* may sign certificates: Go's rule for a parent, x509.go */
    int64_t not_before;  /* seconds since 1970 */
    int64_t not_after;   /* the last second it is valid in */
    const char *subject; /* one line, RFC 2253 */
};

struct bundle {
    struct arena arena;
    VEC(struct pem_block) blocks;
    struct buf pem; /* the certificates alone, in canonical form */
};

/* Reads every block. False without memory. */
bool bundle_read(struct bundle *bundle, struct span text) _must_check_;

void bundle_deinit(struct bundle *bundle);

#endif
