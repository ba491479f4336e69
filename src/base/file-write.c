/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>

#include "base/file.h"

enum { NAME_KEPT = 180 };

/* One attempt at writing: the directory, the temporary file in it, its final name. */
struct attempt {
    const struct file_target *target;
    struct tauth_diags *diags;
    int directory;
    int fd;
    char temporary[256];
    const char *base;
};

static void attempt_deinit(struct attempt *attempt) {
    if (attempt->fd >= 0) {
        close(attempt->fd);
        unlinkat(attempt->directory, attempt->temporary, 0);
    }
    cleanup_close(&attempt->directory);
}

static enum tauth_status failed(const struct attempt *attempt, const char *what) {
    return file_failed(attempt->diags, RULE_FILE_WRITE, attempt->target->name, what,
                       errno);
}

/* Fixed, so that the next run finds it; names too long for that get a hash instead. */
static void name_temporary(struct attempt *attempt) {
    const char *base = attempt->base;
    char hash[16] = "";
    if (strlen(base) > NAME_KEPT) {
        uint32_t sum = 2166136261u;
        for (const char *at = base; *at != '\0'; at++) {
            sum = (sum ^ (unsigned char)*at) * 16777619u;
        }
        snprintf(hash, sizeof(hash), ".%08x", sum);
    }
    snprintf(attempt->temporary, sizeof(attempt->temporary), ".%.*s%s.talosauth.tmp",
             NAME_KEPT, base, hash);
}

static enum tauth_status open_directory(struct attempt *attempt) {
    const char *path = attempt->target->path;
    const char *slash = strrchr(path, '/');
    _cleanup_(cleanup_free) char *directory =
        slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    if (directory == NULL) {
        return TAUTH_NO_MEMORY;
    }
    attempt->base = slash == NULL ? path : slash + 1;
    attempt->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (attempt->directory < 0) {
        return failed(attempt, "cannot open the directory");
    }
    name_temporary(attempt);
    return TAUTH_OK;
}

static enum tauth_status busy(const struct attempt *attempt) {
    return diag_file(attempt->diags, RULE_FILE_BUSY, attempt->target->name,
                     "try again when it is done", "another run is writing this file");
}

/* A temporary file that nobody holds a lock on was left by a run that died. */
static enum tauth_status remove_stale(struct attempt *attempt) {
    _cleanup_(cleanup_close) int fd =
        openat(attempt->directory, attempt->temporary, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return busy(attempt);
    }
    if (unlinkat(attempt->directory, attempt->temporary, 0) != 0 && errno != ENOENT) {
        return failed(attempt, "cannot remove the temporary file of an earlier run");
    }
    return TAUTH_OK;
}

enum tauth_status file_remove_stale(const char *name, const char *path,
                                    struct tauth_diags *diags) {
    const struct file_target target = {.name = name, .path = path};
    _cleanup_(attempt_deinit) struct attempt attempt = {
        .target = &target, .diags = diags, .directory = -1, .fd = -1};
    enum tauth_status status = open_directory(&attempt);
    struct stat stale;
    bool there = status == TAUTH_OK && fstatat(attempt.directory, attempt.temporary,
                                               &stale, AT_SYMLINK_NOFOLLOW) == 0;
    return there ? remove_stale(&attempt) : status;
}

