/* SPDX-License-Identifier: MIT */
/*
 * A map from text to a number, for linear duplicate checks over large inputs. The texts
 * stay where they are and must outlive the set.
 */
#ifndef BASE_STRSET_H
#define BASE_STRSET_H

#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"

/* Kept small: there may be one for every few bytes of an input. */
struct strset_slot {
    const char *data;
    uint32_t size;
    uint32_t value; /* 0: free */
};

struct strset {
    struct strset_slot *slots;
    size_t capacity;
    size_t count;
};

/*
 * Puts `value` (not 0) under `text` unless there is one already. Returns the value that
 * is there afterwards, or 0 without memory.
 */
uint32_t strset_add(struct strset *set, struct span text, uint32_t value);

/* Puts `value` under `text`, replacing what was there. False without memory. */
bool strset_replace(struct strset *set, struct span text, uint32_t value) _must_check_;

/* The value under `text`, or 0. */
uint32_t strset_find(const struct strset *set, struct span text);

void strset_deinit(struct strset *set);

#endif
