/* SPDX-License-Identifier: MIT */
/* One moment until which everything must be done, in milliseconds of a steady clock. */
#ifndef NET_DEADLINE_H
#define NET_DEADLINE_H

#include <limits.h>
#include <stdint.h>
#include <time.h>

static inline int64_t deadline_now(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static inline int64_t deadline_in(uint32_t milliseconds) {
    return deadline_now() + milliseconds;
}

/* For poll(): 0 when it has passed. */
static inline int deadline_left(int64_t deadline) {
    int64_t left = deadline - deadline_now();
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

#endif
