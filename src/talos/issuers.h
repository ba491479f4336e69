/* SPDX-License-Identifier: MIT */
/* The cluster's own issuers of service account tokens, which no jwt entry may name. */
#ifndef TALOS_ISSUERS_H
#define TALOS_ISSUERS_H

#include "talos/stream.h"

enum { TALOS_ISSUERS_MAX = 32 };

/*
 * Their URLs as the API server lists them, sorted and each once; the result is how many, 0
 * where the stream does not say. service-account-issuer in extraArgs takes the place of
 * all others; otherwise they are that of KubeServiceAccountConfig, or the endpoint, and
 * those that are accepted too.
 */
size_t talos_service_account_issuers(const struct talos_stream *stream,
                                     struct span out[TALOS_ISSUERS_MAX]);

#endif
