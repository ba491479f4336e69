/* SPDX-License-Identifier: MIT */
/*
 * A growing array of one type:
 *
 *     VEC(struct node) nodes = {0};
 *     struct node *node = VEC_PUSH(nodes);   NULL without memory
 *
 * Slots come zeroed. The elements move when the array grows.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdlib.h>
#include <string.h>

#include "base/checked.h"

#define VEC(type)        \
    struct {             \
        type *items;     \
        size_t count;    \
        size_t capacity; \
    }

static inline void *vec_grow(void *items, size_t *capacity, size_t count, size_t size) {
    size_t wanted = *capacity, bytes;
    if (count < wanted) {
        return items;
    }
    wanted = wanted < 16 ? 16 : wanted + wanted / 2;
    if (!checked_mul(wanted, size, &bytes)) {
        return NULL;
    }
    void *grown = realloc(items, bytes);
    if (grown != NULL) {
        *capacity = wanted;
    }
    return grown;
}

#define VEC_PUSH(vec)                                                                  \
    __extension__({                                                                    \
        void *grown_ =                                                                 \
            vec_grow((vec).items, &(vec).capacity, (vec).count, sizeof(*(vec).items)); \
        __typeof__((vec).items) slot_ = NULL;                                          \
        if (grown_ != NULL) {                                                          \
            (vec).items = grown_;                                                      \
            slot_ = &(vec).items[(vec).count++];                                       \
            memset(slot_, 0, sizeof(*slot_));                                          \
        }                                                                              \
        slot_;                                                                         \
    })

#define VEC_DEINIT(vec)                   \
    do {                                  \
        free((vec).items);                \
        (vec).items = NULL;               \
        (vec).count = (vec).capacity = 0; \
    } while (0)

#endif
