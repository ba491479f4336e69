/* SPDX-License-Identifier: MIT */
/*
 * Documents that could not be read: what they are is taken from their lines, so that
 * nobody says of them that they are missing.
 */
#ifndef CHECK_INPUT_UNREAD_H
#define CHECK_INPUT_UNREAD_H

#include "check/input/input.h"

/* One of them may be of this kind; NULL: the one with machine and cluster. */
bool unread_has(const struct check_input *input, const char *kind);

/* One of them is what makes a stream a whole config. */
bool unread_makes_config(const struct check_input *input);

/* What a document says of itself in lines that begin where the lines begin. */
struct unread_head {
    struct span version;
    struct span kind;
    struct span name;
    bool legacy; /* it has machine, cluster or the like, and no kind */
};

struct unread_head unread_head(const struct check_input *input,
                               const struct unread *unread);

#endif
