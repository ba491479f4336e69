/* SPDX-License-Identifier: MIT */
/* Talos versions and what they can do. */
#ifndef MODEL_VERSION_H
#define MODEL_VERSION_H

#include "base/span.h"

/* Pre-releases sort before their release: alpha.N, beta.N, rc.N. */
struct talos_version {
    uint32_t major;
    uint32_t minor;
    uint32_t patch;
    uint32_t stage; /* 0 alpha, 1 beta, 2 rc, 3 release */
    uint32_t number;
};

/* vX.Y[.Z[-(alpha|beta|rc).N]], the v optional. False when it is none. */
bool talos_version_parse(struct span text, struct talos_version *out);

/* Negative, 0, positive. */
int talos_version_compare(const struct talos_version *left,
                          const struct talos_version *right);

/*
 * extraArgs may hold lists: the type came with 1.13.0, but its reader refused them until
 * siderolabs/gen v0.8.7, which is in 1.13.6 and 1.14.0-beta.0.
 */
bool talos_takes_list_arguments(const struct talos_version *version);

/* Generates configs in the multidoc layout (KubeAPIServerConfig: 1.14.0-alpha.2). */
bool talos_generates_multidoc(const struct talos_version *version);

#endif
