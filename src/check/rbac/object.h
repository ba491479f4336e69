/* SPDX-License-Identifier: MIT */
/* RBAC objects under judgement. */
#ifndef CHECK_RBAC_OBJECT_H
#define CHECK_RBAC_OBJECT_H

#include "check/rbac/types.h"

struct rbac_object {
    const struct manifest *manifest;
    node_id root;
    enum rbac_kind kind;
};

#define rbac_found(object, rule, severity, node, hint, ...) \
    manifest_found((object)->manifest, (rule), (severity), (node), (hint), __VA_ARGS__)

/*
 * What Kubernetes refuses (pkg/apis/rbac/validation/validation.go:32-255), in its words.
 * False when the object does not decode, so that nothing more can be said of it.
 */
bool rbac_validate(const struct rbac_object *object);

/* What is no RBAC object and was meant to be one, or has no kind at all. */
void rbac_check_kind(const struct rbac_object *object);

/* What it accepts and what is useless or dangerous all the same. */
void rbac_lint_rules(const struct rbac_object *object);
void rbac_lint_subjects(const struct rbac_object *object);

/* The value under a key, or the object when there is none: a place in any case. */
node_id rbac_place(const struct rbac_object *object, node_id mapping, const char *key);

#endif
