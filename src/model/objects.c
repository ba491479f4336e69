/* SPDX-License-Identifier: MIT */
#include "model/objects.h"

#include "base/status.h"
#include "model/access.h"
#include "model/authentication.h"
#include "model/bind.h"
#include "model/rbac.h"
#include "model/tables.h"
#include "text/nearest.h"

enum { VERSIONS_MAX = 4 };

struct object_row {
    enum tauth_object_kind object;
    const char *kind;
    const char *versions[VERSIONS_MAX]; /* the first one is the one to write */
    const cyaml_schema_value_t *schema;
};

#define AUTHENTICATION_GROUP "apiserver.config.k8s.io"

static const struct object_row rows[] = {
    {TAUTH_OBJECT_ACCESS, ACCESS_KIND, {ACCESS_API_VERSION}, &access_schema},
    {TAUTH_OBJECT_AUTHENTICATION,
     "AuthenticationConfiguration",
     {AUTHENTICATION_GROUP "/v1beta1", AUTHENTICATION_GROUP "/v1",
      AUTHENTICATION_GROUP "/v1alpha1"},
     &authentication_schema},
    {TAUTH_OBJECT_CLUSTER_ROLE,
     "ClusterRole",
     {RBAC_API_VERSION, RBAC_API_GROUP "/v1beta1"},
     &cluster_role_schema},
    {TAUTH_OBJECT_CLUSTER_ROLE_BINDING,
     "ClusterRoleBinding",
     {RBAC_API_VERSION, RBAC_API_GROUP "/v1beta1"},
     &role_binding_schema},
    {TAUTH_OBJECT_ROLE,
     "Role",
     {RBAC_API_VERSION, RBAC_API_GROUP "/v1beta1"},
     &role_schema},
    {TAUTH_OBJECT_ROLE_BINDING,
     "RoleBinding",
     {RBAC_API_VERSION, RBAC_API_GROUP "/v1beta1"},
     &role_binding_schema},
};

static const char *kind_name(const void *context, size_t index) {
    (void)context;
    return index < ARRAY_SIZE(rows) ? rows[index].kind : NULL;
}

static const struct object_row *find_row(struct span kind) {
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (span_is(kind, rows[i].kind)) {
            return &rows[i];
        }
    }
    return NULL;
}

static enum tauth_status refuse_kind(const struct yaml_index *index, node_id kind,
                                     struct arena *arena, struct tauth_diags *diags) {
    const char *text = arena_copy(arena, node_text(index, node_follow(index, kind)));
    const char *near = text == NULL ? NULL : nearest(text, kind_name, NULL);
    const char *hint = near == NULL ? "an access file has the kind " ACCESS_KIND
                                    : arena_printf(arena, "did you mean %s?", near);
    if (text == NULL || hint == NULL) {
        return TAUTH_NO_MEMORY;
    }
    return node_report(diags, RULE_OBJECT_KIND, index, kind, hint,
                       "the kind \"%s\" is not one that is read here", text);
}

/* Here and not in the tables, because only the row knows what to write. */
static enum tauth_status check_version(const struct yaml_index *index, node_id root,
                                       const struct object_row *row, struct arena *arena,
                                       struct tauth_diags *diags) {
    node_id version = node_get(index, root, SPAN("apiVersion"), NULL);
    const char *hint = arena_printf(arena, "write apiVersion: %s", row->versions[0]);
    if (hint == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (version == 0) {
        return node_report(diags, RULE_MISSING_KEY, index, root, hint,
                           "the document needs the key \"apiVersion\"");
    }
    struct span text = node_text(index, node_follow(index, version));
    for (size_t i = 0; i < VERSIONS_MAX && row->versions[i] != NULL; i++) {
        if (span_is(text, row->versions[i])) {
            return TAUTH_OK;
        }
    }
    return node_report(diags, RULE_OBJECT_KIND, index, version, hint,
                       "no kind \"%s\" is registered for version \"%.*s\"", row->kind,
                       SPAN_ARG(text));
}

/* No kind, but only flags of OIDC. */
static bool is_flags(const struct yaml_index *index, node_id root) {
    const struct node *node = node_at(index, root);
    for (node_id key = node->first; key != 0;
         key = node_at(index, node_at(index, key)->next)->next) {
        if (!span_starts(node_text(index, key), "oidc-")) {
            return false;
        }
    }
    return node->first != 0;
}

enum tauth_status object_read(const struct yaml_index *index, node_id root,
                              struct arena *arena, struct tauth_object *out,
                              struct tauth_diags *diags) {
    if (node_at(index, root)->kind != NODE_MAPPING) {
        return node_report(diags, RULE_DOCUMENT_ROOT, index, root,
                           "an access file begins with apiVersion and kind",
                           "the document must be a mapping");
    }
    void *data = NULL;
    node_id kind = node_get(index, root, SPAN("kind"), NULL);
    if (kind == 0 && is_flags(index, root)) {
        enum tauth_status status =
            bind_flags(index, root, &oidc_flags_schema, arena, &data, diags);
        *out = (struct tauth_object){TAUTH_OBJECT_OIDC_FLAGS, {.oidc_flags = data}};
        return status;
    }
    if (kind == 0) {
        return node_report(diags, RULE_MISSING_KEY, index, root,
                           "an access file has apiVersion: " ACCESS_API_VERSION
                           " and kind: " ACCESS_KIND,
                           "the document needs the key \"kind\"");
    }
    const struct object_row *row = find_row(node_text(index, node_follow(index, kind)));
    if (row == NULL) {
        return refuse_kind(index, kind, arena, diags);
    }
    enum tauth_status status = check_version(index, root, row, arena, diags);
    bool foreign = node_get(index, root, SPAN("apiVersion"), NULL) != 0;
    if (status == TAUTH_OK || (status == TAUTH_REFUSED && !foreign)) {
        status_keep(&status, bind_mapping(index, root, row->schema, arena, &data, diags));
    }
    *out = (struct tauth_object){row->object, {.access = data}};
    return status;
}

struct want *object_want(struct arena *arena, const struct tauth_object *object) {
    if (object->kind == TAUTH_OBJECT_OIDC_FLAGS) {
        return table_to_want(arena, &oidc_flags_schema, object->as.oidc_flags);
    }
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].object == object->kind) {
            return table_to_want(arena, rows[i].schema, object->as.access);
        }
    }
    return NULL;
}
