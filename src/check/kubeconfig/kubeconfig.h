/* SPDX-License-Identifier: MIT */
/* A kubeconfig under judgement. */
#ifndef CHECK_KUBECONFIG_KUBECONFIG_H
#define CHECK_KUBECONFIG_KUBECONFIG_H

#include "check/input/decode.h"

struct kubeconfig {
    struct check_input *input;
    const struct yaml_index *index;
    node_id root;
    struct span context; /* what current-context names */
    struct span cluster; /* what that context names */
    struct span user;
};

/* A cluster or user by its entry. */
struct kubeconfig_part {
    const struct kubeconfig *config;
    struct span name;
    node_id node;                        /* its `cluster` or `user` */
    const enum tauth_severity *severity; /* less where current-context does not lead */
};

/* The document; false when the file has none. */
bool kubeconfig_open(struct kubeconfig *config, struct check_input *input);

/* Types, names and what client-go refuses to use, and what goes wrong later. */
void kubeconfig_check_cluster(const struct kubeconfig_part *cluster);
void kubeconfig_check_user(const struct kubeconfig_part *user);
void kubeconfig_check_login(const struct kubeconfig_part *user); /* of kubelogin */

/* Calls `visit` for the entries of a list: ("users", "user"), ("clusters", "cluster"). */
typedef void visit_part(const struct kubeconfig_part *part, void *context);
void kubeconfig_each(const struct kubeconfig *config, const char *list, visit_part *visit,
                     void *context);

/* The value of an argument of kubelogin (--oidc-issuer-url), and its node. */
struct span kubelogin_argument(const struct kubeconfig_part *user, const char *name,
                               node_id *node);

/* Whether the exec stanza runs kubelogin. */
bool kubelogin_is_used(const struct kubeconfig_part *user);

extern const struct go_struct kubeconfig_type;

#endif
