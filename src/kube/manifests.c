/* SPDX-License-Identifier: MIT */
#include "kube/manifests.h"

#include "model/objects.h"
#include "model/rbac.h"
#include "model/subjects.h"
#include "yaml/emit.h"

#define STRINGS(array) \
    { (array), ARRAY_SIZE(array) }

static const char *read_verbs[] = {"get", "list", "watch"};
static const char *core_group[] = {""};
static const char *core_resources[] = {"pods", "services", "nodes"};
static const char *apps_group[] = {"apps"};
static const char *apps_resources[] = {"deployments", "replicasets"};
static const char *nodes_resources[] = {"nodes"};

static struct tauth_policy_rule viewer_rules[] = {
    {.api_groups = STRINGS(core_group),
     .resources = STRINGS(core_resources),
     .verbs = STRINGS(read_verbs)},
    {.api_groups = STRINGS(apps_group),
     .resources = STRINGS(apps_resources),
     .verbs = STRINGS(read_verbs)},
};

static struct tauth_policy_rule nodes_rules[] = {
    {.api_groups = STRINGS(core_group),
     .resources = STRINGS(nodes_resources),
     .verbs = STRINGS(read_verbs)},
};

static const struct tauth_role viewer_role = {
    .api_version = RBAC_API_VERSION,
    .kind = "ClusterRole",
    .metadata = {.name = "oidc-viewer"},
    .rules = viewer_rules,
    .rules_count = ARRAY_SIZE(viewer_rules),
};

/* What Kubernetes' own `view` lacks and every tool asks for. */
static const struct tauth_role nodes_role = {
    .api_version = RBAC_API_VERSION,
    .kind = "ClusterRole",
    .metadata = {.name = "oidc-view-nodes"},
    .rules = nodes_rules,
    .rules_count = ARRAY_SIZE(nodes_rules),
};

struct manifests {
    const struct tauth_settings *settings;
    struct arena arena;
    VEC(struct tauth_object) list;
};

static void manifests_deinit(struct manifests *manifests) {
    VEC_DEINIT(manifests->list);
    arena_deinit(&manifests->arena);
}

static bool add(struct manifests *manifests, struct tauth_object object) {
    struct tauth_object *slot = VEC_PUSH(manifests->list);
    if (slot != NULL) {
        *slot = object;
    }
    return slot != NULL;
}

/* Subjects of the provider's own names, with the prefixes that the API server adds. */
static bool fill_subjects(struct manifests *manifests, const struct tauth_strings *groups,
                          const struct tauth_strings *users,
                          struct tauth_role_binding *binding) {
    struct arena *arena = &manifests->arena;
    uint32_t count = groups->count + users->count;
    struct tauth_subject *subjects = arena_alloc(arena, count * sizeof(*subjects));
    struct oidc oidc;
    settings_resolve(manifests->settings, &oidc);
    for (uint32_t i = 0; subjects != NULL && i < count; i++) {
        bool group = i < groups->count;
        const char *name = group ? groups->items[i] : users->items[i - groups->count];
        subjects[i].api_group = RBAC_API_GROUP;
        subjects[i].kind = group ? "Group" : "User";
        subjects[i].name =
            subject_name(arena, &oidc, group ? NAME_GROUP : NAME_USER, span_of(name));
        if (subjects[i].name == NULL) {
            return false;
        }
    }
    binding->subjects = subjects;
    binding->subjects_count = count;
    return subjects != NULL;
}

static struct tauth_role_binding *new_binding(struct manifests *manifests,
                                              const char *name,
                                              const char *namespace_name,
                                              const char *role) {
    struct tauth_role_binding *binding =
        ARENA_NEW(&manifests->arena, struct tauth_role_binding);
    bool cluster = namespace_name == NULL;
    if (binding == NULL || name == NULL) {
        return NULL;
    }
    *binding = (struct tauth_role_binding){
        .api_version = RBAC_API_VERSION,
        .kind = cluster ? "ClusterRoleBinding" : "RoleBinding",
        .metadata = {name, namespace_name},
        .role_ref = {RBAC_API_GROUP, "ClusterRole", role},
    };
    struct tauth_object object = {cluster ? TAUTH_OBJECT_CLUSTER_ROLE_BINDING
                                          : TAUTH_OBJECT_ROLE_BINDING,
                                  {.role_binding = binding}};
    return add(manifests, object) ? binding : NULL;
}

static bool uses_view(const struct tauth_settings *settings) {
    return settings->access != NULL &&
           settings->access->rbac.viewer_role == TAUTH_VIEWER_VIEW;
}

struct role_use {
    const char *binding;
    const char *role;
    const struct tauth_role *object; /* to be written too, or NULL */
};

/* What viewers are bound to, `binding` NULL behind the last one. */
static const struct role_use *viewer_uses(const struct tauth_settings *settings) {
    static const struct role_use own[] = {
        {"oidc-viewer-binding", "oidc-viewer", &viewer_role}, {NULL, NULL, NULL}};
    static const struct role_use view[] = {
        {"oidc-view-binding", "view", NULL},
        {"oidc-view-nodes-binding", "oidc-view-nodes", &nodes_role},
        {NULL, NULL, NULL}};
    static const struct role_use none[] = {{NULL, NULL, NULL}};
    if (settings->values[TAUTH_VIEWER_GROUP].list.count == 0) {
        return none;
    }
    return uses_view(settings) ? view : own;
}

