/* SPDX-License-Identifier: MIT */
#include "kube/manifests.h"

#include "model/prefix.h"
#include "model/rbac.h"
#include "yaml/emit.h"

static const char *const read_verbs[] = {"get", "list", "watch"};
static const char *const core_group[] = {""};
static const char *const core_resources[] = {"pods", "services", "nodes"};
static const char *const apps_group[] = {"apps"};
static const char *const apps_resources[] = {"deployments", "replicasets"};

static const struct rbac_rule viewer_rules[] = {
    {core_group, 1, core_resources, ARRAY_SIZE(core_resources), read_verbs,
     ARRAY_SIZE(read_verbs)},
    {apps_group, 1, apps_resources, ARRAY_SIZE(apps_resources), read_verbs,
     ARRAY_SIZE(read_verbs)},
};

static const struct rbac_cluster_role viewer_role = {
    .api_version = RBAC_API_GROUP "/v1",
    .kind = "ClusterRole",
    .metadata = {"oidc-viewer"},
    .rules = viewer_rules,
    .rules_count = ARRAY_SIZE(viewer_rules),
};

static enum tauth_status write_object(struct buf *out, struct want *object) {
    if (object == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (out->size > 0) {
        buf_text(out, "---\n");
    }
    return emit_checked(out, object, &emit_kubernetes_style);
}

/* One Group subject for each of the provider's groups, the effective prefix in front. */
static struct rbac_subject *make_subjects(struct arena *arena, const struct oidc *oidc,
                                          const struct setting_values *groups) {
    struct rbac_subject *subjects =
        arena_alloc(arena, groups->list.count * sizeof(*subjects));
    struct span prefix = effective_prefix(arena, NAME_GROUP, oidc->issuer,
                                          oidc->groups_claim, oidc->groups_prefix);
    for (size_t i = 0; subjects != NULL && i < groups->list.count; i++) {
        subjects[i].api_group = RBAC_API_GROUP;
        subjects[i].kind = "Group";
        subjects[i].name = arena_printf(arena, "%.*s%.*s", SPAN_ARG(prefix),
                                        SPAN_ARG(groups->list.items[i]));
        if (subjects[i].name == NULL) {
            return NULL;
        }
    }
    return subjects;
}

static enum tauth_status write_binding(struct buf *out, struct arena *arena,
                                       const struct tauth_settings *settings,
                                       enum tauth_setting groups, const char *name,
                                       const char *role) {
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    struct rbac_cluster_role_binding binding = {
        .api_version = RBAC_API_GROUP "/v1",
        .kind = "ClusterRoleBinding",
        .metadata = {name},
        .role_ref = {RBAC_API_GROUP, "ClusterRole", role},
        .subjects = make_subjects(arena, &oidc, &settings->values[groups]),
        .subjects_count = (uint32_t)settings->values[groups].list.count,
    };
    if (name == NULL || binding.subjects == NULL) {
        return TAUTH_NO_MEMORY;
    }
    return write_object(out, rbac_cluster_role_binding_want(arena, &binding));
}

enum tauth_status manifests_write(const struct tauth_settings *settings,
                                  struct buf *out) {
    static const char viewer_binding[] = "oidc-viewer-binding";
    _cleanup_(arena_deinit) struct arena arena = {0};
    bool admins = settings->values[TAUTH_ADMIN_GROUP].list.count > 0;
    bool viewers = settings->values[TAUTH_VIEWER_GROUP].list.count > 0;
    const char *provider = settings->preset == NULL ? "oidc" : settings->preset->name;
    const char *admin = arena_printf(&arena, "%s-admin", provider);
    bool admin_first = admin != NULL && strcmp(admin, viewer_binding) < 0;
    enum tauth_status status = TAUTH_OK;
    if (viewers) {
        status = write_object(out, rbac_cluster_role_want(&arena, &viewer_role));
    }
    for (int i = 0; i < 2 && status == TAUTH_OK; i++) {
        bool admin_turn = (i == 0) == admin_first;
        if (admin_turn && admins) {
            status = write_binding(out, &arena, settings, TAUTH_ADMIN_GROUP, admin,
                                   "cluster-admin");
        } else if (!admin_turn && viewers) {
            status = write_binding(out, &arena, settings, TAUTH_VIEWER_GROUP,
                                   viewer_binding, viewer_role.metadata.name);
        }
    }
    return status;
}
