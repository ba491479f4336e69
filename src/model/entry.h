/* SPDX-License-Identifier: MIT */
/* What settings mean in structured authentication. */
#ifndef MODEL_ENTRY_H
#define MODEL_ENTRY_H

#include "model/settings.h"
#include "yaml/want.h"

/*
 * The jwt entry that the settings mean: flags turned into structured authentication as
 * kube-apiserver does it (pkg/kubeapiserver/options/authentication.go:524-580), with the
 * guards against system: names where a prefix is empty. NULL without memory.
 */
struct want *authentication_entry(struct arena *arena, const struct oidc *oidc);

/* The two rules against system: names, as a list. NULL without memory. */
struct want *authentication_guards(struct arena *arena);

/* `enabled` and the three paths that Talos' own probes need. NULL without memory. */
struct want *authentication_anonymous(struct arena *arena);

/* The paths, NULL behind the last one. */
extern const char *const authentication_probe_paths[];

#endif
