/* SPDX-License-Identifier: MIT */
/*
 * AuthenticationConfiguration of the API server, as far as it is written here
 * (k8s.io/apiserver pkg/apis/apiserver/v1beta1/types.go).
 */
#ifndef MODEL_AUTHENTICATION_H
#define MODEL_AUTHENTICATION_H

#include "model/settings.h"
#include "yaml/want.h"

struct authn_issuer {
    const char *url;
    const char **audiences;
    uint32_t audiences_count;
    const char *audience_match_policy;
    const char *certificate_authority;
};

struct authn_claim_rule {
    const char *claim;
    const char *required_value;
};

struct authn_prefixed_claim {
    const char *claim;
    const char *prefix;
};

struct authn_mappings {
    struct authn_prefixed_claim username;
    struct authn_prefixed_claim *groups;
};

struct authn_user_rule {
    const char *expression;
    const char *message;
};

struct authn_jwt {
    struct authn_issuer issuer;
    struct authn_claim_rule *claim_rules;
    uint32_t claim_rules_count;
    struct authn_mappings mappings;
    struct authn_user_rule *user_rules;
    uint32_t user_rules_count;
};

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
