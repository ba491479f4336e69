/* SPDX-License-Identifier: MIT */
/* Whether a CA from the network is to be trusted. */
#ifndef CLI_TRUST_H
#define CLI_TRUST_H

#include "cli/command.h"

struct trust {
    const struct arguments *arguments;
    struct tauth_diags *diags; /* of the call that asks */
};

/*
 * Shows the CA on stderr, with what was found about it so far. True when its fingerprint
 * was expected, or somebody at the terminal says yes. The context is a struct trust; with
 * --quiet nothing is shown of what was expected.
 */
bool trust_ask(void *context, const struct tauth_authority *authority);

#endif
