/* SPDX-License-Identifier: MIT */
/* The names that users and groups of the provider have in Kubernetes. */
#ifndef MODEL_SUBJECTS_H
#define MODEL_SUBJECTS_H

#include "model/prefix.h"
#include "model/settings.h"

/* The effective prefix of users or groups by these settings; data NULL without memory. */
struct span subject_prefix(struct arena *arena, const struct oidc *oidc,
                           enum name_kind kind);

/* Prefix and name. NULL without memory. */
const char *subject_name(struct arena *arena, const struct oidc *oidc,
                         enum name_kind kind, struct span name);

#endif
