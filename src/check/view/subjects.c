/* SPDX-License-Identifier: MIT */
#include "check/view/subjects.h"

#include "check/input/manifest.h"
#include "kube/manifests.h"
#include "model/setting-place.h"
#include "model/subjects.h"

struct visit {
    struct arena *arena;
    struct check_input *input;
    struct fact *list;
    bool good;
};

/* One subject with its role; `namespace_name` empty: in the whole cluster. */
struct bound {
    const char *subject;
    const char *role;
    const char *namespace_name;
    struct position place; /* line 0: none */
};

static void add(struct visit *visit, const struct bound *bound) {
    struct arena *arena = visit->arena;
    bool known = visit->good && bound->subject != NULL && bound->role != NULL &&
                 bound->namespace_name != NULL;
    struct fact *fact =
        known ? fact_add(arena, visit->list, "subject", bound->subject) : NULL;
    visit->good = fact != NULL && fact_add(arena, fact, "role", bound->role) != NULL &&
                  (*bound->namespace_name == '\0' ||
                   fact_add(arena, fact, "namespace", bound->namespace_name) != NULL);
    if (fact != NULL) {
        fact->line = bound->place.line;
        fact->column = bound->place.column;
    }
}

/* --- manifests --- */

static const char *kind_and_name(struct arena *arena, const struct yaml_index *index,
                                 node_id node) {
    struct span kind = kube_text(index, node, "kind");
    struct span name = kube_text(index, node, "name");
    return arena_printf(arena, "%.*s %.*s", SPAN_ARG(kind), SPAN_ARG(name));
}

static void visit_binding(const struct manifest *manifest, node_id root, void *context) {
    const struct yaml_index *index = manifest->index;
    struct visit *visit = context;
    struct span kind = manifest_kind(manifest, root), namespace_name = {"", 0};
    if (!span_ends(kind, "RoleBinding")) {
        return;
    }
    if (span_is(kind, "RoleBinding")) {
        namespace_name = kube_text(index, kube_get(index, root, "metadata"), "namespace");
    }
    node_id role = kube_get(index, root, "roleRef");
    node_id subject = kube_first(index, kube_get(index, root, "subjects"));
    for (; subject != 0 && visit->good; subject = kube_next(index, subject)) {
        const struct bound bound = {
            kind_and_name(visit->arena, index, subject),
            kind_and_name(visit->arena, index, role),
            arena_copy(visit->arena, namespace_name),
            manifest_position(manifest, node_at(index, subject)->start)};
        add(visit, &bound);
    }
}

/* --- access files --- */

/* A name of the provider, as it stands in the binding that is made of it. */
static void add_name(struct visit *visit, enum name_kind kind, const char *name,
                     const char *role, const char *namespace_name, node_id node) {
    struct arena *arena = visit->arena;
    struct oidc oidc;
    settings_resolve(visit->input->access, &oidc);
    const char *full = subject_name(arena, &oidc, kind, span_of(name));
    struct bound bound = {
        full == NULL
            ? NULL
            : arena_printf(arena, "%s %s", kind == NAME_USER ? "User" : "Group", full),
        arena_printf(arena, "ClusterRole %s", role),
        namespace_name == NULL ? "" : namespace_name,
        {0}};
    if (node != 0) {
        bound.place = source_position(&visit->input->source,
                                      node_at(&visit->input->index, node)->start);
    }
    add(visit, &bound);
}

static void add_groups(struct visit *visit, enum tauth_setting setting,
                       const char *role) {
    const struct tauth_settings *settings = visit->input->access;
    const struct setting_values *values = &settings->values[setting];
    const struct yaml_index *index = &visit->input->index;
    const struct setting_place first = {settings, setting, 0};
    node_id node = setting_node(&first, index);
    for (size_t i = 0; visit->good && i < values->list.count; i++) {
        add_name(visit, NAME_GROUP, values->list.items[i].data, role, NULL, node);
        node_id next = node == 0 ? 0 : node_at(index, node)->next;
        node = next == 0 ? node : next; /* the list is walked once */
    }
}

static void add_bindings(struct visit *visit, const char *list,
                         const struct tauth_access_binding *bindings, uint32_t count) {
    const struct yaml_index *index = &visit->input->index;
    for (uint32_t i = 0; i < count; i++) {
        const struct tauth_access_binding *given = &bindings[i];
        for (uint32_t j = 0; visit->good && j < given->groups.count; j++) {
            add_name(visit, NAME_GROUP, given->groups.items[j], given->cluster_role,
                     given->namespace_name,
                     access_bound_node(index, list, i, "groups", j));
        }
        for (uint32_t j = 0; visit->good && j < given->users.count; j++) {
            add_name(visit, NAME_USER, given->users.items[j], given->cluster_role,
                     given->namespace_name,
                     access_bound_node(index, list, i, "users", j));
        }
    }
}

static void add_granted(struct visit *visit) {
    const struct tauth_settings *settings = visit->input->access;
    const struct tauth_access *access = settings->access;
    const char *role;
    add_groups(visit, TAUTH_ADMIN_GROUP, "cluster-admin");
    for (size_t i = 0; (role = manifests_viewer_role(settings, i)) != NULL; i++) {
        add_groups(visit, TAUTH_VIEWER_GROUP, role);
    }
    add_bindings(visit, "clusterRoleBindings", access->rbac.cluster_role_bindings,
                 access->rbac.cluster_role_bindings_count);
    add_bindings(visit, "roleBindings", access->rbac.role_bindings,
                 access->rbac.role_bindings_count);
}

bool subjects_add(struct arena *arena, struct check_input *input, struct fact *root) {
    struct visit visit = {arena, input, fact_list(arena, root, "subjects"), true};
    if (visit.list == NULL) {
        return false;
    }
    if (input->kind == INPUT_ACCESS && input->access != NULL) {
        add_granted(&visit);
    } else {
        manifest_each(input, false, visit_binding, &visit);
    }
    return visit.good;
}