/* The name is ours only while it leads to the file that we hold the lock of. */
static bool owns_name(const struct attempt *attempt) {
    struct stat ours, named;
    return fstat(attempt->fd, &ours) == 0 &&
           fstatat(attempt->directory, attempt->temporary, &named, AT_SYMLINK_NOFOLLOW) ==
               0 &&
           ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

static enum tauth_status create_temporary(struct attempt *attempt) {
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    attempt->fd = openat(attempt->directory, attempt->temporary, flags, 0600);
    if (attempt->fd < 0 && errno == EEXIST) {
        enum tauth_status status = remove_stale(attempt);
        if (status != TAUTH_OK) {
            return status;
        }
        attempt->fd = openat(attempt->directory, attempt->temporary, flags, 0600);
        if (attempt->fd < 0 && errno == EEXIST) {
            return busy(attempt);
        }
    }
    if (attempt->fd < 0) {
        return failed(attempt, "cannot create a temporary file beside it");
    }
    bool locked = flock(attempt->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (!locked || !owns_name(attempt)) { /* another run took it for a stale one */
        close(attempt->fd);
        attempt->fd = -1;
        return busy(attempt);
    }
    return TAUTH_OK;
}

static enum tauth_status write_all(struct attempt *attempt, struct span text) {
    while (text.size > 0) {
        ssize_t written = write(attempt->fd, text.data, text.size);
        if (written < 0 && errno != EINTR) {
            return failed(attempt, "cannot write");
        }
        text = span_slice(text, written < 0 ? 0 : (size_t)written, text.size);
    }
    return TAUTH_OK;
}

static bool same_time(const struct timespec *left, const struct timespec *right) {
    return left->tv_sec == right->tv_sec && left->tv_nsec == right->tv_nsec;
}

static enum tauth_status check_unchanged(const struct attempt *attempt) {
    const struct tauth_file *old = attempt->target->old;
    struct stat now;
    if (old == NULL) {
        return TAUTH_OK;
    }
    bool same =
        fstatat(attempt->directory, attempt->base, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
        now.st_dev == old->stat.st_dev && now.st_ino == old->stat.st_ino &&
        now.st_size == old->stat.st_size && same_time(&now.st_mtim, &old->stat.st_mtim) &&
        same_time(&now.st_ctim, &old->stat.st_ctim);
    if (same) {
        return TAUTH_OK;
    }
    return diag_file(attempt->diags, RULE_FILE_CHANGED, attempt->target->name,
                     "run the command again", "the file was changed while it was edited");
}

static enum tauth_status refuse_existing(const struct attempt *attempt) {
    struct stat there;
    if (fstatat(attempt->directory, attempt->base, &there, 0) == 0 &&
        S_ISDIR(there.st_mode)) {
        return diag_file(attempt->diags, RULE_FILE_DIRECTORY, attempt->target->name,
                         "name a file in it", "is a directory");
    }
    const char *hint = attempt->target->exists_hint;
    return diag_file(attempt->diags, RULE_FILE_EXISTS, attempt->target->name,
                     hint == NULL ? "give --force to overwrite it" : hint,
                     "the file exists already");
}

static enum tauth_status move(struct attempt *attempt) {
    int directory = attempt->directory;
    if (attempt->target->replace) {
        if (renameat(directory, attempt->temporary, directory, attempt->base) != 0) {
            return errno == EISDIR
                       ? refuse_existing(attempt)
                       : failed(attempt, "cannot move the new file into place");
        }
    } else if (linkat(directory, attempt->temporary, directory, attempt->base, 0) == 0) {
        unlinkat(directory, attempt->temporary, 0);
    } else if (errno == EEXIST) {
        return refuse_existing(attempt);
    } else if (renameat2(directory, attempt->temporary, directory, attempt->base,
                         RENAME_NOREPLACE) != 0) { /* no hard links on this file system */
        return errno == EEXIST ? refuse_existing(attempt)
                               : failed(attempt, "cannot move the new file into place");
    }
    close(attempt->fd);
    attempt->fd = -1;
    return TAUTH_OK;
}

enum tauth_status file_write(const struct file_target *target, struct span text,
                             struct tauth_diags *diags) {
    _cleanup_(attempt_deinit) struct attempt attempt = {
        .target = target, .diags = diags, .directory = -1, .fd = -1};
    enum tauth_status status = open_directory(&attempt);
    if (status == TAUTH_OK) {
        status = create_temporary(&attempt);
    }
    if (status == TAUTH_OK) {
        status = write_all(&attempt, text);
    }
    if (status == TAUTH_OK) {
        status = file_set_attributes(target, attempt.fd, diags);
    }
    if (status == TAUTH_OK && target->sync && fsync(attempt.fd) != 0) {
        status = failed(&attempt, "cannot write to the disk");
    }
    if (status == TAUTH_OK) {
        status = check_unchanged(&attempt);
    }
    if (status == TAUTH_OK) {
        status = move(&attempt);
    }
    if (status == TAUTH_OK && target->sync && fsync(attempt.directory) != 0 &&
        errno != EINVAL) { /* some file systems cannot sync a directory */
        status =
            failed(&attempt, "the new file is in place, but the directory could not be "
                             "written to the disk");
    }
    return status;
}
