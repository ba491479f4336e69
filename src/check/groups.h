/* SPDX-License-Identifier: MIT */
/* The rules by what they are about; each group is a file of small functions. */
#ifndef CHECK_GROUPS_H
#define CHECK_GROUPS_H

#include "check/run.h"

extern const struct check_group authentication_group; /* flags and configuration */
extern const struct check_group documents_group; /* what kind of document is where */

/*
 */

#endif
