/* SPDX-License-Identifier: MIT */
/* Changing one file of a run, and how it ends. */
#ifndef CLI_CHANGE_FILE_H
#define CLI_CHANGE_FILE_H

#include "cli/batch.h"

/* A batch_work: reads, changes as the command does, and ends as the arguments say. */
void change_file(const struct batch_file *file, struct outcome *outcome);

/* What to do next, after files were written. */
void change_next_steps(const struct arguments *arguments, const char *path);

#endif
