/* SPDX-License-Identifier: MIT */
#include "talos/entry.h"

#include "model/entry.h"

struct update {
    struct talos_stream *stream;
    struct talos_merge *merge;
    struct arena *arena;
    node_id existing;
    struct want *entry;
};

static void drop_child(struct want *parent, const struct want *child) {
    struct want **link = &parent->first;
    parent->last = NULL;
    while (*link != NULL) {
        if (*link == child) {
            *link = child->next;
            continue;
        }
        parent->last = *link;
        link = &(*link)->next;
    }
}

static node_id find(const struct update *update, const char *outer, const char *inner,
                    node_id *key) {
    node_id parent =
        node_get(update->stream->index, update->existing, span_of(outer), NULL);
    node_id id =
        parent == 0 ? 0 : node_get(update->stream->index, parent, span_of(inner), key);
    bool null = id != 0 && node_is_null(update->stream->index,
                                        node_follow(update->stream->index, id));
    return null ? 0 : id;
}

/* Something of ours in the entry that the settings do not name. */
static enum tauth_status leftover(const struct update *update, node_id place,
                                  const char *what) {
    if (++update->merge->leftovers > LEFTOVERS_SHOWN) {
        return TAUTH_OK;
    }
    return node_report(update->stream->diags, RULE_LEFTOVER, update->stream->index, place,
                       update->merge->patch ? "it is kept; `merge --prune` removes it"
                                            : "it is kept; --prune removes it",
                       "%s is not among the settings", what);
}

static enum tauth_status remove_key(const struct update *update, struct want *parent,
                                    const char *key) {
    return want_child(update->arena, parent, span_of(key), WANT_REMOVE) == NULL
               ? TAUTH_NO_MEMORY
               : TAUTH_OK;
}

/* An audience policy that Kubernetes accepts beside one audience may stay. */
static enum tauth_status update_issuer(const struct update *update) {
    struct want *issuer = want_get(update->entry, SPAN("issuer"));
    want_get(issuer, SPAN("audiences"))->whole = true;
    node_id policy = find(update, "issuer", "audienceMatchPolicy", NULL);
    if (policy != 0 && want_get(issuer, SPAN("audienceMatchPolicy")) == NULL &&
        !node_is_text(update->stream->index, policy, "MatchAny")) {
        enum tauth_status status = remove_key(update, issuer, "audienceMatchPolicy");
        if (status != TAUTH_OK) {
            return status;
        }
    }
    node_id key = 0;
    bool wanted = want_get(issuer, SPAN("certificateAuthority")) != NULL;
    if (wanted || find(update, "issuer", "certificateAuthority", &key) == 0) {
        return TAUTH_OK;
    }
    return update->merge->prune ? remove_key(update, issuer, "certificateAuthority")
                                : leftover(update, key, "certificateAuthority");
}

/* An expression is the user's own: it stays until a claim is asked for by name. */
static bool is_expression(const struct update *update, node_id mapping) {
    return mapping != 0 &&
           node_get(update->stream->index, mapping, SPAN("expression"), NULL) != 0;
}

/* Bindings have the prefix of the settings, which the expression need not make. */
static enum tauth_status keep_expression(const struct update *update, node_id mapping,
                                         bool wanted, const char *what,
                                         const char *hint) {
    if (!wanted && update->merge->manifest.data == NULL) {
        return TAUTH_OK;
    }
    return node_report(
        update->stream->diags, RULE_EXPRESSION_KEPT, update->stream->index,
        node_get(update->stream->index, mapping, SPAN("expression"), NULL), hint,
        "the expression of claimMappings.%s stays: claim and prefix of the settings do "
        "not apply, and names in RBAC bindings do not follow from it",
        what);
}

static enum tauth_status update_username(const struct update *update,
                                         struct want *mappings) {
    struct want *username = want_get(mappings, SPAN("username"));
    const struct oidc *oidc = update->merge->oidc;
    bool named = oidc->username_claim.data != NULL || oidc->username_prefix.data != NULL;
    node_id key = 0;
    node_id there = find(update, "claimMappings", "username", &key);
    username->whole = true;
    bool own = is_expression(update, there) && !oidc->username_given;
    if (own) {
        drop_child(mappings, username);
        return keep_expression(update, there, named, "username",
                               "--username-claim replaces it");
    }
    if (there == 0 || named || update->merge->prune ||
        want_equals_node(username, update->stream->index, there)) {
        return TAUTH_OK;
    }
    drop_child(mappings, username);
    return leftover(update, key, "claimMappings.username");
}

static enum tauth_status update_groups(const struct update *update,
                                       struct want *mappings) {
    struct want *groups = want_get(mappings, SPAN("groups"));
    node_id key = 0;
    node_id there = find(update, "claimMappings", "groups", &key);
    bool own = is_expression(update, there) && !update->merge->oidc->groups_given;
    if (own) {
        if (groups != NULL) {
            drop_child(mappings, groups);
        }
        return keep_expression(update, there, groups != NULL, "groups",
                               "--groups-claim replaces it");
    }
    if (groups != NULL) {
        groups->whole = true;
    }
    if (groups != NULL || there == 0) {
        return TAUTH_OK;
    }
    return update->merge->prune ? remove_key(update, mappings, "groups")
                                : leftover(update, key, "claimMappings.groups");
}

