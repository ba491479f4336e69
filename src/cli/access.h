/* SPDX-License-Identifier: MIT */
/* The access file of --access. */
#ifndef CLI_ACCESS_H
#define CLI_ACCESS_H

#include "cli/command.h"

/*
 * Takes everything from it that no option gave. False, with the fault reported, when it
 * cannot be used.
 */
bool access_load(struct arguments *arguments);

#endif
