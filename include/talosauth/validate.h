/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Judging files before anything reaches a node: machine configs and patches,
 * AuthenticationConfiguration, RBAC manifests, kubeconfigs and access files, each for
 * itself and against each other.
 */
#ifndef TALOSAUTH_VALIDATE_H
#define TALOSAUTH_VALIDATE_H

#include <talosauth/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How to judge. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_validate_options {
    size_t size;                    /**< sizeof(struct tauth_validate_options) */
    const char *kubernetes_version; /**< "1.N", for files that do not say; or NULL. */
    const char *talos_version;      /**< "vX.Y[.Z]", oldest on the nodes; or NULL. */
    const char *as;                 /**< "config" or "patch"; NULL: by content. */
    const char *mode;               /**< "metal", "cloud" or "container"; NULL: metal. */
    bool strict;                    /**< Warnings of Talos are errors, as talosctl. */
    const char *const *rules; /**< "ID=off|warn|error", ID of a rule or class; or NULL */
    size_t rule_count;
    const char *at; /**< Date or date-time (RFC 3339, UTC) that certificates must be valid
                         at; NULL: now. */
};

/**
 * A run over files.
 *
 * @since 0.1.0
 */
struct tauth_validation;

/**
 * Begins a run.
 *
 * @param options    NULL for none
 * @param files      number of files that will be judged
 * @param validation receives the run, owned by the caller
 * @param diags      receives faults of the options, under the option's name
 * @return TAUTH_OK, TAUTH_REFUSED or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_validation_new(
    const struct tauth_validate_options *options, size_t files,
    struct tauth_validation **validation, struct tauth_diags *diags);

/**
 * Judges one file for itself. Different files may be judged in several threads at once.
 *
 * @param validation not NULL
 * @param index      of the file, below their number; each once
 * @param name       of the file, for findings
 * @param text       copied
 * @return TAUTH_OK, whatever was found; TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_validation_file(struct tauth_validation *validation,
                                                  size_t index, const char *name,
                                                  struct tauth_text text);

/**
 * Judges the files against each other, after all of them were judged for themselves, and
 * sorts the findings.
 *
 * @param validation not NULL
 * @return TAUTH_OK, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_validation_finish(struct tauth_validation *validation);

/**
 * Number of findings of one severity, in all files.
 *
 * @param validation not NULL
 * @param severity   which
 * @since 0.1.0
 */
TAUTH_API size_t tauth_validation_count(const struct tauth_validation *validation,
                                        enum tauth_severity severity);

/**
 * How to show findings.
 *
 * @since 0.1.0
 */
enum tauth_report_format {
    TAUTH_REPORT_TEXT,   /**< For people, with the source line and a caret. */
    TAUTH_REPORT_JSON,   /**< One object; see schemas/validate.schema.json. */
    TAUTH_REPORT_SARIF,  /**< SARIF 2.1.0. */
    TAUTH_REPORT_GITHUB, /**< Annotations of GitHub Actions, and a summary line. */
};

/**
 * All findings in one of the formats.
 *
 * @param validation not NULL
 * @param format     which
 * @param least      findings below it are left out of text and annotations
 * @param color      true for terminal colours (text only)
 * @param out        receives the report (free with tauth_text_free())
 * @return TAUTH_OK or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_validation_report(
    const struct tauth_validation *validation, enum tauth_report_format format,
    enum tauth_severity least, bool color, struct tauth_text *out);

/**
 * How many findings there are, in one line: "2 errors, 1 warning in 3 files".
 *
 * @param validation not NULL
 * @param out        receives the line (free with tauth_text_free())
 * @return TAUTH_OK or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_validation_summary(
    const struct tauth_validation *validation, struct tauth_text *out);

/**
 * Ends a run.
 *
 * @param validation may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_validation_free(struct tauth_validation *validation);

#ifdef __cplusplus
}
#endif

#endif
