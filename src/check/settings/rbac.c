/* SPDX-License-Identifier: MIT */
#include "check/settings/rbac.h"

#include "base/diag.h"
#include "base/status.h"
#include "base/strset.h"
#include "check/settings/names.h"
#include "kube/manifests.h"
#include "model/setting-place.h"
#include "model/subjects.h"
#include "text/utf8.h"

/* One check of all bindings. */
struct run {
    const struct tauth_settings *settings;
    struct oidc oidc;
    struct arena arena;
    struct strset names; /* "namespace/name" of the bindings so far */
    struct tauth_diags *diags;
    size_t before; /* findings there already */
    bool checked;  /* check_settings() did its part */
    enum tauth_status status;
};

/* A list of groups or users of one binding. */
struct names {
    enum name_kind kind;
    enum tauth_setting setting; /* where an option gave it */
    const char *list;           /* where the access file did: rbac.LIST[item].KEY */
    size_t item;
    const char *key;
};

enum { FINDINGS_MAX = 100 }; /* each counts the lines of the file anew */

static bool goes_on(const struct run *run) {
    return run->status >= TAUTH_OK &&
           run->diags->items.count - run->before < FINDINGS_MAX;
}

static void run_deinit(struct run *run) {
    strset_deinit(&run->names);
    arena_deinit(&run->arena);
}

_printf_(5, 6) static enum tauth_status
    refuse_at(struct run *run, enum rule rule, const struct node_place *place,
              const char *hint, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        node_report_list(run->diags, rule, place, hint, format, arguments);
    va_end(arguments);
    return status;
}

static void refuse_name(struct run *run, const struct names *names, size_t number,
                        enum rule rule, const char *hint, const char *message) {
    if (names->list == NULL) {
        const struct setting_place place = {run->settings, names->setting, number};
        status_keep(&run->status,
                    setting_report(&place, run->diags, rule, hint, "%s", message));
        return;
    }
    const struct yaml_index *index = &run->settings->access_index;
    node_id id = access_binding_node(run->settings, names->list, names->item, names->key);
    node_id item =
        node_at(index, id)->kind == NODE_SEQUENCE ? node_at(index, id)->first : 0;
    while (item != 0 && number-- > 0) {
        item = node_at(index, item)->next;
    }
    const struct node_place place = {index, item == 0 ? id : item,
                                     setting_severity(rule)};
    status_keep(&run->status, refuse_at(run, rule, &place, hint, "%s", message));
}

static void check_name(struct run *run, const struct names *names, struct strset *seen,
                       struct span prefix, struct span name, size_t number) {
    uint32_t first = strset_add(seen, name, (uint32_t)number + 1);
    const char *message = NULL;
    if (first == 0) {
        run->status = TAUTH_NO_MEMORY;
    } else if (!utf8_is_line(name)) {
        refuse_name(run, names, number, RULE_SETTING_TEXT,
                    "look for a stray newline, tab or wrong character set",
                    "the value is not one line of UTF-8 text");
    } else if (names->list != NULL && is_placeholder(name)) {
        refuse_name(run, names, number, RULE_PLACEHOLDER, "put the real value there",
                    "here is a placeholder");
    } else if (name.size == 0) {
        message = arena_printf(&run->arena, "subjects[%zu].name: Required value", number);
        refuse_name(run, names, number, RULE_RBAC_SUBJECT, "leave it out, or name one",
                    message);
    } else if (first != number + 1) {
        message =
            arena_printf(&run->arena, "%s %.*s is there twice",
                         names->kind == NAME_GROUP ? "group" : "user", SPAN_ARG(name));
        refuse_name(run, names, number, RULE_RBAC_SUBJECT, "name it once", message);
    }
    if (prefix.size == 0 && span_starts(name, "system:") &&
        !run->settings->allow_system_names) {
        message = arena_printf(&run->arena, "%.*s belongs to Kubernetes", SPAN_ARG(name));
        refuse_name(run, names, number, RULE_SYSTEM_NAMES,
                    "give a prefix (--allow system-names accepts it)", message);
    }
}

static void check_names(struct run *run, const struct names *names,
                        const struct tauth_strings *list) {
    _cleanup_(strset_deinit) struct strset seen = {0};
    struct span prefix = subject_prefix(&run->arena, &run->oidc, names->kind);
    for (uint32_t i = 0; i < list->count && goes_on(run); i++) {
        check_name(run, names, &seen, prefix, span_of(list->items[i]), i);
    }
}

static void check_setting(struct run *run, enum tauth_setting setting) {
    const struct names names = {.kind = NAME_GROUP, .setting = setting};
    const struct setting_values *values = &run->settings->values[setting];
    _cleanup_(strset_deinit) struct strset seen = {0};
    struct span prefix = subject_prefix(&run->arena, &run->oidc, NAME_GROUP);
    for (size_t i = 0; i < values->list.count && goes_on(run); i++) {
        check_name(run, &names, &seen, prefix, values->list.items[i], i);
    }
}

