/* SPDX-License-Identifier: MIT */
/* Many files in one run: several threads, output in the order of the files. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/inputs.h"
#include "cli/output.h"

/* What one file came to. */
struct outcome {
    struct output out; /* shown on stdout */
    struct output err; /* shown on stderr */
    int code;
    bool changed;
};

struct batch_file {
    const struct arguments *arguments;
    const char *path;
    size_t index;  /* among the files of the run */
    void *context; /* of the command; the threads share it */
};

/* Works on one file; runs in any thread. */
typedef void batch_work(const struct batch_file *file, struct outcome *outcome);

struct batch_total {
    int code;    /* 2 beats 1 beats 0 */
    bool failed; /* nothing was done: threads or memory were missing */
    size_t changed;
    const char *first_changed;
};

/*
 * Runs `work` for each file, with `context`. `twice` (from inputs_find_twice(), or NULL)
 * names files that are refused unread. EXIT_TROUBLE in the total when threads or memory
 * fail.
 */
struct batch_total batch_run(struct arguments *arguments, const struct inputs *inputs,
                             const size_t *twice, batch_work *work, void *context);

#endif
