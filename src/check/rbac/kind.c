/* SPDX-License-Identifier: MIT */
/* Objects that were meant to be RBAC: Kubernetes finds no type for what they say. */
#include "check/rbac/object.h"
#include "model/rbac.h"
#include "text/nearest.h"

enum { WORD_MAX = 64 };

struct kind_name {
    const char *lower;
    const char *name;
};

static const struct kind_name kinds[] = {
    {"clusterrole", "ClusterRole"},
    {"clusterrolebinding", "ClusterRoleBinding"},
    {"role", "Role"},
    {"rolebinding", "RoleBinding"},
    {"clusterrolelist", "ClusterRoleList"},
    {"clusterrolebindinglist", "ClusterRoleBindingList"},
    {"rolelist", "RoleList"},
    {"rolebindinglist", "RoleBindingList"},
};

static const char *kind_lower(const void *context, size_t index) {
    (void)context;
    return index < ARRAY_SIZE(kinds) ? kinds[index].lower : NULL;
}

/* Cut off where it is too long to be near anything. */
static void to_lower(struct span text, char word[static WORD_MAX]) {
    size_t size = text.size < WORD_MAX ? text.size : WORD_MAX - 1;
    for (size_t i = 0; i < size; i++) {
        bool upper = text.data[i] >= 'A' && text.data[i] <= 'Z';
        word[i] = (char)(upper ? text.data[i] - 'A' + 'a' : text.data[i]);
    }
    word[size] = '\0';
}

/* The kind that differs in upper and lower case only, or NULL. */
static const char *same_kind(struct span text) {
    char word[WORD_MAX];
    to_lower(text, word);
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (strcmp(word, kinds[i].lower) == 0) {
            return kinds[i].name;
        }
    }
    return NULL;
}

static const char *near_kind(struct span text) {
    char word[WORD_MAX];
    to_lower(text, word);
    const char *near = nearest(word, kind_lower, NULL);
    for (size_t i = 0; near != NULL && i < ARRAY_SIZE(kinds); i++) {
        if (kinds[i].lower == near) {
            return kinds[i].name;
        }
    }
    return NULL;
}

static const char *group_name(const void *context, size_t index) {
    (void)context;
    return index == 0 ? RBAC_API_GROUP : NULL;
}

/* Groups without a dot are Kubernetes' own; those of others may have a kind Role. */
static bool is_meant_group(struct span group) {
    char word[WORD_MAX];
    to_lower(group, word);
    bool kubernetes =
        strstr(word, "k8s.io") != NULL || strstr(word, "kubernetes") != NULL;
    return strchr(word, '.') == NULL || strcmp(word, "authorization.k8s.io") == 0 ||
           (kubernetes && strstr(word, "rbac") != NULL) ||
           nearest(word, group_name, NULL) != NULL;
}

static const char *hint_for(const struct rbac_object *object, const char *kind) {
    return kind == NULL || input_is_full(object->manifest->input)
               ? "the kinds of " RBAC_API_GROUP " are Role, ClusterRole, RoleBinding and "
                 "ClusterRoleBinding"
               : arena_printf(&object->manifest->input->arena, "did you mean %s?", kind);
}

static void refuse(const struct rbac_object *object, const char *key, const char *hint) {
    rbac_found(object, RULE_OBJECT_KIND, NULL, rbac_place(object, object->root, key),
               hint, "no matches for kind \"%.*s\" in version \"%.*s\"",
               SPAN_ARG(manifest_kind(object->manifest, object->root)),
               SPAN_ARG(manifest_version(object->manifest, object->root)));
}

/* kustomize alone reads its own files without apiVersion. */
static bool is_kustomize(struct span kind) {
    return span_is(kind, "Kustomization") || span_is(kind, "Component");
}

static void check_no_version(const struct rbac_object *object, struct span kind) {
    if (!is_kustomize(kind)) {
        rbac_found(
            object, RULE_OBJECT_KIND, NULL, rbac_place(object, object->root, "kind"),
            near_kind(kind) != NULL ? "add apiVersion: " RBAC_API_VERSION
                                    : "add the apiVersion of the kind, as `kubectl "
                                      "api-resources` prints it",
            "apiVersion not set: Kubernetes has no kind \"%.*s\" without one",
            SPAN_ARG(kind));
    }
}

/* Other rules speak about inline contents without a kind, and about files of others. */
static bool is_told(const struct rbac_object *object) {
    const struct manifest *manifest = object->manifest;
    enum input_kind kind = input_kind_of(manifest->index, object->root);
    bool other = kind != INPUT_UNKNOWN && kind != INPUT_MANIFESTS;
    return manifest->list == 0 && (manifest->outer != 0 || other);
}

void rbac_check_kind(const struct rbac_object *object) {
    const struct manifest *manifest = object->manifest;
    struct span kind = manifest_kind(manifest, object->root);
    struct span version = manifest_version(manifest, object->root);
    struct span group = span_slice(version, 0, span_find(version, '/'));
    bool own = span_is(group, RBAC_API_GROUP);
    if (kind.size == 0) {
        if (!is_told(object) && node_at(manifest->index, object->root)->size > 0) {
            rbac_found(object, RULE_OBJECT_KIND, NULL, object->root,
                       own ? hint_for(object, NULL)
                           : "say what it is, with apiVersion too",
                       "Object 'Kind' is missing");
        }
    } else if (version.size == 0) {
        check_no_version(object, kind);
    } else if (own && group.size < version.size) {
        bool good = same_kind(kind) != NULL && span_ends(kind, "List") &&
                    span_is(kind, same_kind(kind)); /* one without items */
        if (!good) {
            refuse(object, "kind", hint_for(object, near_kind(kind)));
        }
    } else if (same_kind(kind) != NULL && is_meant_group(group)) {
        refuse(object, "apiVersion", "write apiVersion: " RBAC_API_VERSION);
    }
}
