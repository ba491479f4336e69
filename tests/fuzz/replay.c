/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over files and directories, without a fuzzer: one TAP line for each
 * file. Each runs in a process of its own, so that a crash is one failure.
 */
#include <dirent.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "fuzz.h"

enum { NAME_SIZE = 4096, SECONDS = 20 };

static bool read_file(const char *path, struct buf *out) {
    char block[4096];
    FILE *file = fopen(path, "rb");
    size_t got;
    if (file == NULL) {
        return false;
    }
    while ((got = fread(block, 1, sizeof(block), file)) > 0) {
        buf_append(out, block, got);
    }
    bool read = !ferror(file) && !out->failed;
    fclose(file);
    return read;
}

/* In an allocation of just its size, so that a sanitizer sees the end. */
static int run_here(const char *path) {
    _cleanup_buf_ struct buf text = {0};
    if (!read_file(path, &text)) {
        fprintf(stderr, "%s cannot be read\n", path);
        return 2;
    }
    uint8_t *copy = malloc(text.size + (text.size == 0));
    if (copy == NULL) {
        return 2;
    }
    memcpy(copy, text.size == 0 ? "" : text.data, text.size);
    alarm(SECONDS);
    LLVMFuzzerTestOneInput(copy, text.size);
    free(copy);
    return 0;
}

static void run_file(const char *path, size_t number, size_t *failed) {
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        exit(run_here(path));
    }
    int status = -1;
    bool passed = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    printf("%sok %zu - %s\n", passed ? "" : "not ", number, name);
    if (!passed) {
        printf("# wait status %d\n", status);
        ++*failed;
    }
}

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv) {
    size_t count = 0, failed = 0;
    for (int i = 1; i < argc; i++) {
        struct dirent **entries = NULL;
        int found = scandir(argv[i], &entries, visible, alphasort);
        if (found < 0) {
            run_file(argv[i], ++count, &failed);
        }
        for (int j = 0; j < found; j++) {
            char path[NAME_SIZE];
            snprintf(path, sizeof(path), "%s/%s", argv[i], entries[j]->d_name);
            run_file(path, ++count, &failed);
            free(entries[j]);
        }
        free(entries);
    }
    printf("1..%zu\n", count);
    return failed > 0;
}
