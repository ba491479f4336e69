/* SPDX-License-Identifier: MIT */
/* One merge from bytes to bytes, for tauth_merge() and tauth_patch(). */
#ifndef API_MERGE_H
#define API_MERGE_H

#include <talosauth/merge.h>

#include "edit/edit.h"
#include "talos/merge.h"
#include "talos/stream.h"

struct tauth_merge_result {
    struct source source;
    char *name;
    struct arena arena;
    struct yaml_index index;
    struct talos_stream stream;
    struct edit edit;
    struct buf text;
    size_t leftovers;
};

/* Plans the edit of a stream that was read; `context` is the caller's. */
typedef enum tauth_status plan_edit(struct tauth_merge_result *result, void *context);

/* Indexes, plans, edits, and verifies. */
enum tauth_status change_run(plan_edit *plan, void *context, const char *name,
                             struct span input, struct tauth_merge_result **result,
                             struct tauth_diags *diags) _must_check_;

/* For plans of configs: reads what the documents are. */
static inline enum tauth_status change_read_stream(struct tauth_merge_result *result) {
    return talos_stream_read(&result->stream, &result->index, result->edit.diags);
}

/* A file of the other layout than was asked for is refused. */
enum tauth_status check_layout(const struct talos_stream *stream,
                               enum tauth_layout wanted) _must_check_;

/* The place that shows which layout the file has. */
node_id layout_place(const struct talos_stream *stream);

/*
 * The RBAC manifests for an inline manifest; without `role_bindings` a finding says that
 * they are left out.
 */
enum tauth_status manifests_for_config(const struct tauth_settings *settings,
                                       bool role_bindings, struct buf *out,
                                       struct tauth_diags *diags) _must_check_;

/* Like tauth_merge(); `merge` says what, its settings are checked already. */
enum tauth_status merge_run(struct talos_merge *merge, enum tauth_layout layout,
                            const char *name, struct span input,
                            struct tauth_merge_result **result, struct tauth_diags *diags)
    _must_check_;

/* --set and --unset as raw arguments; the vector belongs to the caller. */
struct raw_arguments {
    VEC(struct raw_argument) list;
};

enum tauth_status raw_arguments_read(const struct tauth_merge_options *options,
                                     const struct oidc *oidc, struct raw_arguments *out,
                                     struct tauth_diags *diags) _must_check_;

void raw_arguments_deinit(struct raw_arguments *arguments);

#endif
