/* SPDX-License-Identifier: MIT */
#include "check/across/across.h"

#include "base/status.h"
#include "check/across/fleet.h"

static void fail(struct check_input *const *inputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        status_keep(&inputs[i]->failed, TAUTH_NO_MEMORY);
    }
}

void across_check(struct check_input *const *inputs, size_t count) {
    static void (*const checks[])(const struct across *across) = {
        across_objects,
        across_subjects,
        across_login,
    };
    struct across across = {inputs, count, calloc(count + 1, sizeof(struct view)), 0};
    bool good = across.views != NULL;
    for (size_t i = 0; good && i < count; i++) {
        good = view_read(&across.views[i], inputs[i]);
        across.issuers += across.views[i].issuers.count;
    }
    for (size_t i = 0; good && i < ARRAY_SIZE(checks); i++) {
        checks[i](&across);
    }
    if (good) {
        fleet_check(inputs, count);
    } else {
        fail(inputs, count);
    }
    for (size_t i = 0; across.views != NULL && i < count; i++) {
        view_deinit(&across.views[i]);
    }
    free(across.views);
}
