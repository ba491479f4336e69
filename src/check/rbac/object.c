/* SPDX-License-Identifier: MIT */
#include "check/rbac/object.h"

#include "model/rbac.h"

node_id rbac_place(const struct rbac_object *object, node_id mapping, const char *key) {
    const struct yaml_index *index = object->manifest->index;
    node_id id = mapping == 0 ? 0 : node_get(index, mapping, span_of(key), NULL);
    return id != 0 ? id : mapping != 0 ? mapping : object->root;
}

static node_id get(const struct rbac_object *object, node_id mapping, const char *key) {
    return kube_get(object->manifest->index, mapping, key);
}

static struct span text(const struct rbac_object *object, node_id mapping,
                        const char *key) {
    return kube_text(object->manifest->index, mapping, key);
}

static bool decode(const struct rbac_object *object) {
    struct decode decode = {
        .manifest = object->manifest,
        .wrong = RULE_RBAC_DECODE,
        .unknown = RULE_RBAC_UNKNOWN_FIELD,
        .unknown_words = "strict decoding error: unknown field ",
    };
    decode_document(&decode, object->root, rbac_type(object->kind));
    return !decode.failed;
}

/* Names are one segment of a path (ValidatePathSegmentName). */
static const char *segment_fault(struct span name) {
    return span_is(name, ".")                 ? "may not be '.'"
           : span_is(name, "..")              ? "may not be '..'"
           : span_find(name, '/') < name.size ? "may not contain '/'"
           : span_find(name, '%') < name.size ? "may not contain '%'"
                                              : NULL;
}

static void check_name(const struct rbac_object *object) {
    node_id metadata = get(object, object->root, "metadata");
    struct span name = text(object, metadata, "name");
    node_id place = rbac_place(object, metadata, "name");
    const char *fault = segment_fault(name);
    if (name.size == 0 && text(object, metadata, "generateName").size == 0) {
        rbac_found(object, RULE_RBAC_NAME, NULL, place, "give it a name",
                   "metadata.name: Required value: name or generateName is required");
    } else if (fault != NULL) {
        rbac_found(
            object, RULE_RBAC_NAME, NULL, place,
            "names of RBAC objects are one segment of a path: no slash, no percent",
            "metadata.name: Invalid value: \"%.*s\": %s", SPAN_ARG(name), fault);
    }
}

static void check_namespace(const struct rbac_object *object) {
    node_id metadata = get(object, object->root, "metadata");
    bool given = text(object, metadata, "namespace").size > 0;
    node_id place = rbac_place(object, metadata, "namespace");
    bool cluster = rbac_is_cluster(object->kind);
    if (object->manifest->outer != 0 && cluster == given) {
        rbac_found(object, RULE_RBAC_NAMESPACE, &severity_warning, place,
                   cluster ? "remove it" : "say which namespace",
                   cluster ? "metadata.namespace is ignored: it is in no namespace"
                           : "without metadata.namespace Talos puts it into the "
                             "namespace default");
    } else if (cluster && given) {
        rbac_found(object, RULE_RBAC_NAMESPACE, NULL, place,
                   "remove it; a Role or RoleBinding is what a namespace has",
                   "metadata.namespace: Forbidden: not allowed on this type");
    } else if (!cluster && !given) {
        rbac_found(object, RULE_RBAC_NAMESPACE, NULL, place,
                   "say which namespace; kubectl alone fills in its default",
                   "metadata.namespace: Required value");
    }
}

static void check_reference(const struct rbac_object *object) {
    node_id reference = get(object, object->root, "roleRef");
    struct span group = text(object, reference, "apiGroup");
    struct span kind = text(object, reference, "kind");
    struct span name = text(object, reference, "name");
    bool cluster = object->kind == RBAC_CLUSTER_BINDING;
    node_id place = reference == 0 ? object->root : reference;
    if (group.size > 0 && !span_is(group, RBAC_API_GROUP)) {
        rbac_found(object, RULE_RBAC_ROLE_REF, NULL,
                   rbac_place(object, place, "apiGroup"), "write " RBAC_API_GROUP,
                   "roleRef.apiGroup: Unsupported value: \"%.*s\": supported values: "
                   "\"" RBAC_API_GROUP "\"",
                   SPAN_ARG(group));
    }
    if (!span_is(kind, "ClusterRole") && (cluster || !span_is(kind, "Role"))) {
        rbac_found(object, RULE_RBAC_ROLE_REF, NULL, rbac_place(object, place, "kind"),
                   "a ClusterRoleBinding names a ClusterRole, a RoleBinding either",
                   "roleRef.kind: Unsupported value: \"%.*s\": supported values: %s",
                   SPAN_ARG(kind),
                   cluster ? "\"ClusterRole\"" : "\"Role\", \"ClusterRole\"");
    }
    const char *fault = segment_fault(name);
    if (name.size == 0) {
        rbac_found(object, RULE_RBAC_ROLE_REF, NULL, rbac_place(object, place, "name"),
                   "name the role", "roleRef.name: Required value");
    } else if (fault != NULL) {
        rbac_found(object, RULE_RBAC_ROLE_REF, NULL, rbac_place(object, place, "name"),
                   "write the name of a role",
                   "roleRef.name: Invalid value: \"%.*s\": %s", SPAN_ARG(name), fault);
    }
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* RFC 1123 subdomain, as IsDNS1123Subdomain. */
static bool is_subdomain(struct span name) {
    bool edge = true; /* at the edge of a label */
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.data[i];
        bool last = i + 1 == name.size || name.data[i + 1] == '.';
        if (!is_letter(byte) && (edge || last || byte != '-') &&
            (byte != '.' || edge || i + 1 == name.size)) {
            return false;
        }
        edge = byte == '.';
    }
    return name.size > 0 && name.size <= 253;
}

