/* SPDX-License-Identifier: MIT */
#include <talosauth/file.h>

#include <errno.h>
#include <string.h>

#include "base/file.h"

/* Callers built against another version have another size; what they lack is zero. */
static struct tauth_file_options file_options(const struct tauth_file_options *given) {
    struct tauth_file_options options = {0};
    if (given != NULL) {
        size_t size = given->size < sizeof(options) ? given->size : sizeof(options);
        memcpy(&options, given, size);
    }
    return options;
}

enum tauth_status tauth_file_read(const char *path, bool edit, struct tauth_file **out,
                                  struct tauth_diags *diags) {
    return file_read(path, edit, out, diags);
}

struct tauth_text tauth_file_text(const struct tauth_file *file) {
    return (struct tauth_text){file->text.data, file->text.size};
}

void tauth_file_free(struct tauth_file *file) {
    file_free(file);
}

static enum tauth_status keep_backup(const struct tauth_file *file, const char *path,
                                     const struct tauth_file_options *options,
                                     struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    char *name = arena_printf(&arena, "%s%s", file->name, options->backup);
    if (name == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct file_target target = {
        .name = name,
        .path = path,
        .mode = file->stat.st_mode & 07777,
        .like = file,
        .replace = options->force,
        .exists_hint = options->exists_hint,
        .sync = !options->no_sync,
    };
    return file_write(&target, buf_view(&file->text), diags);
}

/* True while the path still leads to the file that was read. */
static bool is_in_place(const struct tauth_file *file) {
    struct stat there;
    return stat(file->path, &there) == 0 && there.st_ino == file->stat.st_ino &&
           there.st_dev == file->stat.st_dev;
}

enum tauth_status tauth_file_replace(struct tauth_file *file, struct tauth_text text,
                                     const struct tauth_file_options *given,
                                     struct tauth_diags *diags) {
    struct tauth_file_options copy = file_options(given);
    const struct tauth_file_options *options = &copy;
    if (file->stat.st_nlink > 1 && !options->break_links) {
        return diag_file(
            diags, RULE_FILE_HARD_LINKS, file->name,
            "give --break-links if the other names may keep the old contents",
            "the file has %lu names (hard links); the others would keep the old "
            "contents",
            (unsigned long)file->stat.st_nlink);
    }
    _cleanup_(arena_deinit) struct arena arena = {0};
    char *backup = NULL;
    if (options->backup != NULL) {
        backup = arena_printf(&arena, "%s%s", file->path, options->backup);
        enum tauth_status status =
            backup == NULL ? TAUTH_NO_MEMORY : keep_backup(file, backup, options, diags);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    struct file_target target = {
        .name = file->name,
        .path = file->path,
        .mode = file->stat.st_mode & 07777,
        .like = file,
        .old = file,
        .replace = true,
        .sync = !options->no_sync,
    };
    enum tauth_status status =
        file_write(&target, (struct span){text.data, text.size}, diags);
    if (status != TAUTH_OK && backup != NULL && !options->force && is_in_place(file)) {
        unlink(backup); /* ours: it would stand in the way of the next try */
    }
    return status;
}

/* A file that is there is replaced only if it might be edited too. */
static enum tauth_status check_replaced(const char *path, const struct stat *there,
                                        const struct tauth_file_options *options,
                                        struct tauth_diags *diags) {
    if (!options->force) {
        return diag_file(diags, RULE_FILE_EXISTS, path,
                         options->exists_hint == NULL ? "give --force to overwrite it"
                                                      : options->exists_hint,
                         "the file exists already");
    }
    if (there->st_nlink > 1 && !options->break_links) {
        return diag_file(
            diags, RULE_FILE_HARD_LINKS, path,
            "remove this name first, if the others may keep the old contents",
            "the file has %lu names (hard links); the others would keep the old "
            "contents",
            (unsigned long)there->st_nlink);
    }
    return file_check_mode(path, path, there, diags);
}

/* What stands under the name of an output file: nothing, or a file that may be replaced. */
static enum tauth_status check_output(const char *path,
                                      const struct tauth_file_options *options,
                                      struct tauth_diags *diags) {
    struct stat there;
    if (*path == '\0') {
        return diag_option(diags, RULE_FILE_WRITE, "--output-file",
                           "name a file; - is standard output", "the name is empty");
    }
    if (stat(path, &there) != 0) {
        return errno == ENAMETOOLONG
                   ? diag_file(diags, RULE_FILE_WRITE, path,
                               "give a shorter one: --output-file FILE",
                               "the file name is too long")
                   : TAUTH_OK; /* the attempt to create it says why it cannot be */
    }
    if (S_ISDIR(there.st_mode)) {
        return diag_file(diags, RULE_FILE_DIRECTORY, path, "name a file in it",
                         "is a directory");
    }
    if (!S_ISREG(there.st_mode)) {
        return diag_file(diags, RULE_FILE_NOT_REGULAR, path,
                         "- is standard output; redirect for anything else",
                         "only a regular file can be written");
    }
    _cleanup_(cleanup_free) char *real = options->force ? realpath(path, NULL) : NULL;
    enum tauth_status status = file_remove_stale(path, real == NULL ? path : real, diags);
    if (status != TAUTH_OK || stat(path, &there) != 0) {
        return status;
    }
    return check_replaced(path, &there, options, diags);
}

enum tauth_status tauth_file_check(const char *path,
                                   const struct tauth_file_options *given,
                                   struct tauth_diags *diags) {
    struct tauth_file_options options = file_options(given);
    return check_output(path, &options, diags);
}

enum tauth_status tauth_file_create(const char *path, struct tauth_text text,
                                    const struct tauth_file_options *given,
                                    struct tauth_diags *diags) {
    struct tauth_file_options options = file_options(given);
    enum tauth_status status = check_output(path, &options, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    _cleanup_(cleanup_free) char *real = realpath(path, NULL); /* a link stays */
    if (real == NULL && errno == ENOMEM) {
        return TAUTH_NO_MEMORY;
    }
    struct file_target target = {
        .name = path,
        .path = real != NULL && options.force ? real : path,
        .mode = 0600,
        .replace = options.force,
        .exists_hint = options.exists_hint,
        .sync = !options.no_sync,
    };
    return file_write(&target, (struct span){text.data, text.size}, diags);
}
