/* SPDX-License-Identifier: MIT */
/* Whether a CA from the network is to be trusted. */
#ifndef CLI_TRUST_H
#define CLI_TRUST_H

#include <talosauth/server.h>

/*
 * Shows the CA on stderr. True when its fingerprint was expected, or somebody at the
 * terminal says yes. The context is not used.
 */
bool trust_ask(void *context, const struct tauth_authority *authority);

/* The same for --quiet: what was expected is not shown. */
bool trust_ask_quietly(void *context, const struct tauth_authority *authority);

#endif
