/* SPDX-License-Identifier: MIT */
/* Checks between the files of one call. */
#ifndef CHECK_ACROSS_ACROSS_H
#define CHECK_ACROSS_ACROSS_H

#include "check/view/view.h"

/* Every rule that looks at several files; findings go to those they are about. */
void across_check(struct check_input *const *inputs, size_t count);

/* All files, and every issuer that one of them has. */
struct across {
    struct check_input *const *inputs;
    size_t count;
    struct view *views; /* one for each input */
    size_t issuers;
};

/* Objects that are there twice, and what roles they bind. */
void across_objects(const struct across *across);

/* Subjects of bindings against the prefixes of the issuers. */
void across_subjects(const struct across *across);

/* kubelogin's issuer and client id against those of the API server. */
void across_login(const struct across *across);

#endif
