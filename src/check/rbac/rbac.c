/* SPDX-License-Identifier: MIT */
/* Kubernetes objects, in manifests and in machine configs. */
#include "check/groups.h"
#include "check/rbac/object.h"

static void visit(const struct manifest *manifest, node_id root, void *context) {
    (void)context;
    const struct rbac_object object = {manifest, root, rbac_kind_of(manifest, root)};
    if (object.kind == RBAC_NONE) {
        rbac_check_kind(&object);
        return;
    }
    if (!rbac_validate(&object)) {
        return;
    }
    rbac_lint_rules(&object);
    rbac_lint_subjects(&object);
}

static void check_objects(struct check_input *input) {
    /* Inline manifests have a rule of their own for YAML that cannot be read. */
    manifest_each(input, input->kind == INPUT_MANIFESTS, visit, NULL);
}

static const struct check_row rows[] = {
    {RULE_RBAC_DECODE, ON(INPUT_MANIFESTS) | ON(INPUT_TALOS), check_objects},
};

const struct check_group objects_group = {rows, ARRAY_SIZE(rows)};
