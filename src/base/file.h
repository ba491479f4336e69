/* SPDX-License-Identifier: MIT */
/* Files: a bounded read, and a replacement that leaves old bytes or new ones. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/stat.h>

#include "base/buf.h"
#include "base/diag.h"

enum { FILE_SIZE_MAX = 16 << 20 };

struct tauth_file {
    char *name; /* as the caller gave it */
    char *path; /* with symbolic links followed; NULL for streams */
    int fd;     /* open and locked while it is to be edited, else -1 */
    struct stat stat;
    struct buf text;
    bool regular;
};

/* Reads a file or standard input ("-"); `edit` locks it and refuses what cannot be. */
enum tauth_status file_read(const char *path, bool edit, struct tauth_file **out,
                            struct tauth_diags *diags) _must_check_;

void file_free(struct tauth_file *file);

/* Refuses a file whose mode forbids writing, for root too. */
enum tauth_status file_check_mode(const char *name, const char *path,
                                  const struct stat *there, struct tauth_diags *diags)
    _must_check_;

/* What a file gets that is created or replaced. */
struct file_target {
    const char *name; /* for messages */
    const char *path;
    mode_t mode;
    const struct tauth_file *like; /* owner and attributes to keep, or NULL */
    const struct tauth_file *old;  /* what is replaced must still be this, or NULL */
    bool replace;                  /* rename over what is there; else refuse it */
    const char *exists_hint;       /* of that refusal, or NULL */
    bool sync;
};

/*
 * Writes a temporary file beside the path and moves it there; a crash at any point leaves
 * the old file or the new one, and at most the temporary file, which the next run removes.
 */
enum tauth_status file_write(const struct file_target *target, struct span text,
                             struct tauth_diags *diags) _must_check_;

/* Removes what a run that died left beside the path: it may be a second name of the file. */
enum tauth_status file_remove_stale(const char *name, const char *path,
                                    struct tauth_diags *diags) _must_check_;

/* Gives an open file the owner, mode and extended attributes the target asks for. */
enum tauth_status file_set_attributes(const struct file_target *target, int fd,
                                      struct tauth_diags *diags) _must_check_;

/* Adds a finding with the text of `error` (an errno value). Returns TAUTH_IO. */
enum tauth_status file_failed(struct tauth_diags *diags, enum rule rule, const char *name,
                              const char *what, int error) _must_check_;

#endif