struct subject {
    node_id node;
    size_t number;
    struct span kind;
    struct span group;
    struct span name;
};

static void check_subject_name(const struct rbac_object *object,
                               const struct subject *subject, bool account) {
    node_id place = rbac_place(object, subject->node, "name");
    if (subject->name.size == 0) {
        rbac_found(object, RULE_RBAC_SUBJECT, NULL, place,
                   "name somebody, or leave it out", "subjects[%zu].name: Required value",
                   subject->number);
    } else if (account && !is_subdomain(subject->name)) {
        rbac_found(object, RULE_RBAC_SUBJECT, NULL, place,
                   "write the name alone; the namespace has its own field",
                   "subjects[%zu].name: Invalid value: \"%.*s\": a lowercase RFC 1123 "
                   "subdomain must consist of lower case alphanumeric characters, '-' or "
                   "'.', and must start and end with an alphanumeric character (e.g. "
                   "'example.com', regex used for validation is "
                   "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                   subject->number, SPAN_ARG(subject->name));
    }
}

static void check_subject_group(const struct rbac_object *object,
                                const struct subject *subject, bool account) {
    const char *wanted = account ? "" : RBAC_API_GROUP;
    if (subject->group.size > 0 && !span_is(subject->group, wanted)) {
        rbac_found(object, RULE_RBAC_SUBJECT, NULL,
                   rbac_place(object, subject->node, "apiGroup"),
                   account ? "leave it out" : "leave it out, or write " RBAC_API_GROUP,
                   "subjects[%zu].apiGroup: Unsupported value: \"%.*s\": supported "
                   "values: \"%s\"",
                   subject->number, SPAN_ARG(subject->group), wanted);
    }
}

static void check_subject(const struct rbac_object *object, node_id node, size_t number) {
    const struct subject subject = {node, number, text(object, node, "kind"),
                                    text(object, node, "apiGroup"),
                                    text(object, node, "name")};
    bool account = span_is(subject.kind, "ServiceAccount");
    check_subject_name(object, &subject, account);
    if (!account && !span_is(subject.kind, "User") && !span_is(subject.kind, "Group")) {
        rbac_found(object, RULE_RBAC_SUBJECT, NULL, rbac_place(object, node, "kind"),
                   "write it exactly like that",
                   "subjects[%zu].kind: Unsupported value: \"%.*s\": supported values: "
                   "\"ServiceAccount\", \"User\", \"Group\"",
                   number, SPAN_ARG(subject.kind));
        return;
    }
    check_subject_group(object, &subject, account);
    bool given = text(object, node, "namespace").size > 0;
    if (account && !given && object->kind == RBAC_CLUSTER_BINDING) {
        rbac_found(object, RULE_RBAC_SUBJECT, NULL, rbac_place(object, node, "namespace"),
                   "say which namespace the service account is in",
                   "subjects[%zu].namespace: Required value", number);
    } else if (!account && given) {
        rbac_found(object, RULE_RBAC_SUBJECT_NAMESPACE, NULL,
                   rbac_place(object, node, "namespace"),
                   "remove it; what a RoleBinding gives holds in its own namespace",
                   "subjects[%zu].namespace is ignored: users and groups have none",
                   number);
    }
}

static void check_subjects(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id list = get(object, object->root, "subjects");
    size_t number = 0;
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        check_subject(object, node_follow(index, at), number++);
    }
    if (number == 0) {
        rbac_found(object, RULE_RBAC_NOBODY, NULL,
                   rbac_place(object, object->root, "subjects"), "name groups or users",
                   "the binding binds nobody");
    }
}

