/* SPDX-License-Identifier: MIT */
/* The prefix that the API server puts in front of a name: one function for everything. */
#ifndef MODEL_PREFIX_H
#define MODEL_PREFIX_H

#include "base/arena.h"

enum name_kind { NAME_USER, NAME_GROUP };

/*
 * Effective prefix (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go:530-552):
 * of users "-" means none, and nothing given means `<issuer>#` unless the claim is `email`;
 * of groups it is literal. `claim` and `prefix` may be missing (data NULL). The result has
 * data NULL without memory.
 */
struct span effective_prefix(struct arena *arena, enum name_kind kind, struct span issuer,
                             struct span claim, struct span prefix);

#endif
