/* SPDX-License-Identifier: MIT */
/* OpenSSL's certificates: handles bound to their scope, and what is read from them. */
#ifndef PKI_CERTIFICATE_H
#define PKI_CERTIFICATE_H

#include <openssl/x509v3.h>

#include "base/arena.h"
#include "base/buf.h"

static inline void cleanup_bio(BIO **bio) {
    BIO_free(*bio);
}

static inline void cleanup_certificate(X509 **certificate) {
    X509_free(*certificate);
}

#define _cleanup_bio_ _cleanup_(cleanup_bio)
#define _cleanup_certificate_ _cleanup_(cleanup_certificate)

/* May sign certificates: Go's rule for a parent, crypto/x509/x509.go. */
bool certificate_is_authority(X509 *certificate);

/* Seconds since 1970. False when the date cannot be read. */
bool certificate_seconds(const ASN1_TIME *time, int64_t *out) _must_check_;

/* One line, RFC 2253; NULL without memory. */
const char *certificate_name(struct arena *arena, const X509_NAME *name);

/* Appends the certificate in canonical form. False without memory. */
bool certificate_write(struct buf *out, X509 *certificate) _must_check_;

#endif
