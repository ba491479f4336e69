/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Diagnostics: what is wrong, where, and what to do about it.
 *
 * The library never prints. Every call that can refuse something takes a sink as its last
 * parameter and adds to it; the caller shows what it likes.
 */
#ifndef TALOSAUTH_DIAG_H
#define TALOSAUTH_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <talosauth/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How bad a finding is.
 *
 * @since 0.1.0
 */
enum tauth_severity {
    TAUTH_NOTE,    /**< Worth knowing. */
    TAUTH_WARNING, /**< Works, but probably not as meant. */
    TAUTH_ERROR,   /**< Refused, or would break a node. */
};

/**
 * One finding. All texts are NUL-terminated, owned by the sink, and free of secrets.
 *
 * @since 0.1.0
 */
struct tauth_diag {
    enum tauth_severity severity;
    const char *rule;    /**< Stable kebab-case id. */
    const char *file;    /**< File name, "-" for stdin; NULL when no file is concerned. */
    const char *option;  /**< Command-line option at fault ("--issuer-url"), or NULL. */
    uint32_t line;       /**< 1-based, LF lines; 0 without a place. */
    uint32_t column;     /**< 1-based, in code points; 0 without a place. */
    uint32_t end_line;   /**< Where the place ends; 0 when that is not known. */
    uint32_t end_column; /**< Of the first character behind it. */
    const char *path;    /**< In the document: "cluster.apiServer.image"; or NULL. */
    const char *rule_class; /**< "syntax", "structure", "talos", "node", ... */
    const char *message; /**< What is wrong, in the words of Talos or Kubernetes if they
                              have any. */
    const char *hint;    /**< What to do, or NULL. */
    const char *source;  /**< The source line with secrets masked, or NULL. */
};

/**
 * A rule that findings belong to. All texts are constants.
 *
 * @since 0.1.0
 */
struct tauth_rule {
    size_t size;                  /**< sizeof(struct tauth_rule), set by the caller. */
    const char *id;               /**< Stable, kebab-case. */
    const char *rule_class;       /**< "syntax", "structure", "talos", "node", ... */
    enum tauth_severity severity; /**< Of its findings, unless the version is unknown. */
    const char *what;             /**< What is wrong, in half a sentence. */
    const char *why;              /**< What happens, and who says so. */
    const char *fix;              /**< What to do. */
};

/**
 * One rule, in the order of the classes.
 *
 * @param index 0 and up
 * @param out   receives the rule; size says how much of it the caller knows
 * @return true, or false behind the last rule
 * @since 0.1.0
 */
TAUTH_API bool tauth_rule_info(size_t index, struct tauth_rule *out);

/**
 * A list of findings.
 *
 * @since 0.1.0
 */
struct tauth_diags;

/**
 * Makes an empty sink.
 *
 * @return the sink, owned by the caller, or NULL without memory
 * @since 0.1.0
 */
TAUTH_API struct tauth_diags *tauth_diags_new(void);

/**
 * Frees a sink and all findings in it.
 *
 * @param diags may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_diags_free(struct tauth_diags *diags);

/**
 * Forgets all findings, for a caller that has shown them in the midst of a call.
 *
 * @param diags not NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_diags_clear(struct tauth_diags *diags);

/**
 * Number of findings, in the order in which they were added.
 *
 * @param diags not NULL
 * @since 0.1.0
 */
TAUTH_API size_t tauth_diags_count(const struct tauth_diags *diags);

/**
 * One finding.
 *
 * @param diags not NULL
 * @param index less than tauth_diags_count()
 * @return the finding, valid until the sink is freed; NULL when index is too large
 * @since 0.1.0
 */
TAUTH_API const struct tauth_diag *tauth_diags_get(const struct tauth_diags *diags,
                                                   size_t index);

/**
 * Adds a finding of the caller's own, such as a fault of its command line.
 *
 * @param diags   not NULL
 * @param finding rule (an id of the library), file, option, message and hint are read;
 *                the severity is that of the rule
 * @return TAUTH_REFUSED for an error, TAUTH_OK for less, TAUTH_INTERNAL when there is no
 *         such rule, or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_diags_add(struct tauth_diags *diags,
                                            const struct tauth_diag *finding);

/**
 * Drops findings that somebody was told already: those about settings, which every file of
 * a run would repeat.
 *
 * @param diags not NULL
 * @param known not NULL; equal findings at equal places are dropped from `diags`
 * @since 0.1.0
 */
TAUTH_API void tauth_diags_drop(struct tauth_diags *diags,
                                const struct tauth_diags *known);

/**
 * Renders all findings of at least one severity as text: one line
 * `FILE:LINE:COL: error: MESSAGE [rule-id]`, the source line, a caret, and the hint.
 *
 * @param diags not NULL
 * @param least findings below it are left out
 * @param color true for terminal colours
 * @param out   receives the text (free with tauth_text_free())
 * @return TAUTH_OK or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_diags_text(const struct tauth_diags *diags,
                                             enum tauth_severity least, bool color,
                                             struct tauth_text *out);

/**
 * The name that somebody may have meant, for hints: two edits away at most, or one that
 * begins with the text.
 *
 * @param text    what was given
 * @param next    walks the names from index 0 on; NULL behind the last one
 * @param context handed to `next`
 * @return one of the names, or NULL when none is near
 * @since 0.1.0
 */
TAUTH_API const char *tauth_nearest(const char *text,
                                    const char *(*next)(const void *context,
                                                        size_t index),
                                    const void *context);

#ifdef __cplusplus
}
#endif

#endif
