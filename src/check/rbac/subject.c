/* SPDX-License-Identifier: MIT */
/* Whom bindings bind: names that anybody has, nobody has, or somebody gets by a slip. */
#include "check/rbac/object.h"

static const enum tauth_severity severity_error = TAUTH_ERROR;

/* Groups and users that a request has without a login, or with any. */
static bool is_everybody(struct span name) {
    return span_is(name, "system:authenticated") ||
           span_is(name, "system:unauthenticated") || span_is(name, "system:anonymous");
}

static bool is_powerful(struct span role) {
    return span_is(role, "cluster-admin") || span_is(role, "admin") ||
           span_is(role, "edit");
}

static void lint_system(const struct rbac_object *object, node_id place,
                        struct span name) {
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    struct span role = kube_text(index, reference, "name");
    if (is_everybody(name) && is_powerful(role)) {
        rbac_found(object, RULE_RBAC_SYSTEM_SUBJECT, &severity_error, place,
                   "bind a group of the provider, with its prefix",
                   "%.*s is everybody: with the role %.*s the cluster is open",
                   SPAN_ARG(name), SPAN_ARG(role));
    } else if (is_everybody(name) && !span_starts(role, "system:")) {
        rbac_found(object, RULE_RBAC_SYSTEM_SUBJECT, NULL, place,
                   "bind a group of the provider, with its prefix",
                   "%.*s is everybody, also whom the provider lets log in for something "
                   "else",
                   SPAN_ARG(name));
    } else if (span_is(name, "system:serviceaccounts") && !span_starts(role, "system:")) {
        rbac_found(object, RULE_RBAC_SYSTEM_SUBJECT, NULL, place,
                   "bind the service accounts that need it, or the group "
                   "system:serviceaccounts:NAMESPACE",
                   "%.*s is every service account: each pod of the cluster gets the role "
                   "%.*s",
                   SPAN_ARG(name), SPAN_ARG(role));
    } else if (span_is(name, "system:masters")) {
        rbac_found(object, RULE_RBAC_SYSTEM_SUBJECT, NULL, place,
                   "bind a group of the provider to cluster-admin",
                   "system:masters is past all authorization: nothing can take it back");
    }
}

/* Length of `oidc:` in `oidc:oidc:x`, 0 where nothing is doubled. */
static size_t doubled_prefix(struct span name) {
    size_t size = span_find(name, ':') + 1;
    return size > 1 && 2 * size <= name.size &&
                   memcmp(name.data, name.data + size, size) == 0
               ? size
               : 0;
}

static bool has_quotes(struct span name) {
    char first = name.size > 0 ? name.data[0] : '\0';
    char last = name.size > 0 ? name.data[name.size - 1] : '\0';
    return first == '"' || first == '\'' || last == '"' || last == '\'';
}

static void lint_prefix(const struct rbac_object *object, node_id place,
                        struct span name) {
    size_t doubled = doubled_prefix(name);
    if (doubled > 0) {
        rbac_found(object, RULE_RBAC_PREFIX_DOUBLED, NULL, place, "write the prefix once",
                   "the prefix %.*s is there twice: the API server adds it once",
                   (int)doubled, name.data);
    } else if (span_ends(name, ":")) {
        rbac_found(object, RULE_RBAC_PREFIX_BARE, NULL, place,
                   "write the name behind the prefix",
                   "\"%.*s\" is a prefix without a name: it binds whom the provider "
                   "gives an empty one",
                   SPAN_ARG(name));
    } else if (has_quotes(name)) {
        rbac_found(object, RULE_RBAC_SUBJECT_QUOTES, NULL, place,
                   "one pair of quotes around the whole is enough",
                   "the quotes are part of the name %.*s", SPAN_ARG(name));
    }
}

void rbac_lint_subjects(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id list = kube_get(index, object->root, "subjects");
    if (!rbac_is_binding(object->kind)) {
        return;
    }
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        node_id subject = node_follow(index, at);
        struct span kind = kube_text(index, subject, "kind");
        struct span name = kube_text(index, subject, "name");
        node_id place = rbac_place(object, subject, "name");
        if (!span_is(kind, "User") && !span_is(kind, "Group")) {
            continue;
        }
        if (span_starts(name, "system:")) {
            lint_system(object, place, name);
        } else {
            lint_prefix(object, place, name);
        }
    }
}
