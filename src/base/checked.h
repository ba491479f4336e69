/* SPDX-License-Identifier: MIT */
/* Arithmetic on sizes that says when it overflows. */
#ifndef BASE_CHECKED_H
#define BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

static inline bool checked_add(size_t left, size_t right, size_t *sum) {
    return !__builtin_add_overflow(left, right, sum);
}

static inline bool checked_mul(size_t left, size_t right, size_t *product) {
    return !__builtin_mul_overflow(left, right, product);
}

#endif
