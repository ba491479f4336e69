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
