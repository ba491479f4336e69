/* SPDX-License-Identifier: MIT */
/* Attributes and scope-bound cleanup. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include <stdlib.h>
#include <unistd.h>

#define _cleanup_(function) __attribute__((cleanup(function)))
#define _must_check_ __attribute__((warn_unused_result))
#define _printf_(at, first) __attribute__((format(printf, at, first)))
#define _unused_ __attribute__((unused))

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Hands a pointer out of its cleanup scope. */
#define STEAL(pointer)                           \
    __extension__({                              \
        __typeof__(pointer) stolen_ = (pointer); \
        (pointer) = NULL;                        \
        stolen_;                                 \
    })

static inline void cleanup_free(void *pointer) {
    free(*(void **)pointer);
}

static inline void cleanup_close(int *fd) {
    if (*fd >= 0) {
        close(*fd);
    }
}

#endif
