/* SPDX-License-Identifier: MIT */
#include "check/across/across.h"

#include "base/status.h"
#include "check/across/fleet.h"

static void fail(struct check_input *const *inputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        status_keep(&inputs[i]->failed, TAUTH_NO_MEMORY);
    }
}

static bool read_inputs(struct across *across) {
    across->views = calloc(across->count + 1, sizeof(struct view));
    across->hosts = calloc(across->count + 1, sizeof(struct server_hosts));
    bool good = across->views != NULL && across->hosts != NULL;
    for (size_t i = 0; good && i < across->count; i++) {
        good = view_read(&across->views[i], across->inputs[i]) &&
               server_hosts_read(&across->hosts[i], &across->arena, across->inputs[i]);
        across->issuers += across->views[i].issuers.count;
    }
    return good;
}

static void deinit(struct across *across) {
    for (size_t i = 0; i < across->count; i++) {
        if (across->views != NULL) {
            view_deinit(&across->views[i]);
        }
        if (across->hosts != NULL) {
            VEC_DEINIT(across->hosts[i]);
        }
    }
    free(across->views);
    free(across->hosts);
    arena_deinit(&across->arena);
}

void across_check(struct check_input *const *inputs, size_t count) {
    static void (*const checks[])(struct across * across) = {
        across_objects,
        across_subjects,
        across_login,
        across_access,
    };
    struct across across = {.inputs = inputs, .count = count};
    bool good = read_inputs(&across);
    for (size_t i = 0; good && i < ARRAY_SIZE(checks); i++) {
        checks[i](&across);
    }
    if (good) {
        fleet_check(inputs, count);
    }
    if (!good || across.arena.failed) {
        fail(inputs, count);
    }
    deinit(&across);
}
