/* SPDX-License-Identifier: MIT */
/* Whether somebody can be whom a binding names. */
#include "check/across/across.h"
#include "check/rbac/object.h"

struct subject {
    const struct across *across;
    const struct rbac_object *object;
    enum name_kind kind;
    struct span name;
    node_id place;
};

static const struct view_name *name_of(const struct view_issuer *issuer,
                                       enum name_kind kind) {
    return kind == NAME_USER ? &issuer->username : &issuer->groups;
}

#define EACH_ISSUER(across, view, issuer)                                          \
    for (const struct view *view = (across)->views;                                \
         view < (across)->views + (across)->count; view++)                         \
        for (const struct view_issuer *issuer = view->issuers.items;               \
             issuer != NULL && issuer < view->issuers.items + view->issuers.count; \
             issuer++)

static bool starts(struct span text, struct span prefix) {
    return text.size >= prefix.size &&
           (prefix.size == 0 || memcmp(text.data, prefix.data, prefix.size) == 0);
}

/* The prefix that makes the name, an expression that may, or NULL. */
static const struct view_name *maker(const struct subject *subject) {
    EACH_ISSUER(subject->across, view, issuer) {
        const struct view_name *name = name_of(issuer, subject->kind);
        bool given = name->claim.text.size > 0;
        if (name->expression.text.size > 0 ||
            (given && starts(subject->name, name->prefix.text) &&
             subject->name.size >= name->prefix.text.size)) {
            return name;
        }
    }
    return NULL;
}

static struct span without_quotes(struct span name) {
    while (name.size > 0 && (name.data[0] == '"' || name.data[0] == '\'')) {
        name = span_slice(name, 1, name.size);
    }
    return name;
}

/* How the name misses a prefix, the nearest first; NULL when it is not near. */
static const char *near_miss(struct span name, struct span prefix) {
    size_t bare = prefix.size;
    while (bare > 0 && strchr(":/#-", prefix.data[bare - 1]) != NULL) {
        bare--;
    }
    if (prefix.size == 0) {
        return NULL;
    }
    if (name.size >= prefix.size &&
        strncasecmp(name.data, prefix.data, prefix.size) == 0) {
        return "upper and lower case differ";
    }
    if (without_quotes(name).size < name.size && starts(without_quotes(name), prefix)) {
        return "quotes are part of the name";
    }
    return bare > 0 && bare < prefix.size && name.size >= bare &&
                   strncasecmp(name.data, prefix.data, bare) == 0
               ? "the end of the prefix is lost"
               : NULL;
}

static void report(const struct subject *subject, struct span prefix, const char *miss) {
    bool user = subject->kind == NAME_USER;
    const char *hint = arena_printf(
        &subject->object->manifest->input->arena,
        "write %.*sNAME with the name that the provider gives", SPAN_ARG(prefix));
    rbac_found(subject->object, RULE_RBAC_PREFIX_MISMATCH, NULL, subject->place, hint,
               "no %s can be called \"%.*s\": the API server puts \"%.*s\" in front; %s",
               user ? "user" : "group", SPAN_ARG(subject->name), SPAN_ARG(prefix),
               miss == NULL ? "the prefix is absent" : miss);
}

/* A document that could not be read may hold the prefix. */
static bool all_was_read(const struct across *across) {
    bool all = true;
    for (size_t i = 0; i < across->count; i++) {
        const struct check_input *input = across->views[i].input;
        bool other = input->kind == INPUT_MANIFESTS || input->kind == INPUT_KUBECONFIG;
        all &= other || input->index.unread.count == 0;
    }
    return all;
}