static bool has_items(const struct rbac_object *object, node_id rule, const char *key) {
    return kube_first(object->manifest->index, get(object, rule, key)) != 0;
}

/* ["/x","/y"], as Kubernetes prints the value. */
static void refuse_urls(const struct rbac_object *object, node_id rule, size_t number,
                        const char *words) {
    const struct yaml_index *index = object->manifest->index;
    node_id list = get(object, rule, "nonResourceURLs");
    _cleanup_buf_ struct buf value = {0};
    for (node_id at = kube_first(index, list); at != 0 && value.size < 200;
         at = kube_next(index, at)) {
        buf_printf(&value, "%s\"%.*s\"", value.size > 0 ? "," : "",
                   SPAN_ARG(node_text(index, node_follow(index, at))));
    }
    rbac_found(object, RULE_RBAC_RULE, NULL, list,
               "make two rules of it; URLs belong into ClusterRoles",
               "rules[%zu].nonResourceURLs: Invalid value: [%s]: %s", number,
               input_text(object->manifest->input, &value), words);
}

static void check_rule(const struct rbac_object *object, node_id rule, size_t number) {
    bool groups = has_items(object, rule, "apiGroups");
    bool resources = has_items(object, rule, "resources");
    bool names = has_items(object, rule, "resourceNames");
    if (!has_items(object, rule, "verbs")) {
        rbac_found(object, RULE_RBAC_RULE, NULL, rbac_place(object, rule, "verbs"),
                   "name the verbs, such as get, list, watch",
                   "rules[%zu].verbs: Required value: verbs must contain at least one "
                   "value",
                   number);
    }
    if (has_items(object, rule, "nonResourceURLs")) {
        bool namespaced = object->kind == RBAC_ROLE;
        if (namespaced) {
            refuse_urls(object, rule, number,
                        "namespaced rules cannot apply to non-resource URLs");
        }
        if (groups || resources || names) {
            refuse_urls(object, rule, number,
                        "rules cannot apply to both regular resources and non-resource "
                        "URLs");
        }
        return;
    }
    if (!groups) {
        rbac_found(object, RULE_RBAC_RULE, NULL, rbac_place(object, rule, "apiGroups"),
                   "write apiGroups: [\"\"] for pods, services, nodes and other core "
                   "resources",
                   "rules[%zu].apiGroups: Required value: resource rules must supply at "
                   "least one api group",
                   number);
    }
    if (!resources) {
        rbac_found(object, RULE_RBAC_RULE, NULL, rbac_place(object, rule, "resources"),
                   "name the resources",
                   "rules[%zu].resources: Required value: resource rules must supply at "
                   "least one resource",
                   number);
    }
}

static void check_rules(const struct rbac_object *object) {
    const struct yaml_index *index = object->manifest->index;
    node_id list = get(object, object->root, "rules");
    size_t number = 0;
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        check_rule(object, node_follow(index, at), number++);
    }
    node_id aggregation = get(object, object->root, "aggregationRule");
    if (object->kind == RBAC_CLUSTER_ROLE && aggregation != 0 &&
        !has_items(object, aggregation, "clusterRoleSelectors")) {
        rbac_found(object, RULE_RBAC_AGGREGATION, NULL, aggregation,
                   "give a selector, or remove aggregationRule",
                   "aggregationRule.clusterRoleSelectors: Required value: at least one "
                   "clusterRoleSelector required if aggregationRule is non-nil");
    }
}

/* What no Kubernetes can be told by a controller is more than what an old one took. */
static void check_version(const struct rbac_object *object) {
    struct span version = manifest_version(object->manifest, object->root);
    static const enum tauth_severity error = TAUTH_ERROR;
    bool gone = span_is(version, RBAC_API_GROUP "/v1alpha1") ||
                span_is(version, RBAC_API_GROUP "/v1beta1");
    if (!span_is(version, RBAC_API_VERSION)) {
        rbac_found(object, RULE_RBAC_VERSION,
                   gone && object->manifest->outer == 0 ? NULL : &error,
                   rbac_place(object, object->root, "apiVersion"),
                   "write apiVersion: " RBAC_API_VERSION,
                   "no matches for kind \"%s\" in version \"%.*s\": %s",
                   rbac_type(object->kind)->name, SPAN_ARG(version),
                   gone ? "Kubernetes 1.22 was the first without it"
                        : "Kubernetes never had it");
    }
}

bool rbac_validate(const struct rbac_object *object) {
    check_version(object);
    if (!decode(object)) {
        return false;
    }
    check_name(object);
    check_namespace(object);
    if (rbac_is_binding(object->kind)) {
        check_reference(object);
        check_subjects(object);
    } else {
        check_rules(object);
    }
    return true;
}
