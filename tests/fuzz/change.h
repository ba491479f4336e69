/* SPDX-License-Identifier: MIT */
/* What holds for every change of a file. */
#ifndef FUZZ_CHANGE_H
#define FUZZ_CHANGE_H

#include <talosauth/talosauth.h>

#include "base/buf.h"
#include "fuzz.h"
#include "patch.h"

/* The diff, applied to what was there, gives what is there now. */
static inline void check_diff(const struct tauth_merge_result *result,
                              struct tauth_text input) {
    struct tauth_text diff = {0}, after = tauth_merge_text(result);
    HOLDS(tauth_merge_diff(result, false, &diff) == TAUTH_OK, "there is a diff");
    struct span text = {diff.data, diff.size};
    HOLDS((text.size > 0) == tauth_merge_changed(result), "a change has a diff");
    if (!span_has(text, "******")) {
        struct buf patched = {0};
        const char *problem =
            patch_apply(&patched, (struct span){input.data, input.size}, text);
        HOLDS(problem == NULL, problem);
        HOLDS(span_equal(buf_view(&patched), (struct span){after.data, after.size}),
              "the diff is the change");
        buf_deinit(&patched);
    }
    tauth_text_free(&diff);
}

#endif
