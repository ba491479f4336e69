/* SPDX-License-Identifier: MIT */
/* SHA-256 fingerprints of certificates, as people copy and compare them. */
#ifndef PKI_FINGERPRINT_H
#define PKI_FINGERPRINT_H

#include "base/buf.h"

enum { FINGERPRINT_SIZE = 32, FINGERPRINT_TEXT = FINGERPRINT_SIZE * 3 };

/*
 * Reads 64 hex digits in either case, with a colon between all pairs or between none, and
 * `sha256:` or the `sha256 Fingerprint=` of `openssl x509` in front or not. On failure
 * `problem` says what it is instead, which may be shown.
 */
bool fingerprint_parse(struct span text, unsigned char *out, const char **problem)
    _must_check_;

/* Upper-case pairs with colons; `out` holds FINGERPRINT_TEXT bytes. */
void fingerprint_write(const unsigned char *fingerprint, char *out);

#endif
