/* SPDX-License-Identifier: MIT */
/* Keys of mappings. */
#ifndef YAML_KEYS_H
#define YAML_KEYS_H

#include "base/diag.h"
#include "yaml/index.h"

enum { FAULTS_MAX = 1000 }; /* of one input, behind which reading goes on */

/* Whether reading goes on behind a fault; `faults` are those so far, NULL: it never does. */
static inline bool faults_go_on(const size_t *faults) {
    return faults != NULL && *faults < FAULTS_MAX;
}

static inline void faults_count(size_t *faults, enum tauth_status status) {
    if (faults != NULL && status == TAUTH_REFUSED) {
        ++*faults;
    }
}

/*
 * Refuses a mapping that has a key twice (Talos compares the scalar texts). With `faults`
 * all such keys are reported and counted there.
 */
enum tauth_status keys_check(const struct yaml_index *index, node_id mapping,
                             struct tauth_diags *diags, size_t *faults) _must_check_;

#endif
