/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into talosauth: makes one call fail, or the program die at it.
 *
 *   FAULT_CALL   write fsync fchmod alloc, move (renameat, renameat2, linkat, unlinkat)
 *   FAULT_AT     at which of these calls, from 1; 0: at each
 *   FAULT_HOW    kill       the program is killed instead of making the call
 *                after      it is killed when the call was made
 *                ENOSPC EIO EINTR   the call fails
 *                short      write() takes half of what it is given
 *                touch      the file FAULT_FILE gets one more byte, then the call is made
 *                null       an allocation fails
 *   FAULT_SKIP   a library whose own allocations are neither counted nor failed
 *   FAULT_COUNT  a file that receives the number of calls seen, at the end
 *
 * Writes to standard output and standard error are not counted.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

enum how { NONE, KILL, AFTER, FAIL, SHORT, TOUCH, NULL_POINTER };

static enum { WRITE, FSYNC, FCHMOD, MOVE, ALLOC, CALLS } wanted = CALLS;
static enum how how;
static int error;
static long at;
static atomic_long seen;
static bool ready;
static struct { uintptr_t from, to; } skipped;

#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();
    }
}

static int find_skipped(struct dl_phdr_info *library, size_t size, void *name) {
    (void)size;
    for (size_t i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &library->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0 &&
            strstr(library->dlpi_name, name) != NULL) {
            skipped.from = library->dlpi_addr + part->p_vaddr;
            skipped.to = skipped.from + part->p_memsz;
        }
    }
    return 0;
}

__attribute__((constructor)) static void prepare(void) {
    static const char *const calls[] = {"write", "fsync", "fchmod", "move", "alloc"};
    static const struct {
        const char *name;
        enum how how;
        int error;
    } ways[] = {
        {"kill", KILL, 0},   {"after", AFTER, 0},       {"ENOSPC", FAIL, ENOSPC},
        {"EIO", FAIL, EIO},  {"EINTR", FAIL, EINTR},    {"short", SHORT, 0},
        {"touch", TOUCH, 0}, {"null", NULL_POINTER, 0},
    };
    const char *call = getenv("FAULT_CALL"), *way = getenv("FAULT_HOW");
    const char *number = getenv("FAULT_AT");
    for (size_t i = 0; call != NULL && i < CALLS; i++) {
        wanted = strcmp(call, calls[i]) == 0 ? i : wanted;
    }
    for (size_t i = 0; way != NULL && i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (strcmp(way, ways[i].name) == 0) {
            how = ways[i].how;
            error = ways[i].error;
        }
    }
    if (getenv("FAULT_SKIP") != NULL) {
        dl_iterate_phdr(find_skipped, getenv("FAULT_SKIP"));
    }
    at = number == NULL ? 0 : atol(number);
    ready = true;
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("FAULT_COUNT");
    char text[32];
    ready = false;
    if (path == NULL) {
        return;
    }
    int length = snprintf(text, sizeof(text), "%ld\n", atomic_load(&seen));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, text, (size_t)length) != length) {
        _exit(98);
    }
    close(fd);
}

/* True when this call is the one. */
static bool hit(int call) {
    if (!ready || wanted != (__typeof__(wanted))call) {
        return false;
    }
    long number = atomic_fetch_add(&seen, 1) + 1;
    return how != NONE && (at == 0 || number == at);
}

static void touch(void) {
    const char *path = getenv("FAULT_FILE");
    int fd = open(path == NULL ? "" : path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0 || REAL(write)(fd, "\n", 1) != 1) {
        _exit(98);
    }
    close(fd);
}

/* What happens before the call; true when it is not to be made. */
static bool before(bool now) {
    if (now && how == KILL) {
        die();
    }
    if (now && how == TOUCH) {
        touch();
    }
    if (now && how == FAIL) {
        errno = error;
    }
    return now && how == FAIL;
}

static void after(bool now) {
    if (now && how == AFTER) {
        die();
    }
}

ssize_t write(int fd, const void *data, size_t size) {
    static atomic_long interrupted;
    bool now = fd > STDERR_FILENO && hit(WRITE);
    if (now && how == FAIL && error == EINTR && atomic_fetch_add(&interrupted, 1) % 2) {
        now = false; /* every other call goes through */
    }
    if (before(now)) {
        return -1;
    }
    ssize_t result = REAL(write)(fd, data, now && how == SHORT ? (size + 1) / 2 : size);
    after(now);
    return result;
}

int fsync(int fd) {
    bool now = hit(FSYNC);
    int result = before(now) ? -1 : REAL(fsync)(fd);
    after(now);
    return result;
}

int fchmod(int fd, mode_t mode) {
    bool now = hit(FCHMOD);
    int result = before(now) ? -1 : REAL(fchmod)(fd, mode);
    after(now);
    return result;
}

int renameat(int from, const char *old, int to, const char *new) {
    bool now = hit(MOVE);
    int result = before(now) ? -1 : REAL(renameat)(from, old, to, new);
    after(now);
    return result;
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    bool now = hit(MOVE);
    int result = before(now) ? -1 : REAL(linkat)(from, old, to, new, flags);
    after(now);
    return result;
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    bool now = hit(MOVE);
    int result = before(now) ? -1 : REAL(renameat2)(from, old, to, new, flags);
    after(now);
    return result;
}

int unlinkat(int directory, const char *path, int flags) {
    bool now = hit(MOVE);
    int result = before(now) ? -1 : REAL(unlinkat)(directory, path, flags);
    after(now);
    return result;
}

static bool is_skipped(void *caller) {
    return (uintptr_t)caller >= skipped.from && (uintptr_t)caller < skipped.to;
}

static bool no_memory(void *caller) {
    bool now = !is_skipped(caller) && hit(ALLOC) && how == NULL_POINTER;
    if (now) {
        errno = ENOMEM;
    }
    return now;
}

void *malloc(size_t size) {
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
