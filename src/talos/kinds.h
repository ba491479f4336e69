/* SPDX-License-Identifier: MIT */
/* The kinds of documents that Talos knows beside the legacy document. */
#ifndef TALOS_KINDS_H
#define TALOS_KINDS_H

#include <stdbool.h>

#include "base/span.h"

struct talos_kind {
    const char *name;
    int minor;          /* Talos 1.MINOR has it first */
    bool control_plane; /* refused on other machines */
};

/*
 * The kind with this name, or NULL (registry.Register in pkg/machinery/config/types; all
 * have the apiVersion v1alpha1).
 */
const struct talos_kind *talos_kind_find(struct span name);

/* Walks the names, for nearest(). */
const char *talos_kind_name(const void *context, size_t index);

#endif
