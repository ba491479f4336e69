/* SPDX-License-Identifier: MIT */
/* One entry of `jwt`, and what it comes to as a login. */
#ifndef CHECK_AUTHENTICATION_JWT_H
#define CHECK_AUTHENTICATION_JWT_H

#include "base/strset.h"
#include "check/authentication/authn.h"

struct jwt {
    struct authn *authn;
    size_t number;
    node_id node;
};

/* Texts of one kind that must not be there twice. */
struct jwt_seen {
    struct strset urls;
    struct strset discovery_urls;
};

void jwt_issuer(const struct jwt *jwt, struct jwt_seen *seen);
void jwt_claim_rules(const struct jwt *jwt);
void jwt_user_rules(const struct jwt *jwt);
void jwt_mappings(const struct jwt *jwt);
void jwt_lints(const struct jwt *jwt);

/* A URL of the configuration: the API server's rules, and what cannot work. */
void authn_url(struct authn *authn, const char *path, struct span url, node_id node);
void authn_discovery_url(struct authn *authn, const char *path, struct span url,
                         node_id node);

/* True when this text was there already; `number` counts from 0. */
bool authn_seen(struct authn *authn, struct strset *seen, struct span text,
                size_t number);

/* True when a CEL expression selects this field of the variable `claims`. */
bool expression_selects(struct span expression, const char *field);

/* True when all it makes begins with a literal that keeps it apart from `system:`. */
bool expression_is_prefixed(struct span expression);

/* A user name or the groups of a login. */
struct login_name {
    struct span claim;
    struct span prefix; /* as it is put in front */
    struct span expression;
    node_id node; /* where it stands; 0: nowhere */
    node_id prefix_node;
    bool guarded; /* a rule keeps names of Kubernetes out */
};

/* What flags and jwt entries have in common, for what the API server does not look at. */
struct login {
    struct authn *authn;
    struct span issuer;
    node_id issuer_node;
    struct login_name username;
    struct login_name groups;
    bool client_checked; /* azp */
};

void login_lints(const struct login *login);

/* A claim that must have this text: some never can. */
void login_required_claim(struct authn *authn, struct span claim, struct span value,
                          node_id node);

/* A placeholder left over from a template. */
void login_placeholder(struct authn *authn, struct span text, node_id node);

/* A host of the provider as far as the URL says it: `.zitadel.cloud`. */
bool login_is_zitadel(struct span issuer);

#endif
