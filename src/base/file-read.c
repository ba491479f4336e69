/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"

enum tauth_status file_failed(struct tauth_diags *diags, enum rule rule, const char *name,
                              const char *what, int error) {
    char text[128];
    const char *cause = strerror_r(error, text, sizeof(text));
    enum tauth_status status = diag_file(diags, rule, name, NULL, "%s: %s", what, cause);
    return status == TAUTH_NO_MEMORY ? status : TAUTH_IO;
}

static enum tauth_status refuse_size(const struct tauth_file *file,
                                     struct tauth_diags *diags) {
    return diag_file(diags, RULE_INPUT_TOO_LARGE, file->name, NULL,
                     "the input has more than 16 MiB; no machine config is that large");
}

static enum tauth_status read_all(struct tauth_file *file, int fd,
                                  struct tauth_diags *diags) {
    if (file->regular && file->stat.st_size > FILE_SIZE_MAX) {
        return refuse_size(file, diags);
    }
    size_t guess = file->regular ? (size_t)file->stat.st_size + 1 : 65536;
    buf_reserve(&file->text, guess < FILE_SIZE_MAX ? guess : FILE_SIZE_MAX);
    while (!file->text.failed) {
        if (file->text.size == file->text.capacity) {
            buf_reserve(&file->text, file->text.capacity);
        }
        ssize_t got = file->text.failed ? -1
                                        : read(fd, file->text.data + file->text.size,
                                               file->text.capacity - file->text.size);
        if (got == 0) {
            return TAUTH_OK;
        }
        if (got < 0 && !file->text.failed && errno != EINTR) {
            return file_failed(diags, RULE_FILE_READ, file->name, "cannot read", errno);
        }
        file->text.size += got > 0 ? (size_t)got : 0;
        if (file->text.size > FILE_SIZE_MAX) {
            return refuse_size(file, diags);
        }
    }
    return TAUTH_NO_MEMORY;
}

static enum tauth_status refuse_directory(const char *name, struct tauth_diags *diags) {
    return diag_file(
        diags, RULE_FILE_DIRECTORY, name,
        "name a file in it; merge, remove and validate take many: --files-from",
        "is a directory");
}

enum tauth_status file_check_mode(const char *name, const char *path,
                                  const struct stat *there, struct tauth_diags *diags) {
    mode_t writable = S_IWUSR | S_IWGRP | S_IWOTH;
    bool allowed = (there->st_mode & writable) != 0 &&
                   faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
    return allowed
               ? TAUTH_OK
               : diag_file(
                     diags, RULE_FILE_READ_ONLY, name,
                     "make it writable first (chmod u+w), if it is meant to be changed",
                     "the file is read-only");
}

/* What could not be replaced is refused before any work is done. */
static enum tauth_status check_editable(const struct tauth_file *file,
                                        struct tauth_diags *diags) {
    if (!file->regular) {
        return diag_file(diags, RULE_FILE_NOT_REGULAR, file->name,
                         "name a regular file; without --in-place, or with --diff, a "
                         "stream is only read",
                         "only a regular file can be edited in place");
    }
    enum tauth_status status =
        file_check_mode(file->name, file->path, &file->stat, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    if (flock(file->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return diag_file(diags, RULE_FILE_BUSY, file->name, "try again when it is done",
                         "another run is editing this file");
    }
    return TAUTH_OK;
}

static enum tauth_status open_path(struct tauth_file *file, bool edit,
                                   struct tauth_diags *diags) {
    int flags = edit ? O_NONBLOCK : 0; /* a pipe is refused, not waited for */
    file->fd = open(file->name, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    if (file->fd < 0 || fstat(file->fd, &file->stat) != 0) {
        return file_failed(diags, RULE_FILE_READ, file->name, "cannot open", errno);
    }
    if (S_ISDIR(file->stat.st_mode)) {
        return refuse_directory(file->name, diags);
    }
    file->regular = S_ISREG(file->stat.st_mode);
    if (file->regular) {
        file->path = realpath(file->name, NULL);
        if (file->path == NULL) {
            return errno == ENOMEM ? TAUTH_NO_MEMORY
                                   : file_failed(diags, RULE_FILE_READ, file->name,
                                                 "cannot resolve", errno);
        }
    }
    return edit ? check_editable(file, diags) : TAUTH_OK;
}

static void cleanup_file(struct tauth_file **file) {
    file_free(*file);
}

enum tauth_status file_read(const char *path, bool edit, struct tauth_file **out,
                            struct tauth_diags *diags) {
    _cleanup_(cleanup_file) struct tauth_file *file = calloc(1, sizeof(*file));
    if (file == NULL) {
        return TAUTH_NO_MEMORY;
    }
    file->fd = -1;
    file->name = strdup(path);
    if (file->name == NULL) {
        return TAUTH_NO_MEMORY;
    }
    bool input = strcmp(path, "-") == 0;
    enum tauth_status status = TAUTH_OK;
    if (input && edit) {
        status = check_editable(file, diags);
    } else if (!input) {
        status = open_path(file, edit, diags);
    }
    if (status == TAUTH_OK) {
        status = read_all(file, input ? STDIN_FILENO : file->fd, diags);
    }
    if (status == TAUTH_OK && !edit && file->fd >= 0) {
        close(file->fd);
        file->fd = -1;
    }
    if (status == TAUTH_OK) {
        *out = STEAL(file);
    }
    return status;
}

void file_free(struct tauth_file *file) {
    if (file == NULL) {
        return;
    }
    if (file->fd >= 0) {
        close(file->fd);
    }
    buf_deinit(&file->text);
    free(file->path);
    free(file->name);
    free(file);
}