/* What a mapping of the entry will be: an expression, or a claim without a prefix. */
static bool is_unprefixed(const struct update *update, const struct want *mappings,
                          const char *name) {
    const struct want *wanted = want_get(mappings, span_of(name));
    if (wanted != NULL) {
        const struct want *prefix = want_get(wanted, SPAN("prefix"));
        return wanted->kind == WANT_MAPPING && prefix != NULL && prefix->text.size == 0;
    }
    node_id there = find(update, "claimMappings", name, NULL);
    node_id prefix =
        there == 0 ? 0 : node_get(update->stream->index, there, SPAN("prefix"), NULL);
    return is_expression(update, there) ||
           (prefix != 0 &&
            node_text(update->stream->index, node_follow(update->stream->index, prefix))
                    .size == 0);
}

/* The guards follow from the entry as it will be, kept parts included. */
static enum tauth_status update_guards(const struct update *update,
                                       const struct want *mappings) {
    if (want_get(update->entry, SPAN("userValidationRules")) != NULL ||
        (!is_unprefixed(update, mappings, "username") &&
         !is_unprefixed(update, mappings, "groups"))) {
        return TAUTH_OK;
    }
    struct want *guards = authentication_guards(update->arena);
    if (guards == NULL) {
        return TAUTH_NO_MEMORY;
    }
    guards->key = SPAN("userValidationRules");
    want_adopt(update->entry, guards);
    return TAUTH_OK;
}

/* The wanted rule of a claim, taken out of the list of those still to be written. */
static struct want *take_rule(struct want *wanted, struct span claim) {
    for (struct want *rule = wanted->first; rule != NULL && rule->kind != WANT_REMOVE;
         rule = rule->next) {
        struct want *name = want_get(rule, SPAN("claim"));
        if (rule->item == 0 && span_equal(name->text, claim)) {
            return rule;
        }
    }
    return NULL;
}

static enum tauth_status update_rule(const struct update *update, struct want *wanted,
                                     node_id item) {
    const struct yaml_index *index = update->stream->index;
    node_id claim = node_get(index, item, SPAN("claim"), NULL);
    if (claim == 0) {
        return TAUTH_OK; /* an expression, written by hand */
    }
    bool named = update->merge->oidc->required_count > 0;
    struct want *rule = take_rule(wanted, node_text(index, node_follow(index, claim)));
    if (rule != NULL) {
        rule->item = item;
        rule->whole = true;
        return TAUTH_OK;
    }
    if (!named && !update->merge->prune) {
        return leftover(update, item, "a rule of claimValidationRules");
    }
    struct want *gone = want_item(update->arena, wanted, WANT_REMOVE);
    if (gone == NULL) {
        return TAUTH_NO_MEMORY;
    }
    gone->item = item;
    return TAUTH_OK;
}

static enum tauth_status update_claim_rules(const struct update *update) {
    const struct yaml_index *index = update->stream->index;
    struct want *wanted = want_get(update->entry, SPAN("claimValidationRules"));
    node_id list = node_get(index, update->existing, SPAN("claimValidationRules"), NULL);
    list = list == 0 ? 0 : node_follow(index, list);
    if (list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return TAUTH_OK;
    }
    if (wanted == NULL) {
        wanted = want_new(update->arena, WANT_SEQUENCE);
        if (wanted == NULL) {
            return TAUTH_NO_MEMORY;
        }
        wanted->key = SPAN("claimValidationRules");
    }
    for (node_id item = node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        enum tauth_status status = update_rule(update, wanted, item);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    bool adopted = want_get(update->entry, wanted->key) != NULL;
    if (!adopted && wanted->first != NULL) {
        want_adopt(update->entry, wanted);
    }
    return TAUTH_OK;
}

/* Guards that are there already, by their expression, are not written twice. */
static void update_user_rules(const struct update *update) {
    const struct yaml_index *index = update->stream->index;
    struct want *wanted = want_get(update->entry, SPAN("userValidationRules"));
    node_id list = node_get(index, update->existing, SPAN("userValidationRules"), NULL);
    list = list == 0 ? 0 : node_follow(index, list);
    if (wanted == NULL || list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return;
    }
    for (node_id item = node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id text = node_get(index, item, SPAN("expression"), NULL);
        for (struct want *rule = wanted->first; rule != NULL && text != 0;
             rule = rule->next) {
            struct want *expression = want_get(rule, SPAN("expression"));
            if (span_equal(expression->text,
                           node_text(index, node_follow(index, text)))) {
                drop_child(wanted, rule);
            }
        }
    }
    if (wanted->first == NULL) {
        drop_child(update->entry, wanted);
    }
}

enum tauth_status entry_update(struct talos_stream *stream, struct talos_merge *merge,
                               struct arena *arena, node_id existing,
                               struct want *entry) {
    struct update update = {stream, merge, arena, existing, entry};
    struct want *mappings = want_get(entry, SPAN("claimMappings"));
    enum tauth_status status = update_issuer(&update);
    if (status == TAUTH_OK) {
        status = update_username(&update, mappings);
    }
    if (status == TAUTH_OK) {
        status = update_groups(&update, mappings);
    }
    if (status == TAUTH_OK) {
        status = update_guards(&update, mappings);
    }
    if (status == TAUTH_OK && mappings->first == NULL) {
        drop_child(entry, mappings);
    }
    if (status == TAUTH_OK) {
        status = update_claim_rules(&update);
        update_user_rules(&update);
    }
    return status;
}