/* Names of objects and roles are one segment of a path. */
static const char *segment_fault(struct span name) {
    if (name.size == 0) {
        return "Required value";
    }
    if (!utf8_is_line(name)) {
        return "the value is not one line of UTF-8 text";
    }
    return span_is(name, ".")                 ? "may not be '.'"
           : span_is(name, "..")              ? "may not be '..'"
           : span_find(name, '/') < name.size ? "may not contain '/'"
           : span_find(name, '%') < name.size ? "may not contain '%'"
                                              : NULL;
}

static void refuse_value(struct run *run, const char *list, size_t item, const char *key,
                         const char *hint, const char *message) {
    node_id id = access_binding_node(run->settings, list, item, key);
    status_keep(&run->status, message == NULL ? TAUTH_NO_MEMORY
                                              : node_report(run->diags, RULE_RBAC_NAME,
                                                            &run->settings->access_index,
                                                            id, hint, "%s", message));
}

static void check_segment(struct run *run, const char *list, size_t item, const char *key,
                          const char *field, const char *value) {
    const char *fault = segment_fault(span_of(value));
    if (is_placeholder(span_of(value))) {
        node_id id = access_binding_node(run->settings, list, item, key);
        const struct node_place place = {&run->settings->access_index, id,
                                         setting_severity(RULE_PLACEHOLDER)};
        status_keep(&run->status,
                    refuse_at(run, RULE_PLACEHOLDER, &place, "put the real value there",
                              "here is a placeholder"));
        return;
    }
    if (fault == NULL) {
        return;
    }
    const char *message = *value == '\0'
                              ? arena_printf(&run->arena, "%s: %s", field, fault)
                              : arena_printf(&run->arena, "%s: Invalid value: \"%s\": %s",
                                             field, value, fault);
    refuse_value(run, list, item, key, "choose another name", message);
}

static void check_taken(struct run *run, const char *list, size_t item,
                        const struct tauth_access_binding *binding) {
    bool cluster = binding->namespace_name == NULL;
    char *name = arena_printf(&run->arena, "%s/%s",
                              cluster ? "" : binding->namespace_name, binding->name);
    uint32_t number = (uint32_t)run->names.count + 1;
    uint32_t first = name == NULL ? 0 : strset_add(&run->names, span_of(name), number);
    if (first == 0) {
        run->status = TAUTH_NO_MEMORY;
    } else if (first != number) {
        refuse_value(run, list, item, "name", "choose another name",
                     arena_printf(&run->arena, "there is another %s %s",
                                  cluster ? "ClusterRoleBinding" : "RoleBinding",
                                  cluster ? binding->name : name));
    }
}

static void check_binding(struct run *run, const char *list, size_t item,
                          const struct tauth_access_binding *binding) {
    check_segment(run, list, item, "name", "metadata.name", binding->name);
    check_segment(run, list, item, "clusterRole", "roleRef.name", binding->cluster_role);
    if (binding->namespace_name != NULL &&
        !is_dns_label(span_of(binding->namespace_name))) {
        refuse_value(
            run, list, item, "namespace", "write the name of a namespace",
            arena_printf(&run->arena,
                         *binding->namespace_name == '\0'
                             ? "metadata.namespace: Required value%s"
                             : "metadata.namespace: Invalid value: \"%s\": a "
                               "lowercase RFC 1123 label must consist of lower case "
                               "alphanumeric characters or '-', and must start and "
                               "end with an alphanumeric character",
                         binding->namespace_name));
    }
    check_taken(run, list, item, binding);
    if (binding->groups.count + binding->users.count == 0) {
        node_id id = access_binding_node(run->settings, list, item, "name");
        status_keep(&run->status,
                    node_report(run->diags, RULE_RBAC_NOBODY,
                                &run->settings->access_index, id, "name groups or users",
                                "the binding %s binds nobody", binding->name));
    }
    const struct names groups = {NAME_GROUP, TAUTH_ADMIN_GROUP, list, item, "groups"};
    const struct names users = {NAME_USER, TAUTH_ADMIN_GROUP, list, item, "users"};
    check_names(run, &groups, &binding->groups);
    check_names(run, &users, &binding->users);
}

/* What is bound at all; `users` and `groups` say whether their prefix matters. */
struct bound {
    size_t bindings;
    bool groups;
    bool users;
};

static struct bound count_bound(const struct tauth_settings *settings) {
    size_t admins = settings->values[TAUTH_ADMIN_GROUP].list.count;
    size_t viewers = settings->values[TAUTH_VIEWER_GROUP].list.count;
    struct bound bound = {admins + viewers, admins + viewers > 0, false};
    const struct tauth_access *access = settings->access;
    for (int turn = 0; turn < 2 && access != NULL; turn++) {
        const struct tauth_access_binding *list =
            turn == 0 ? access->rbac.cluster_role_bindings : access->rbac.role_bindings;
        uint32_t count = turn == 0 ? access->rbac.cluster_role_bindings_count
                                   : access->rbac.role_bindings_count;
        bound.bindings += count;
        for (uint32_t i = 0; i < count; i++) {
            bound.groups |= list[i].groups.count > 0;
            bound.users |= list[i].users.count > 0;
        }
    }
    return bound;
}

