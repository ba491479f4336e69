/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What every function of the library answers, and the two plain text types.
 */
#ifndef TALOSAUTH_STATUS_H
#define TALOSAUTH_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Marks what the shared library exports; everything else is hidden. */
#if defined(__GNUC__)
#define TAUTH_API __attribute__((visibility("default")))
#else
#define TAUTH_API
#endif

/**
 * Outcome of a call.
 *
 * Negative values say that the machine failed (no memory, I/O, a bug in the library): pass
 * them on. Positive values are documented answers that the caller has to handle; their
 * reason is in the diagnostic sink. Out-parameters are written on TAUTH_OK only.
 *
 * @since 0.1.0
 */
enum tauth_status {
    TAUTH_OK = 0,      /**< Done. */
    TAUTH_REFUSED = 1, /**< Input or settings are refused; the sink says where and why. */
    TAUTH_NO_MEMORY = -1, /**< An allocation failed. */
    TAUTH_IO = -2,        /**< A system call failed; the sink names file and cause. */
    TAUTH_INTERNAL = -3,  /**< A bug in this library; nothing was written. */
};

/**
 * Bytes owned by somebody else; not terminated by NUL.
 *
 * @since 0.1.0
 */
struct tauth_text {
    const char *data; /**< First byte; may be NULL when size is 0, which fwrite() and
                           memcpy() must not be given. */
    size_t size;      /**< Number of bytes. */
};

/**
 * Form of a result.
 *
 * @since 0.1.0
 */
enum tauth_format {
    TAUTH_TEXT, /**< for people */
    TAUTH_JSON,
};

/**
 * A sentence for a status, for programs without a diagnostic sink.
 *
 * @param status any value of enum tauth_status
 * @return a constant, never NULL
 * @since 0.1.0
 */
TAUTH_API const char *tauth_status_text(enum tauth_status status);

/**
 * Frees text that the library handed out, after overwriting it with zeros: results hold
 * the keys of the configs they were made from.
 *
 * @param text its data may be NULL; data and size are set to NULL and 0
 * @since 0.1.0
 */
TAUTH_API void tauth_text_free(struct tauth_text *text);

#ifdef __cplusplus
}
#endif

#endif
