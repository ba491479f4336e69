/* SPDX-License-Identifier: MIT */
/* Certificates of certificate authorities, before anything trusts them. */
#ifndef CHECK_SETTINGS_AUTHORITY_H
#define CHECK_SETTINGS_AUTHORITY_H

#include "yaml/node.h"

/*
 * The CA of an issuer: at least one certificate
 * (k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:209-221), each of a CA and
 * valid at `now` (seconds since 1970), and no private key. `pem` receives the certificates
 * alone, in canonical form.
 */
enum tauth_status check_authority(const struct source *source, int64_t now,
                                  struct buf *pem, struct tauth_diags *diags)
    _must_check_;

/* Where the CA of a cluster comes from. */
struct authority_origin {
    const struct source *source;    /* the PEM text */
    const struct yaml_index *index; /* of the document that holds it, or NULL: ... */
    node_id node;                   /* ... findings are at this node of it */
    bool any;                       /* take a server's own certificate, with a warning */
};

/* The same for the CA of a cluster. */
enum tauth_status check_cluster_authority(const struct authority_origin *origin,
                                          int64_t now, struct buf *pem,
                                          struct tauth_diags *diags) _must_check_;

#endif
