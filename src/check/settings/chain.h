/* SPDX-License-Identifier: MIT */
/* Which certificate of the chain that an API server presents may be trusted. */
#ifndef CHECK_SETTINGS_CHAIN_H
#define CHECK_SETTINGS_CHAIN_H

#include "check/settings/server.h"

/*
 * Finds the CA (or with trust_leaf, where there is none, the server's own certificate),
 * compares it with the expected fingerprint and looks at its dates. That the server's own
 * certificate has expired or is for another name are warnings: the CA is good without it,
 * kubectl will complain. `chosen` is the index in the chain.
 */
enum tauth_status check_server_chain(const struct server *server, struct chain *chain,
                                     size_t *chosen, struct tauth_diags *diags)
    _must_check_;

#endif
