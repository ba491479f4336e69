/* SPDX-License-Identifier: MIT */
/* The files of a run: those on the command line and those of --files-from. */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "cli/command.h"

struct inputs {
    const char **paths;
    size_t count;
    struct tauth_file *list; /* the text that some paths point into */
    char *names;
};

/* False, with the fault reported, when the list cannot be read or nothing is named. */
bool inputs_read(struct inputs *inputs, struct arguments *arguments);

/*
 * Marks every path that names the same file as an earlier one; `twice` has one slot for
 * each path and receives the index of the earlier one plus 1. False without memory.
 */
bool inputs_find_twice(const struct inputs *inputs, size_t *twice);

void inputs_deinit(struct inputs *inputs);

#endif
