/* SPDX-License-Identifier: MIT */
/* One rule of a role (PolicyRule) under judgement. */
#ifndef CHECK_RBAC_POLICY_RULE_H
#define CHECK_RBAC_POLICY_RULE_H

#include "base/strset.h"
#include "check/rbac/object.h"

/* Its lists may be long, and each item is asked about all of the others. */
struct policy_rule {
    const struct rbac_object *object;
    const struct yaml_index *index;
    node_id node;
    struct strset groups; /* apiGroups: text -> first item */
    struct strset verbs;
    bool other_group; /* one that is not Kubernetes' own */
    bool unnamed;     /* a verb whose requests name no object */
    bool named;       /* another verb */
    bool subresource; /* a resource with a slash */
};

/* To be closed in any case; false without memory. */
bool policy_open(struct policy_rule *rule, const struct rbac_object *object, node_id node)
    _must_check_;
void policy_close(struct policy_rule *rule);

/* A list of the rule, walked text by text. */
#define EACH(rule, at, key)                                                             \
    node_id at = kube_first((rule)->index, kube_get((rule)->index, (rule)->node, key)); \
    at != 0;                                                                            \
    at = kube_next((rule)->index, at)

struct span policy_text(const struct policy_rule *rule, node_id item);

/* The first item of a list that has this text, 0 where there is none. */
node_id policy_find(const struct policy_rule *rule, const char *key, const char *text);

bool policy_among(struct span text, const char *const *list, size_t count);

#define AMONG(text, list) policy_among((text), (list), ARRAY_SIZE(list))

/* A word, and what is to be said of it. */
struct word {
    const char *text;
    const char *meant;
};

/* Upper and lower case are the same; NULL when nothing is to be said. */
const char *policy_meant(const struct word *words, size_t count, struct span text);

/* What a Role, or a RoleBinding to a ClusterRole, grants of a resource of the rule. */
struct scope {
    bool lost;        /* something is not granted: it is in no namespace */
    bool kept;        /* something is */
    const char *only; /* where both hold: what it is */
};

struct scope policy_scope(const struct policy_rule *rule, node_id resource);

/* A verb whose requests name no object. */
bool policy_unnamed(struct span verb);

/* What grants nothing: names of groups, resources and verbs. */
void policy_spelling(const struct policy_rule *rule);

/* What grants more than it seems. */
void policy_power(const struct policy_rule *rule);

#endif
