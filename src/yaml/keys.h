/* SPDX-License-Identifier: MIT */
/* Keys of mappings. */
#ifndef YAML_KEYS_H
#define YAML_KEYS_H

#include "base/diag.h"
#include "yaml/index.h"

/*
 * What the faults of one input may cost, behind which reading goes on: each is one, and
 * one more for every so many nodes, because a report walks over those that are there.
 */
enum { FAULTS_MAX = 1000, FAULT_NODES = 4096 };

/* Whether reading goes on behind a fault; `faults` is their cost so far, NULL: it never does. */
static inline bool faults_go_on(const size_t *faults) {
    return faults != NULL && *faults < FAULTS_MAX;
}

static inline void faults_count(size_t *faults, const struct yaml_index *index,
                                enum tauth_status status) {
    if (faults != NULL && status == TAUTH_REFUSED) {
        *faults += 1 + index->nodes.count / FAULT_NODES;
    }
}

/*
 * Refuses a mapping that has a key twice (Talos compares the scalar texts). With `faults`
 * all such keys are reported and counted there.
 */
enum tauth_status keys_check(const struct yaml_index *index, node_id mapping,
                             struct tauth_diags *diags, size_t *faults) _must_check_;

#endif
