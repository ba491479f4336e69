/* SPDX-License-Identifier: MIT */
/* Objects of all files of a call: the same one twice, and roles beside their bindings. */
#include "base/status.h"
#include "base/strset.h"
#include "check/across/across.h"
#include "check/rbac/object.h"

struct known {
    struct manifest manifest; /* without its index */
    size_t start;
    const char *role;  /* of bindings: kind and name of what they bind */
    bool cluster_only; /* of roles: nothing in them is in a namespace */
};

struct objects {
    struct arena arena;
    struct strset names; /* kind/namespace/name: its number from 1 on */
    VEC(struct known) list;
    bool second; /* pass */
};

static const char *name_of(struct objects *objects, const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id metadata = kube_get(index, object->root, "metadata");
    struct span name = kube_text(index, metadata, "name");
    return name.size == 0
               ? ""
               : arena_printf(&objects->arena, "%d/%.*s/%.*s", (int)object->kind,
                              SPAN_ARG(kube_text(index, metadata, "namespace")),
                              SPAN_ARG(name));
}

static bool is_cluster_scoped(struct span resource) {
    static const char *const names[] = {
        "nodes",        "persistentvolumes",   "storageclasses",
        "clusterroles", "clusterrolebindings", "customresourcedefinitions"};
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (span_is(resource, names[i])) {
            return true;
        }
    }
    return false;
}

static bool only_cluster_scoped(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id rules = kube_get(index, object->root, "rules");
    bool any = false;
    for (node_id at = kube_first(index, rules); at != 0; at = kube_next(index, at)) {
        node_id list = kube_get(index, node_follow(index, at), "resources");
        for (node_id item = kube_first(index, list); item != 0;
             item = kube_next(index, item)) {
            any = true;
            if (!is_cluster_scoped(node_text(index, node_follow(index, item)))) {
                return false;
            }
        }
    }
    return any && kube_get(index, object->root, "aggregationRule") == 0;
}

static const char *role_of(struct objects *objects, const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    return arena_printf(&objects->arena, "%.*s %.*s",
                        SPAN_ARG(kube_text(index, reference, "kind")),
                        SPAN_ARG(kube_text(index, reference, "name")));
}

/* Several nodes' configs carry the same inline manifests: that is as it should be. */
static void report_twice(const struct rbac_object *object, const struct known *first,
                         const char *role, struct arena *arena) {
    struct check_input *input = object->manifest->input;
    bool nodes = first->manifest.input != input &&
                 first->manifest.input->kind == INPUT_TALOS && input->kind == INPUT_TALOS;
    const char *hint =
        arena_printf(arena, "the first one is on line %u of %s",
                     manifest_position(&first->manifest, first->start).line,
                     first->manifest.input->name);
    if (first->role != NULL && role != NULL && strcmp(first->role, role) != 0) {
        rbac_found(object, RULE_RBAC_ROLE_REF_CHANGED, NULL,
                   rbac_place(object, object->root, "roleRef"), hint,
                   "roleRef: Invalid value: cannot change roleRef: it was %s, and is %s "
                   "here",
                   first->role, role);
    } else if (!nodes) {
        rbac_found(object, RULE_RBAC_OBJECT_TWICE, NULL, object->root, hint,
                   "the same %s is there twice: the last one applied counts",
                   rbac_type(object->kind)->name);
    }
}

static void remember(struct objects *objects, const struct rbac_object *object) {
    struct check_input *input = object->manifest->input;
    const char *name = name_of(objects, object);
    const char *role = rbac_is_binding(object->kind) ? role_of(objects, object) : NULL;
    if (name != NULL && *name == '\0') {
        return;
    }
    uint32_t number = (uint32_t)objects->list.count + 1;
    uint32_t first =
        name == NULL ? 0 : strset_add(&objects->names, span_of(name), number);
    if (first == 0) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
    } else if (first != number && !input_is_full(input)) {
        report_twice(object, &objects->list.items[first - 1], role, &objects->arena);
    } else if (first == number) {
        struct known *slot = VEC_PUSH(objects->list);
        if (slot == NULL) {
            status_keep(&input->failed, TAUTH_NO_MEMORY);
            return;
        }
        *slot =
            (struct known){{.input = input, .outer = object->manifest->outer},
                           node_at(object->manifest->index, object->root)->start,
                           role,
                           !rbac_is_binding(object->kind) && only_cluster_scoped(object)};
    }
}

/* What a RoleBinding gives of resources that are in no namespace: nothing. */
static void check_scope(struct objects *objects, const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    struct span name = kube_text(index, reference, "name");
    if (object->kind != RBAC_BINDING ||
        !span_is(kube_text(index, reference, "kind"), "ClusterRole")) {
        return;
    }
    const char *key =
        arena_printf(&objects->arena, "%d//%.*s", (int)RBAC_CLUSTER_ROLE, SPAN_ARG(name));
    uint32_t number = key == NULL ? 0 : strset_find(&objects->names, span_of(key));
    if (number > 0 && objects->list.items[number - 1].cluster_only) {
        rbac_found(object, RULE_RBAC_CLUSTER_SCOPED, NULL, reference,
                   "bind it with a ClusterRoleBinding",
                   "the ClusterRole %.*s has only resources that are in no namespace: a "
                   "RoleBinding grants nothing of them",
                   SPAN_ARG(name));
    }
}

static void visit(const struct manifest *manifest, node_id root, void *context) {
    struct objects *objects = context;
    const struct rbac_object object = {manifest, root,
                                       rbac_kind_of(manifest->index, root)};
    if (object.kind == RBAC_NONE) {
        return;
    }
    if (objects->second) {
        check_scope(objects, &object);
    } else {
        remember(objects, &object);
    }
}

void across_objects(const struct across *across) {
    struct objects objects = {0};
    for (int pass = 0; pass < 2 && (pass == 0 || objects.list.count > 0); pass++) {
        objects.second = pass == 1;
        for (size_t i = 0; i < across->count; i++) {
            manifest_each(across->inputs[i], false, visit, &objects);
        }
    }
    for (size_t i = 0; objects.arena.failed && i < across->count; i++) {
        status_keep(&across->inputs[i]->failed, TAUTH_NO_MEMORY);
    }
    strset_deinit(&objects.names);
    VEC_DEINIT(objects.list);
    arena_deinit(&objects.arena);
}
