/* SPDX-License-Identifier: MIT */
#include "check/view/entry.h"

#include "check/input/manifest.h"

struct writer {
    struct arena *arena;
    const struct view *view;
};

static bool add(const struct writer *writer, struct fact *parent, const char *name,
                const char *text, node_id node) {
    struct fact *fact = text == NULL ? NULL : fact_add(writer->arena, parent, name, text);
    if (fact == NULL) {
        return false;
    }
    struct position place = view_position(writer->view, node);
    fact->line = place.line;
    fact->column = place.column;
    return true;
}

/* The text under a key, where there is one. */
static bool add_key(const struct writer *writer, struct fact *parent, const char *name,
                    node_id mapping, const char *key) {
    const struct yaml_index *index = writer->view->index;
    node_id node = kube_get(index, mapping, key);
    bool text = node != 0 && node_at(index, node)->kind == NODE_SCALAR;
    return !text || add(writer, parent, name,
                        arena_copy(writer->arena, node_text(index, node)), node);
}

/* The expressions in a list of rules. */
static bool add_rules(const struct writer *writer, struct fact *issuer, const char *list,
                      const char *name, node_id rules) {
    struct fact *facts = fact_list(writer->arena, issuer, list);
    bool good = facts != NULL;
    for (node_id at = kube_first(writer->view->index, rules); good && at != 0;
         at = kube_next(writer->view->index, at)) {
        node_id rule = node_follow(writer->view->index, at);
        good = add_key(writer, facts, name, rule, "expression");
    }
    return good;
}

static bool add_extra(const struct writer *writer, struct fact *issuer, node_id list) {
    const struct yaml_index *index = writer->view->index;
    struct fact *facts = fact_list(writer->arena, issuer, "extra");
    bool good = facts != NULL;
    for (node_id at = kube_first(index, list); good && at != 0;
         at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        struct span key = kube_text(index, item, "key");
        struct span value = kube_text(index, item, "valueExpression");
        good = add(
            writer, facts, "extra",
            arena_printf(writer->arena, "%.*s = %.*s", SPAN_ARG(key), SPAN_ARG(value)),
            item);
    }
    return good;
}

static bool add_uid(const struct writer *writer, struct fact *issuer, node_id uid) {
    struct fact *fact = uid == 0 ? NULL : fact_add(writer->arena, issuer, "uid", NULL);
    return uid == 0 || (fact != NULL && add_key(writer, fact, "claim", uid, "claim") &&
                        add_key(writer, fact, "expression", uid, "expression"));
}

bool entry_add(struct arena *arena, const struct view *view, node_id entry,
               struct fact *issuer) {
    const struct writer writer = {arena, view};
    const struct yaml_index *index = view->index;
    if (entry == 0) {
        return true;
    }
    node_id mappings = kube_get(index, entry, "claimMappings");
    return add_key(&writer, issuer, "discoveryURL", kube_get(index, entry, "issuer"),
                   "discoveryURL") &&
           add_rules(&writer, issuer, "claimRules", "claim rule",
                     kube_get(index, entry, "claimValidationRules")) &&
           add_uid(&writer, issuer, kube_get(index, mappings, "uid")) &&
           add_extra(&writer, issuer, kube_get(index, mappings, "extra")) &&
           add_rules(&writer, issuer, "userRules", "user rule",
                     kube_get(index, entry, "userValidationRules"));
}