static void check_groups_prefix(struct run *run) {
    const struct tauth_settings *settings = run->settings;
    struct span prefix = run->oidc.groups_prefix;
    bool told = run->checked && run->oidc.groups_claim.size > 0;
    if (!run->checked) {
        status_keep(&run->status,
                    check_prefix(settings, TAUTH_GROUPS_PREFIX, prefix, run->diags));
    }
    if (prefix.size == 0 && !told && !settings->allow_empty_groups_prefix) {
        const struct setting_place place = {settings, TAUTH_GROUPS_PREFIX, 0};
        status_keep(&run->status,
                    setting_empty(&place, run->diags, RULE_EMPTY_GROUPS_PREFIX,
                                  "give --provider or --groups-prefix as for `merge` "
                                  "(--allow empty-groups-prefix accepts it)",
                                  "the groups have no prefix"));
    }
}

/* Where the settings say what tokens have; `rbac` alone may go by a prefix only. */
static void check_groups_claim(struct run *run) {
    const struct setting_place place = {run->settings, TAUTH_GROUPS_CLAIM, 0};
    bool known = run->settings->preset != NULL || run->oidc.audience_count > 0;
    if (known && run->oidc.groups_claim.data == NULL) {
        status_keep(&run->status,
                    setting_warn(&place, run->diags, RULE_RBAC_PREFIX_MISMATCH,
                                 "name the claim that holds the groups "
                                 "(--groups-claim), or bind users",
                                 "without a groups claim no token has groups, and "
                                 "bindings of groups bind nobody"));
    }
}

/* Without claim and prefix the issuer's URL is the prefix of users. */
static void check_users_prefix(struct run *run) {
    const struct oidc *oidc = &run->oidc;
    if (!run->checked) {
        status_keep(&run->status, check_prefix(run->settings, TAUTH_USERNAME_PREFIX,
                                               oidc->username_prefix, run->diags));
    }
    bool by_issuer =
        oidc->username_prefix.size == 0 && !span_is(oidc->username_claim, "email");
    if (by_issuer && oidc->issuer.size == 0) {
        const struct setting_place place = {run->settings, TAUTH_ISSUER_URL, 0};
        status_keep(
            &run->status,
            setting_missing(&place, run->diags, RULE_RBAC_SUBJECT,
                            "give the issuer, or a prefix for user names",
                            "without another prefix the names of users begin with "
                            "the issuer's URL"));
    }
}

static void check_all_bindings(struct run *run) {
    const struct tauth_access *access = run->settings->access;
    const char *name;
    for (size_t i = 0;
         (name = manifests_binding_name(run->settings, i, &run->arena)) != NULL; i++) {
        char *key = arena_printf(&run->arena, "/%s", name);
        uint32_t number = (uint32_t)run->names.count + 1;
        if (key == NULL || strset_add(&run->names, span_of(key), number) == 0) {
            run->status = TAUTH_NO_MEMORY;
            return;
        }
    }
    for (uint32_t i = 0;
         access != NULL && i < access->rbac.cluster_role_bindings_count && goes_on(run);
         i++) {
        check_binding(run, "clusterRoleBindings", i,
                      &access->rbac.cluster_role_bindings[i]);
    }
    for (uint32_t i = 0;
         access != NULL && i < access->rbac.role_bindings_count && goes_on(run); i++) {
        check_binding(run, "roleBindings", i, &access->rbac.role_bindings[i]);
    }
}

static enum tauth_status check_run(const struct tauth_settings *settings, bool checked,
                                   struct tauth_diags *diags) {
    _cleanup_(run_deinit) struct run run = {.settings = settings,
                                            .diags = diags,
                                            .before = diags->items.count,
                                            .checked = checked};
    settings_resolve(settings, &run.oidc);
    struct bound bound = count_bound(settings);
    run.status = checked ? TAUTH_OK : check_placeholders(settings, diags);
    if (bound.bindings == 0) {
        const struct setting_place place = {settings, TAUTH_ADMIN_GROUP, 0};
        status_keep(
            &run.status,
            setting_missing(&place, diags, RULE_RBAC_SUBJECT,
                            "give --admin-group or --viewer-group, or bindings in "
                            "the access file",
                            "no group to bind was given"));
        return run.status;
    }
    if (bound.groups) {
        check_groups_prefix(&run);
    }
    if (bound.groups && run.status == TAUTH_OK) {
        check_groups_claim(&run);
    }
    if (bound.users) {
        check_users_prefix(&run);
    }
    check_setting(&run, TAUTH_ADMIN_GROUP);
    check_setting(&run, TAUTH_VIEWER_GROUP);
    if (run.status >= TAUTH_OK) {
        check_all_bindings(&run);
    }
    return run.status;
}

enum tauth_status check_rbac(const struct tauth_settings *settings,
                             struct tauth_diags *diags) {
    return check_run(settings, false, diags);
}

enum tauth_status check_bindings(const struct tauth_settings *settings,
                                 struct tauth_diags *diags) {
    return check_run(settings, true, diags);
}
