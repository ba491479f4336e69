/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Reading files with limits and replacing them so that they are old or new, never else.
 */
#ifndef TALOSAUTH_FILE_H
#define TALOSAUTH_FILE_H

#include <stdbool.h>

#include <talosauth/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A file that was read.
 *
 * @since 0.1.0
 */
struct tauth_file;

/**
 * Reads a regular file, a pipe, or standard input ("-"), up to 16 MiB.
 *
 * @param path  name
 * @param edit  true when it is to be replaced: it is locked against other runs, and what
 *              could not be replaced is refused at once
 * @param out   receives the file, owned by the caller
 * @param diags receives the reason of a refusal
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_IO or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_file_read(const char *path, bool edit,
                                            struct tauth_file **out,
                                            struct tauth_diags *diags);

/**
 * What was read.
 *
 * @param file not NULL
 * @return text owned by the file
 * @since 0.1.0
 */
TAUTH_API struct tauth_text tauth_file_text(const struct tauth_file *file);

/**
 * How to replace a file.
 *
 * @since 0.1.0
 */
struct tauth_file_options {
    size_t size;        /**< sizeof(struct tauth_file_options) */
    const char *backup; /**< Suffix under which the old file is kept; NULL: not kept. */
    bool force;         /**< Overwrite an existing backup or output file. */
    bool no_sync;       /**< Leave out fsync: faster, not safe against power loss. */
    bool break_links;   /**< Replace a file that has other hard links. */
    const char *exists_hint; /**< What to do about a backup or output file that is there;
                                  NULL: give --force. */
};

/**
 * Replaces the file by new text: a temporary file in the same directory with the same
 * mode, owner and extended attributes; fsync, rename, fsync of the directory. A symbolic
 * link stays; its target is replaced.
 *
 * @param file    from tauth_file_read() with edit
 * @param text    new contents
 * @param options NULL for none
 * @param diags   receives the reason of a refusal
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_IO or TAUTH_NO_MEMORY; on failure the file is as
 *         it was
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_file_replace(struct tauth_file *file,
                                               struct tauth_text text,
                                               const struct tauth_file_options *options,
                                               struct tauth_diags *diags);

/**
 * Asks whether tauth_file_create() would refuse the name, before the work is done.
 *
 * @param path    name
 * @param options as for tauth_file_create()
 * @param diags   receives the reason of a refusal
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_file_check(const char *path,
                                             const struct tauth_file_options *options,
                                             struct tauth_diags *diags);

/**
 * Creates a file of mode 0600; an existing one is refused without options->force.
 *
 * @param path    name
 * @param text    contents
 * @param options NULL for none; backup is not used
 * @param diags   receives the reason of a refusal
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_IO or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_file_create(const char *path, struct tauth_text text,
                                              const struct tauth_file_options *options,
                                              struct tauth_diags *diags);

/**
 * Frees a file, its text zeroed before, and gives up its lock.
 *
 * @param file may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_file_free(struct tauth_file *file);

#ifdef __cplusplus
}
#endif

#endif
