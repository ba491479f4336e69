/* SPDX-License-Identifier: MIT */
/* Merging one file of a run, and how it ends. */
#ifndef CLI_MERGE_FILE_H
#define CLI_MERGE_FILE_H

#include "cli/batch.h"

/* A batch_work: reads, merges, and ends as the arguments say. */
void merge_file(const struct arguments *arguments, const char *path,
                struct outcome *outcome);

/* What to do next, after files were written. */
void merge_next_steps(const char *path);

#endif
