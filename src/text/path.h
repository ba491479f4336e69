/* SPDX-License-Identifier: MIT */
/* Paths of files. */
#ifndef TEXT_PATH_H
#define TEXT_PATH_H

#include "base/span.h"

/* A path without slashes at its end. */
static inline struct span trim_path(struct span path) {
    while (path.size > 1 && path.data[path.size - 1] == '/') {
        path.size--;
    }
    return path;
}

#endif
