/* SPDX-License-Identifier: MIT */
#include "cli/inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/report.h"

static bool no_memory(void) {
    report_line("talosauth: error: out of memory");
    return false;
}

static bool add(struct inputs *inputs, const char *path) {
    const char **grown = realloc(inputs->paths, (inputs->count + 1) * sizeof(*grown));
    if (grown == NULL) {
        return no_memory();
    }
    inputs->paths = grown;
    inputs->paths[inputs->count++] = path;
    return true;
}

/* One name a line, or with -0 one before each NUL. Empty names are passed over. */
static bool split(struct inputs *inputs, size_t size, char end) {
    char *at = inputs->names, *stop = inputs->names + size;
    while (at < stop) {
        char *next = memchr(at, end, (size_t)(stop - at));
        next = next == NULL ? stop : next;
        *next = '\0';
        if (end == '\n' && next > at && next[-1] == '\r') {
            next[-1] = '\0'; /* a list with CRLF line ends */
        }
        if (*at != '\0' && !add(inputs, at)) {
            return false;
        }
        at = next + 1;
    }
    return true;
}

static bool read_list(struct inputs *inputs, struct arguments *arguments) {
    enum tauth_status status =
        tauth_file_read(arguments->files_from, false, &inputs->list, arguments->diags);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
        return false;
    }
    struct tauth_text text = tauth_file_text(inputs->list);
    inputs->names = malloc(text.size + 1);
    if (inputs->names == NULL) {
        return no_memory();
    }
    memcpy(inputs->names, text.data, text.size);
    inputs->names[text.size] = '\0';
    return split(inputs, text.size, arguments->nul ? '\0' : '\n');
}

bool inputs_read(struct inputs *inputs, struct arguments *arguments) {
    if (arguments->nul && arguments->files_from == NULL) {
        usage_fault(arguments, "--null", "goes with --files-from");
        return false;
    }
    size_t stdins =
        arguments->files_from != NULL && strcmp(arguments->files_from, "-") == 0;
    for (size_t i = 0; i < arguments->files.count; i++) {
        if (*arguments->files.items[i] == '\0') {
            usage_fault(arguments, "FILE", "a file name is empty");
            return false;
        }
        stdins += strcmp(arguments->files.items[i], "-") == 0;
        if (!add(inputs, arguments->files.items[i])) {
            return false;
        }
    }
    if (stdins > 1) {
        usage_fault(arguments, "-", "standard input can be read once only");
        return false;
    }
    if (arguments->files_from != NULL && !read_list(inputs, arguments)) {
        return false;
    }
    if (inputs->count == 0) {
        usage_fault(arguments, "FILE", "no file was named (- is standard input)");
        return false;
    }
    return true;
}

struct identity {
    dev_t device;
    ino_t inode;
    size_t index;
};

static int by_identity(const void *left, const void *right) {
    const struct identity *a = left, *b = right;
    if (a->device != b->device) {
        return a->device < b->device ? -1 : 1;
    }
    if (a->inode != b->inode) {
        return a->inode < b->inode ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

bool inputs_find_twice(const struct inputs *inputs, size_t *twice) {
    struct identity *all = calloc(inputs->count, sizeof(*all));
    size_t count = 0;
    if (all == NULL) {
        return no_memory();
    }
    for (size_t i = 0; i < inputs->count; i++) {
        struct stat status;
        if (stat(inputs->paths[i], &status) == 0) {
            all[count++] = (struct identity){status.st_dev, status.st_ino, i};
        }
    }
    qsort(all, count, sizeof(*all), by_identity);
    for (size_t i = 1, first = 0; i < count; i++) {
        bool same =
            all[i].device == all[first].device && all[i].inode == all[first].inode;
        if (same) {
            twice[all[i].index] = all[first].index + 1;
        } else {
            first = i;
        }
    }
    free(all);
    return true;
}

void inputs_deinit(struct inputs *inputs) {
    tauth_file_free(inputs->list);
    free(inputs->names);
    free(inputs->paths);
}
