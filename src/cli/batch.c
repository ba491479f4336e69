/* SPDX-License-Identifier: MIT */
#include "cli/batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/report.h"

enum { JOBS_MAX = 64 };

struct batch {
    const struct arguments *arguments;
    const struct inputs *inputs;
    const size_t *twice;
    batch_work *work;
    void *context;
    struct outcome *outcomes;
    atomic_size_t next;
};

static void refuse_twice(const struct batch *batch, size_t index,
                         struct outcome *outcome) {
    const char *const *paths = batch->inputs->paths;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text text = {0};
    char *message = NULL;
    outcome->code = EXIT_TROUBLE;
    if (asprintf(&message, "the file is named twice in one run, first as %s",
                 paths[batch->twice[index] - 1]) < 0) {
        message = NULL;
    }
    struct tauth_diag finding = {
        .rule = "file-twice",
        .file = paths[index],
        .message = message,
        .hint = "name it once; nothing was done for this name",
    };
    bool color = report_color(batch->arguments, STDERR_FILENO);
    if (diags != NULL && message != NULL &&
        tauth_diags_add(diags, &finding) == TAUTH_REFUSED &&
        tauth_diags_text(diags, TAUTH_ERROR, color, &text) == TAUTH_OK) {
        output_write(&outcome->err, text);
    } else {
        outcome->err.failed = 1;
    }
    tauth_text_free(&text);
    tauth_diags_free(diags);
    free(message);
}

static void run_one(const struct batch *batch, size_t index) {
    struct outcome *outcome = &batch->outcomes[index];
    if (batch->twice != NULL && batch->twice[index] != 0) {
        refuse_twice(batch, index, outcome);
    } else {
        const struct batch_file file = {batch->arguments, batch->inputs->paths[index],
                                        index, batch->context};
        batch->work(&file, outcome);
    }
}

static void *run_thread(void *argument) {
    struct batch *batch = argument;
    for (;;) {
        size_t index = atomic_fetch_add(&batch->next, 1);
        if (index >= batch->inputs->count) {
            return NULL;
        }
        run_one(batch, index);
    }
}

/* The value of --jobs, or the number of processors; 0 when it is no number. */
static size_t jobs_wanted(struct arguments *arguments, size_t files) {
    size_t jobs = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    if (arguments->jobs != NULL) {
        char *end;
        long value = strtol(arguments->jobs, &end, 10);
        bool valid =
            *arguments->jobs != '\0' && *end == '\0' && value > 0 && value <= JOBS_MAX;
        if (!valid) {
            usage_fault(arguments, "--jobs", "the value is a number from 1 to 64");
            return 0;
        }
        jobs = (size_t)value;
    }
    jobs = jobs > JOBS_MAX ? JOBS_MAX : jobs == 0 ? 1 : jobs;
    return jobs > files ? files : jobs;
}

static void run_all(struct batch *batch, size_t jobs) {
    pthread_t threads[JOBS_MAX];
    size_t started = 0;
    while (started + 1 < jobs &&
           pthread_create(&threads[started], NULL, run_thread, batch) == 0) {
        started++;
    }
    run_thread(batch);
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
}

static int show_one(struct outcome *outcome) {
    if (outcome->out.failed || outcome->err.failed) {
        report_line("talosauth: error: out of memory");
        return EXIT_TROUBLE;
    }
    fwrite(outcome->err.data == NULL ? "" : outcome->err.data, 1, outcome->err.size,
           stderr);
    int written =
        report_output((struct tauth_text){outcome->out.data, outcome->out.size});
    return written > outcome->code ? written : outcome->code;
}

static void show(const struct batch *batch, struct batch_total *total) {
    for (size_t i = 0; i < batch->inputs->count; i++) {
        struct outcome *outcome = &batch->outcomes[i];
        int code = show_one(outcome);
        total->code = code > total->code ? code : total->code;
        if (outcome->changed) {
            total->first_changed =
                total->changed == 0 ? batch->inputs->paths[i] : total->first_changed;
            total->changed++;
        }
        output_deinit(&outcome->out);
        output_deinit(&outcome->err);
    }
}

struct batch_total batch_run(struct arguments *arguments, const struct inputs *inputs,
                             const size_t *twice, batch_work *work, void *context) {
    struct batch_total total = {.code = EXIT_TROUBLE, .failed = true};
    size_t jobs = jobs_wanted(arguments, inputs->count);
    struct batch batch = {.arguments = arguments,
                          .inputs = inputs,
                          .twice = twice,
                          .work = work,
                          .context = context,
                          .outcomes = calloc(inputs->count, sizeof(struct outcome))};
    if (jobs == 0 || batch.outcomes == NULL) {
        if (jobs != 0) {
            report_line("talosauth: error: out of memory");
        }
        free(batch.outcomes);
        return total;
    }
    run_all(&batch, jobs);
    total.code = EXIT_DONE;
    total.failed = false;
    show(&batch, &total);
    free(batch.outcomes);
    return total;
}