static const char *admin_name(const struct tauth_settings *settings,
                              struct arena *arena) {
    return arena_printf(arena, "%s-admin",
                        settings->preset == NULL ? "oidc" : settings->preset->name);
}

const char *manifests_binding_name(const struct tauth_settings *settings, size_t index,
                                   struct arena *arena) {
    if (settings->values[TAUTH_ADMIN_GROUP].list.count > 0 && index-- == 0) {
        return admin_name(settings, arena);
    }
    const struct role_use *use = viewer_uses(settings);
    while (use->binding != NULL && index-- > 0) {
        use++;
    }
    return use->binding;
}

const char *manifests_viewer_role(const struct tauth_settings *settings, size_t index) {
    const struct role_use *use = viewer_uses(settings);
    while (use->binding != NULL && index-- > 0) {
        use++;
    }
    return use->role;
}

/* Binds the groups of a setting to a role. */
static bool bind_groups(struct manifests *manifests, enum tauth_setting setting,
                        const char *name, const char *role) {
    const struct setting_values *values = &manifests->settings->values[setting];
    struct tauth_strings groups = {NULL, (uint32_t)values->list.count}, users = {0};
    groups.items =
        arena_alloc(&manifests->arena, values->list.count * sizeof(*groups.items));
    for (uint32_t i = 0; groups.items != NULL && i < groups.count; i++) {
        groups.items[i] = values->list.items[i].data;
    }
    struct tauth_role_binding *binding = new_binding(manifests, name, NULL, role);
    return groups.items != NULL && binding != NULL &&
           fill_subjects(manifests, &groups, &users, binding);
}

static bool add_groups(struct manifests *manifests) {
    const struct tauth_settings *settings = manifests->settings;
    if (settings->values[TAUTH_ADMIN_GROUP].list.count > 0 &&
        !bind_groups(manifests, TAUTH_ADMIN_GROUP,
                     admin_name(settings, &manifests->arena), "cluster-admin")) {
        return false;
    }
    for (const struct role_use *use = viewer_uses(settings); use->binding != NULL;
         use++) {
        struct tauth_object role = {TAUTH_OBJECT_CLUSTER_ROLE, {.role = use->object}};
        if (!bind_groups(manifests, TAUTH_VIEWER_GROUP, use->binding, use->role) ||
            (use->object != NULL && !add(manifests, role))) {
            return false;
        }
    }
    return true;
}

static bool add_binding(struct manifests *manifests,
                        const struct tauth_access_binding *given) {
    struct tauth_role_binding *binding =
        new_binding(manifests, given->name, given->namespace_name, given->cluster_role);
    return binding != NULL &&
           fill_subjects(manifests, &given->groups, &given->users, binding);
}

static bool add_bindings(struct manifests *manifests, bool role_bindings) {
    const struct tauth_access *access = manifests->settings->access;
    if (access == NULL) {
        return true;
    }
    for (uint32_t i = 0; i < access->rbac.cluster_role_bindings_count; i++) {
        if (!add_binding(manifests, &access->rbac.cluster_role_bindings[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; role_bindings && i < access->rbac.role_bindings_count; i++) {
        if (!add_binding(manifests, &access->rbac.role_bindings[i])) {
            return false;
        }
    }
    return true;
}

static const struct tauth_metadata *metadata_of(const struct tauth_object *object) {
    return object->kind == TAUTH_OBJECT_CLUSTER_ROLE ? &object->as.role->metadata
                                                     : &object->as.role_binding->metadata;
}

static int by_kind_and_name(const void *left, const void *right) {
    const struct tauth_object *a = left, *b = right;
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    const struct tauth_metadata *x = metadata_of(a), *y = metadata_of(b);
    int order = strcmp(x->name, y->name);
    return order != 0 || x->namespace_name == NULL
               ? order
               : strcmp(x->namespace_name, y->namespace_name);
}

enum tauth_status manifests_write(const struct tauth_settings *settings,
                                  bool role_bindings, struct buf *out) {
    _cleanup_(manifests_deinit) struct manifests manifests = {.settings = settings};
    if (!add_groups(&manifests) || !add_bindings(&manifests, role_bindings)) {
        return TAUTH_NO_MEMORY;
    }
    size_t count = manifests.list.count;
    if (count > 1) {
        qsort(manifests.list.items, count, sizeof(struct tauth_object), by_kind_and_name);
    }
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < count && status == TAUTH_OK; i++) {
        struct want *want = object_want(&manifests.arena, &manifests.list.items[i]);
        buf_text(out, i > 0 ? "---\n" : "");
        status = want == NULL ? TAUTH_NO_MEMORY
                              : emit_checked(out, want, &emit_kubernetes_style);
    }
    return status;
}
