/* SPDX-License-Identifier: MIT */
/* Commands that change configs: merge and remove end in the same ways. */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "cli/command.h"

/*
 * False, with the fault reported, for options that exclude each other, or that mean
 * nothing without another.
 */
bool change_check_usage(struct arguments *arguments);

/* Works on all files that are named; the exit status. */
int change_files(struct arguments *arguments);

#endif
