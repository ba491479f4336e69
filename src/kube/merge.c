/* SPDX-License-Identifier: MIT */
#include "kube/adapt.h"
#include "yaml/sops.h"

static enum tauth_status refuse_encrypted(const struct merge *merge, node_id id) {
    const struct entries *entries = &merge->entries;
    return sops_refuse_values(entries->index, id, entries->encrypted, entries->diags);
}

/* Items that are there by name are changed, the others appended. */
static enum tauth_status merge_list(const struct merge *merge, const char *kind,
                                    struct want *wanted, adapt_item *adapt) {
    struct want *list = want_get(wanted, span_of(kind));
    enum tauth_status status = TAUTH_OK;
    for (struct want *item = list->first; item != NULL && status == TAUTH_OK;
         item = item->next) {
        status =
            entries_find(&merge->entries, kind, want_text(item, "name"), &item->item);
        if (status == TAUTH_OK) {
            status = refuse_encrypted(merge, item->item);
        }
        if (status == TAUTH_OK && item->item != 0) {
            status = adapt(merge, item->item, item);
        }
    }
    if (status == TAUTH_OK) {
        struct want *copy =
            want_child(merge->edit->arena, merge->root, list->key, WANT_SEQUENCE);
        if (copy == NULL) {
            return TAUTH_NO_MEMORY;
        }
        copy->first = list->first;
        copy->last = list->last;
    }
    return status;
}

static enum tauth_status use_context(const struct merge *merge) {
    const struct entries *entries = &merge->entries;
    static const char key[] = "current-context";
    struct span name = span_of(merge->how->wanted->current_context);
    enum tauth_status status = refuse_encrypted(
        merge, node_get(entries->index, entries->root, span_of(key), NULL));
    bool kept = status == TAUTH_OK &&
                want_string(merge->edit->arena, merge->root, key, name) != NULL;
    return status == TAUTH_OK && !kept ? TAUTH_NO_MEMORY : status;
}

enum tauth_status kubeconfig_merge_plan(struct edit *edit,
                                        const struct kubeconfig_merge *how) {
    struct merge merge = {.edit = edit, .how = how};
    struct arena *arena = edit->arena;
    edit->usual = &emit_kubernetes_style;
    edit->reader = "kubectl";
    enum tauth_status status = entries_open(&merge.entries, edit->index, edit->diags);
    struct want *wanted = kubeconfig_want(arena, how->wanted);
    merge.root = want_new(arena, WANT_MAPPING);
    if (status != TAUTH_OK || wanted == NULL || merge.root == NULL) {
        return status != TAUTH_OK ? status : TAUTH_NO_MEMORY;
    }
    status = merge_list(&merge, "clusters", wanted, adapt_cluster);
    if (status == TAUTH_OK) {
        status = merge_list(&merge, "contexts", wanted, adapt_context);
    }
    if (status == TAUTH_OK) {
        status = merge_list(&merge, "users", wanted, adapt_user);
    }
    if (status == TAUTH_OK && how->use) {
        status = use_context(&merge);
    }
    return status == TAUTH_OK ? edit_document(edit, 0, merge.root) : status;
}
