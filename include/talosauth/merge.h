/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Setting OIDC login in an existing machine config, every other byte untouched.
 */
#ifndef TALOSAUTH_MERGE_H
#define TALOSAUTH_MERGE_H

#include <talosauth/settings.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How to merge. Zero everything, set size, then what is wanted.
 *
 * @since 0.1.0
 */
struct tauth_merge_options {
    size_t size;              /**< sizeof(struct tauth_merge_options); 0 is refused */
    enum tauth_layout layout; /**< Refuse files of the other layout; AUTO takes both. */
    bool prune;               /**< Remove leftovers too. */
    const char *const *set; /**< "KEY=VALUE" for cluster.apiServer.extraArgs; a key given
                                   several times makes a list; may be NULL. */
    size_t set_count;
    const char *const *unset; /**< Keys to take out of extraArgs; may be NULL. */
    size_t unset_count;
    bool files_only; /**< Legacy layout: CA file and its mount, but no flags yet. */
    bool with_rbac;  /**< Carry the RBAC manifests as inline manifest talosauth-rbac. */
    bool role_bindings; /**< RoleBindings too; their namespaces must be there. */
};

/**
 * What a merge came to.
 *
 * @since 0.1.0
 */
struct tauth_merge_result;

/**
 * Merges settings into one machine config or patch.
 *
 * The edit is the smallest one; its result is parsed again and compared before it is
 * handed out. Merging twice is merging once.
 *
 * @param settings not NULL; may be empty when options have set or unset
 * @param options  NULL for none
 * @param name     of the input, for findings
 * @param input    the config; read only, must stay as long as the result
 * @param result   receives the result, owned by the caller
 * @param diags    receives findings with file, line and column
 * @return TAUTH_OK, TAUTH_REFUSED, TAUTH_NO_MEMORY or TAUTH_INTERNAL
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_merge(const struct tauth_settings *settings,
                                        const struct tauth_merge_options *options,
                                        const char *name, struct tauth_text input,
                                        struct tauth_merge_result **result,
                                        struct tauth_diags *diags);

/**
 * The merged config.
 *
 * @param result not NULL
 * @return text owned by the result; the input itself when nothing changed
 * @since 0.1.0
 */
TAUTH_API struct tauth_text tauth_merge_text(const struct tauth_merge_result *result);

/**
 * True when the text differs from the input.
 *
 * @param result not NULL
 * @since 0.1.0
 */
TAUTH_API bool tauth_merge_changed(const struct tauth_merge_result *result);

/**
 * Number of leftovers: settings in the file that were not asked for and were kept.
 *
 * @param result not NULL
 * @since 0.1.0
 */
TAUTH_API size_t tauth_merge_leftovers(const struct tauth_merge_result *result);

/**
 * The layout of the input; AUTO only for a kubeconfig.
 *
 * @param result not NULL
 * @since 0.1.0
 */
TAUTH_API enum tauth_layout tauth_merge_layout(const struct tauth_merge_result *result);

/**
 * A unified diff with three lines of context; secrets are shown as ******.
 *
 * @param result not NULL
 * @param color  true for terminal colours
 * @param out    receives the text, empty when nothing changed (free with
 *               tauth_text_free())
 * @return TAUTH_OK or TAUTH_NO_MEMORY
 * @since 0.1.0
 */
TAUTH_API enum tauth_status tauth_merge_diff(const struct tauth_merge_result *result,
                                             bool color, struct tauth_text *out);

/**
 * Frees a result, its text zeroed before.
 *
 * @param result may be NULL
 * @since 0.1.0
 */
TAUTH_API void tauth_merge_free(struct tauth_merge_result *result);

#ifdef __cplusplus
}
#endif

#endif
