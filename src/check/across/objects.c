/* SPDX-License-Identifier: MIT */
/* Objects of all files of a call: the same one twice, and roles beside their bindings. */
#include "base/status.h"
#include "base/strset.h"
#include "check/across/across.h"
#include "check/rbac/policy-rule.h"

struct known {
    struct manifest manifest; /* without its index */
    size_t start;
    struct span text; /* all of it, as written */
    const char *role; /* of bindings: kind and name of what they bind */
    const char *lost; /* of ClusterRoles: what is in no namespace, or "" */
    bool kept;        /* something in them is in one */
};

struct objects {
    struct arena arena;
    struct strset names; /* kind/namespace/name: its number from 1 on */
    VEC(struct known) list;
    struct strset bound; /* roles that ClusterRoleBindings bind */
    bool second;         /* pass */
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

enum { LOST_SHOWN = 60 };

/* Each is named once, and no more than a line is full. */
static void add_lost(struct buf *lost, struct span name) {
    struct span list = buf_view(lost);
    bool known = false;
    for (size_t at = 0; at < list.size && !known;) {
        struct span rest = span_slice(list, at, list.size);
        size_t comma = span_find(rest, ',');
        known = span_equal(span_slice(rest, 0, comma), name);
        at += comma + strlen(", ");
    }
    if (!known && lost->size < LOST_SHOWN) {
        buf_text(lost, lost->size > 0 ? ", " : "");
        buf_span(lost, name);
        buf_text(lost, lost->size >= LOST_SHOWN ? " and more" : "");
    }
}

static void take_rule(const struct policy_rule *rule, struct known *role,
                      struct buf *lost) {
    for (EACH(rule, at, "resources")) {
        struct scope scope = policy_scope(rule, at);
        role->kept |= scope.kept;
        struct span name = policy_text(rule, at);
        if (scope.lost && scope.kept && span_is(name, "namespaces")) {
            add_lost(lost, SPAN("the list of namespaces"));
        } else if (scope.lost) {
            add_lost(lost, name);
        }
    }
    for (EACH(rule, url, "nonResourceURLs")) {
        add_lost(lost, policy_text(rule, url));
    }
}

/* What aggregation brings is not known. */
static void take_role(struct objects *objects, const struct rbac_object *object,
                      struct known *role) {
    const struct yaml_index *index = object->manifest->index;
    _cleanup_buf_ struct buf lost = {0};
    node_id rules = kube_get(index, object->root, "rules");
    for (node_id at = kube_first(index, rules); at != 0; at = kube_next(index, at)) {
        _cleanup_(policy_close) struct policy_rule rule;
        if (!policy_open(&rule, object, node_follow(index, at))) {
            objects->arena.failed = true;
            return;
        }
        take_rule(&rule, role, &lost);
    }
    role->kept |= kube_get(index, object->root, "aggregationRule") != 0;
    role->lost = arena_copy(&objects->arena, buf_view(&lost));
    objects->arena.failed |= lost.failed;
}

/* NULL where the reference cannot be read: that is said by itself. */
static const char *role_of(struct objects *objects, const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    struct span kind = kube_text(index, reference, "kind");
    struct span name = kube_text(index, reference, "name");
    return kind.size == 0 || name.size == 0
               ? NULL
               : arena_printf(&objects->arena, "%.*s %.*s", SPAN_ARG(kind),
                              SPAN_ARG(name));
}

static struct span text_of(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    const struct node *node = node_at(index, object->root);
    return span_slice(index->source->text, node->start, node->end);
}

/* A file of manifests is what a config carries, word for word. */
static bool is_copy(const struct rbac_object *object, const struct known *first) {
    return first->manifest.input->kind != object->manifest->input->kind &&
           span_equal(first->text, text_of(object));
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
    } else if (!nodes && !is_copy(object, first)) {
        rbac_found(object, RULE_RBAC_OBJECT_TWICE, NULL, object->root, hint,
                   "the same %s is there twice: the last one applied counts",
                   rbac_type(object->kind)->name);
    }
}

static void keep(struct objects *objects, const struct rbac_object *object,
                 const char *role) {
    struct check_input *input = object->manifest->input;
    struct known *slot = VEC_PUSH(objects->list);
    if (slot == NULL) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
        return;
    }
    *slot = (struct known){.manifest = {.input = input, .outer = object->manifest->outer},
                           .start = node_at(object->manifest->index, object->root)->start,
                           .text = text_of(object),
                           .role = role,
                           .lost = ""};
    if (object->kind == RBAC_CLUSTER_ROLE) {
        take_role(objects, object, slot);
    }
}

static void remember(struct objects *objects, const struct rbac_object *object) {
    struct check_input *input = object->manifest->input;
    const char *name = name_of(objects, object);
    const char *role = rbac_is_binding(object->kind) ? role_of(objects, object) : NULL;
    if (object->kind == RBAC_CLUSTER_BINDING && role != NULL &&
        strset_add(&objects->bound, span_of(role), 1) == 0) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
    }
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
        keep(objects, object, role);
    }
}

/* A role that is bound in the whole cluster too gives the rest to somebody. */
static void report_scope(struct objects *objects, const struct rbac_object *object,
                         const struct known *role, struct span name) {
    static const enum tauth_severity note = TAUTH_NOTE;
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    const char *key = role_of(objects, object);
    bool bound = key != NULL && strset_find(&objects->bound, span_of(key)) != 0;
    if (!role->kept) {
        rbac_found(object, RULE_RBAC_CLUSTER_SCOPED, NULL, reference,
                   "bind it with a ClusterRoleBinding",
                   "the ClusterRole %.*s has only resources that are in no namespace: a "
                   "RoleBinding grants nothing of them",
                   SPAN_ARG(name));
        return;
    }
    rbac_found(object, RULE_RBAC_CLUSTER_SCOPED, bound ? &note : NULL, reference,
               "what is in no namespace needs a ClusterRoleBinding",
               "a RoleBinding does not grant all of the ClusterRole %.*s: not %s",
               SPAN_ARG(name), role->lost);
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
    const struct known *role = number == 0 ? NULL : &objects->list.items[number - 1];
    if (role != NULL && role->lost != NULL && *role->lost != '\0') {
        report_scope(objects, object, role, name);
    }
}

static void visit(const struct manifest *manifest, node_id root, void *context) {
    struct objects *objects = context;
    const struct rbac_object object = {manifest, root, rbac_kind_of(manifest, root)};
    if (object.kind == RBAC_NONE) {
        return;
    }
    if (objects->second) {
        check_scope(objects, &object);
    } else {
        remember(objects, &object);
    }
}

void across_objects(struct across *across) {
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
    strset_deinit(&objects.bound);
    VEC_DEINIT(objects.list);
    arena_deinit(&objects.arena);
}
