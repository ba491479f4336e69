/* SPDX-License-Identifier: MIT */
/* Certificates of certificate authorities, before anything trusts them. */
#ifndef CHECK_AUTHORITY_H
#define CHECK_AUTHORITY_H

#include "text/source.h"

/*
 * The CA of an issuer: at least one certificate
 * (k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:209-221), each of a CA and
 * valid at `now` (seconds since 1970), and no private key. `pem` receives the certificates
 * alone, in canonical form.
 */
enum tauth_status check_authority(const struct source *source, int64_t now,
                                  struct buf *pem, struct tauth_diags *diags)
    _must_check_;

#endif
