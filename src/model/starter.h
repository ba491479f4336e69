/* SPDX-License-Identifier: MIT */
/* The commented access file that somebody begins with. */
#ifndef MODEL_STARTER_H
#define MODEL_STARTER_H

#include "base/buf.h"
#include "model/presets.h"

/*
 * What it says about one provider besides the preset. Comments are lines without their #;
 * what is NULL is left out.
 */
struct starter {
    const char *provider;
    const char *title;
    const char *head;         /* comment on top */
    const char *about_issuer; /* comments */
    const char *about_audience;
    const char *about_algorithms;
    const char *about_claims;
    const char *about_rbac;
    const char *about_login;
    const char *issuer; /* YAML, with placeholders */
    const char *audience;
    const char *groups_claim; /* needed where the preset has none */
    const char *required;     /* of claims.required */
    const char *rbac;         /* lines of the block where groups cannot be bound */
    bool required_now;        /* not behind a # */
    bool cloud;               /* its certificate is signed by a public CA */
};

/* Not NULL for any preset. */
const struct starter *starter_find(const struct preset *preset);

/* A failed allocation is remembered in `out`. */
void starter_write(const struct preset *preset, struct buf *out);

#endif
