/* SPDX-License-Identifier: MIT */
#include "edit/children.h"

#include "base/strset.h"

static node_id merged_value(const struct edit *edit, node_id mapping, struct span key);

/* The value in a mapping that `<<` names, or in one that it merges in turn. */
static node_id value_in(const struct edit *edit, node_id mapping, struct span key) {
    node_id value = node_get(edit->index, mapping, key, NULL);
    return value != 0 ? value : merged_value(edit, mapping, key);
}

/* The value that a key gets through `<<`, or 0; anchors never contain themselves. */
static node_id merged_value(const struct edit *edit, node_id mapping, struct span key) {
    node_id merge = node_get(edit->index, mapping, SPAN("<<"), NULL);
    if (merge == 0) {
        return 0;
    }
    const struct node *node = edit_node(edit, node_follow(edit->index, merge));
    if (node->kind != NODE_SEQUENCE) {
        return value_in(edit, merge, key);
    }
    node_id value = 0;
    for (node_id at = node->first; at != 0 && value == 0;
         at = edit_node(edit, at)->next) {
        value = value_in(edit, at, key);
    }
    return value;
}

/* A wanted key that is not in the mapping itself. */
static enum tauth_status plan_absent(struct edit *edit, const struct place *place,
                                     struct want *want, struct want *inserts) {
    node_id merged = merged_value(edit, place->value, want->key);
    bool scalar = want->kind == WANT_STRING || want->kind == WANT_PLAIN;
    if (merged != 0 && !scalar) {
        return node_report(edit->diags, RULE_MERGE_KEY, edit->index, place->value,
                           "write the values out here first",
                           "%.*s comes through a merge key (<<), which is not edited",
                           SPAN_ARG(want->key));
    }
    if (want_only_removes(want) ||
        (merged != 0 && want_equals_node(want, edit->index, merged))) {
        return TAUTH_OK;
    }
    want_prune(want);
    struct want *copy = ARENA_NEW(edit->arena, struct want);
    if (copy == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *copy = *want;
    copy->next = NULL;
    if (inserts->first == NULL) {
        inserts->first = copy;
    } else {
        inserts->last->next = copy;
    }
    inserts->last = copy;
    return TAUTH_OK;
}

static enum tauth_status plan_present(struct edit *edit, const struct place *place,
                                      struct child *child, struct want *want) {
    if (want->kind == WANT_REMOVE) {
        child->removed = true;
        return TAUTH_OK;
    }
    bool flow = edit_node(edit, place->value)->style == STYLE_FLOW;
    struct place inner = {
        .key = child->key,
        .value = child->value,
        .mark = place_colon(edit, child->key, child->value),
        .column = source_column(edit_source(edit), place_entry_start(edit, child->key)),
        .shared = place->shared,
        .flow = flow,
        .style = place->style,
    };
    /* In a sequence item the levels are counted from its dash. */
    inner.base = place->key == 0 && place->mark != 0 ? place->column : inner.column;
    return plan_value(edit, &inner, want);
}

static struct span name_of(const struct edit *edit, const struct child *child) {
    return node_text(edit->index, node_follow(edit->index, child->key));
}

/* The children by their names, so that many wanted keys stay linear. */
static enum tauth_status index_names(const struct edit *edit,
                                     const struct children *children,
                                     struct strset *names) {
    for (size_t i = 0; i < children->items.count; i++) {
        struct span name = name_of(edit, &children->items.items[i]);
        if (strset_add(names, name, (uint32_t)i + 1) == 0) {
            return TAUTH_NO_MEMORY;
        }
    }
    return TAUTH_OK;
}

static enum tauth_status collect(struct edit *edit, const struct place *place,
                                 struct want *want, struct children *children,
                                 struct want *inserts) {
    _cleanup_(strset_deinit) struct strset names = {0};
    enum tauth_status status = children_of_mapping(edit, place->value, children);
    if (status == TAUTH_OK) {
        status = index_names(edit, children, &names);
    }
    if (status == TAUTH_OK && !want_index(edit->arena, want)) {
        status = TAUTH_NO_MEMORY;
    }
    for (size_t i = 0; want->whole && i < children->items.count && status == TAUTH_OK;
         i++) {
        struct child *child = &children->items.items[i];
        child->removed = want_get(want, name_of(edit, child)) == NULL;
    }
    for (struct want *next = want->first; next != NULL && status == TAUTH_OK;
         next = next->next) {
        uint32_t found = strset_find(&names, next->key);
        status = found == 0
                     ? plan_absent(edit, place, next, inserts)
                     : plan_present(edit, place, &children->items.items[found - 1], next);
    }
    return status;
}

/* A mapping with `$patch: delete` stands for a removal; what is beside it is ignored. */
static enum tauth_status refuse_selector(struct edit *edit, const struct place *place,
                                         size_t splices) {
    node_id key = 0;
    bool changed = edit->splices.count > splices;
    if (!changed || node_get(edit->index, place->value, SPAN("$patch"), &key) == 0) {
        return TAUTH_OK;
    }
    return node_report(
        edit->diags, RULE_PATCH_DIRECTIVE, edit->index, key,
        "remove the $patch line first if values belong here",
        "this mapping is a Talos delete selector; keys beside it are ignored");
}

enum tauth_status plan_mapping(struct edit *edit, const struct place *place,
                               struct want *want) {
    _cleanup_(children_deinit) struct children children = {0};
    struct want inserts = {.kind = WANT_MAPPING};
    size_t splices = edit->splices.count;
    enum tauth_status status = collect(edit, place, want, &children, &inserts);
    if (status == TAUTH_OK) {
        bool flow = edit_node(edit, place->value)->style == STYLE_FLOW;
        status = flow ? children_change_flow(edit, place, &children, &inserts)
                      : children_change_block(edit, place, &children, &inserts);
    }
    return status == TAUTH_OK ? refuse_selector(edit, place, splices) : status;
}
