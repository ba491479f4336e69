/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

static enum tauth_status refuse_alias(struct edit *edit, const struct place *place) {
    struct span name = node_anchor(edit->index, place->value);
    struct span key =
        place->key == 0 ? SPAN("the item") : node_text(edit->index, place->key);
    return node_report(edit->diags, RULE_SHARED_NODE, edit->index, place->value,
                       "write the values out here first",
                       "%.*s is *%.*s: a change here would change every use of it",
                       SPAN_ARG(key), SPAN_ARG(name));
}

/* A null or a flow collection without children: something to be filled. */
static bool is_vacant(const struct edit *edit, node_id id) {
    const struct node *node = edit_node(edit, id);
    return node_is_null(edit->index, id) ||
           (node->kind != NODE_SCALAR && node->kind != NODE_ALIAS && node->size == 0);
}

static enum tauth_status plan_collection(struct edit *edit, const struct place *place,
                                         struct want *want) {
    bool mapping = want->kind == WANT_MAPPING;
    const struct node *node = edit_node(edit, place->value);
    enum node_kind kind = mapping ? NODE_MAPPING : NODE_SEQUENCE;
    if (want_only_removes(want) && node_is_null(edit->index, place->value)) {
        return TAUTH_OK;
    }
    if (node->kind == NODE_ALIAS) {
        node_id target = node_follow(edit->index, place->value);
        return want_equals_node(want, edit->index, target) ? TAUTH_OK
                                                           : refuse_alias(edit, place);
    }
    if (node->kind == kind && node->size > 0) {
        return mapping ? plan_mapping(edit, place, want)
                       : plan_sequence(edit, place, want);
    }
    bool fits = node->kind == kind || node_is_null(edit->index, place->value);
    bool argument = !mapping && want->whole && node->kind == NODE_SCALAR;
    if (!fits && !argument) { /* Talos takes a string or a list as an argument */
        return place_refuse_type(edit, place, mapping ? "a mapping" : "a sequence");
    }
    if (is_vacant(edit, place->value) && want_only_removes(want)) {
        return TAUTH_OK;
    }
    return plan_fill(edit, place, want);
}

enum tauth_status plan_value(struct edit *edit, const struct place *place,
                             struct want *want) {
    struct place here = *place;
    here.shared = place_shared(edit, place->value, place->shared);
    bool leaf = want->kind == WANT_STRING || want->kind == WANT_PLAIN;
    if ((leaf || want->whole) && want_equals_node(want, edit->index, here.value)) {
        return TAUTH_OK;
    }
    return leaf ? plan_scalar(edit, &here, want) : plan_collection(edit, &here, want);
}