static void check_mismatch(const struct subject *subject) {
    if (!all_was_read(subject->across)) {
        return;
    }
    const struct view_name *best = NULL;
    const char *miss = NULL;
    EACH_ISSUER(subject->across, view, issuer) {
        const struct view_name *name = name_of(issuer, subject->kind);
        if (name->claim.text.size > 0 && miss == NULL) {
            miss = near_miss(subject->name, name->prefix.text);
            best = best == NULL || miss != NULL ? name : best;
        }
    }
    if (best == NULL) {
        rbac_found(
            subject->object, RULE_RBAC_PREFIX_MISMATCH, NULL, subject->place,
            "set a groups claim and its prefix",
            "no group can be called \"%.*s\": the API server reads no groups claim",
            SPAN_ARG(subject->name));
    } else {
        report(subject, best->prefix.text, miss);
    }
}

static void check_doubled(const struct subject *subject, struct span prefix) {
    struct span rest = span_slice(subject->name, prefix.size, subject->name.size);
    bool colon = span_find(prefix, ':') + 1 == prefix.size; /* said without a config */
    if (prefix.size > 0 && starts(rest, prefix) && !colon) {
        rbac_found(subject->object, RULE_RBAC_PREFIX_DOUBLED, NULL, subject->place,
                   "write the prefix once",
                   "the prefix %.*s is there twice: the API server adds it once",
                   SPAN_ARG(prefix));
    }
}

/* An empty claim makes such a name; with a colon at its end that is said already. */
static void check_bare(const struct subject *subject, struct span prefix) {
    if (prefix.size > 0 && span_equal(subject->name, prefix) && !span_ends(prefix, ":")) {
        rbac_found(subject->object, RULE_RBAC_PREFIX_BARE, NULL, subject->place,
                   "write the name behind the prefix",
                   "\"%.*s\" is the prefix without a name: it binds whom the provider "
                   "gives an empty one",
                   SPAN_ARG(subject->name));
    }
}

/* What people may change of themselves must not make them administrators. */
static bool is_mutable(struct span claim) {
    static const char *const claims[] = {"email", "preferred_username", "name",
                                         "nickname"};
    for (size_t i = 0; i < ARRAY_SIZE(claims); i++) {
        if (span_is(claim, claims[i])) {
            return true;
        }
    }
    return false;
}

static void check_mutable(const struct subject *subject, const struct view_name *name) {
    const struct rbac_object *object = subject->object;
    const struct yaml_index *index = object->manifest->index;
    node_id reference = kube_get(index, object->root, "roleRef");
    if (subject->kind == NAME_USER && object->kind == RBAC_CLUSTER_BINDING &&
        span_is(kube_text(index, reference, "name"), "cluster-admin") &&
        is_mutable(name->claim.text)) {
        rbac_found(object, RULE_RBAC_MUTABLE_ADMIN, NULL, subject->place,
                   "bind a group, or take the user name from sub",
                   "cluster-admin hangs on the claim %.*s, which can change hands",
                   SPAN_ARG(name->claim.text));
    }
}

static void check_subject(const struct subject *subject) {
    const struct view_name *name = maker(subject);
    if (name == NULL) {
        check_mismatch(subject);
    } else if (name->expression.text.size == 0) {
        check_bare(subject, name->prefix.text);
        check_doubled(subject, name->prefix.text);
        check_mutable(subject, name);
    }
}

static void visit(const struct manifest *manifest, node_id root, void *context) {
    const struct yaml_index *index = manifest->index;
    const struct rbac_object object = {manifest, root, rbac_kind_of(manifest, root)};
    node_id list = kube_get(index, root, "subjects");
    if (!rbac_is_binding(object.kind)) {
        return;
    }
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        struct span kind = kube_text(index, item, "kind");
        const struct subject subject = {
            context, &object, span_is(kind, "User") ? NAME_USER : NAME_GROUP,
            kube_text(index, item, "name"), rbac_place(&object, item, "name")};
        bool own = span_starts(subject.name, "system:") ||
                   span_starts(subject.name, "kubeadm:") || subject.name.size == 0;
        if (!own && (span_is(kind, "User") || span_is(kind, "Group"))) {
            check_subject(&subject);
        }
    }
}

void across_subjects(struct across *across) {
    for (size_t i = 0; across->issuers > 0 && i < across->count; i++) {
        manifest_each(across->inputs[i], false, visit, across);
    }
}
