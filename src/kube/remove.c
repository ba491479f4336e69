/* SPDX-License-Identifier: MIT */
#include "base/status.h"
#include "kube/entries.h"
#include "kube/kubeconfig.h"
#include "text/nearest.h"
#include "yaml/sops.h"

struct removal {
    struct entries entries;
    struct edit *edit;
    struct want *root;
};

static enum tauth_status remove_item(const struct removal *removal, const char *kind,
                                     node_id item) {
    const struct entries *entries = &removal->entries;
    struct arena *arena = removal->edit->arena;
    enum tauth_status status =
        sops_refuse_values(entries->index, item, entries->encrypted, entries->diags);
    if (status != TAUTH_OK) {
        return status;
    }
    struct want *list = want_child(arena, removal->root, span_of(kind), WANT_SEQUENCE);
    struct want *want = list == NULL ? NULL : want_item(arena, list, WANT_REMOVE);
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    want->item = item;
    return TAUTH_OK;
}

/* The cluster or user of a context, when no other context has it. */
static enum tauth_status remove_only_use(const struct removal *removal, const char *kind,
                                         const char *key, node_id context) {
    struct span name = entries_text(&removal->entries, context, "context", key);
    node_id item = 0;
    if (name.data == NULL || entries_uses(&removal->entries, key, name) > 1) {
        return TAUTH_OK;
    }
    enum tauth_status status = entries_find(&removal->entries, kind, name, &item);
    return status != TAUTH_OK || item == 0 ? status : remove_item(removal, kind, item);
}

/* kubectl would look for a context that is gone. */
static enum tauth_status leave_current(const struct removal *removal, const char *name) {
    const struct yaml_index *index = removal->entries.index;
    node_id current =
        node_get(index, removal->entries.root, SPAN("current-context"), NULL);
    if (current == 0 || !node_is_text(index, node_follow(index, current), name)) {
        return TAUTH_OK;
    }
    if (want_string(removal->edit->arena, removal->root, "current-context", SPAN("")) ==
        NULL) {
        return TAUTH_NO_MEMORY;
    }
    return node_report(removal->entries.diags, RULE_CURRENT_CONTEXT, index, current,
                       "kubectl config use-context NAME chooses another",
                       "it was the current context; there is none now");
}

struct names {
    const struct entries *entries;
    struct arena *arena;
};

static const char *context_name(const void *context, size_t index) {
    const struct names *names = context;
    node_id list = entries_list(names->entries, "contexts");
    node_id item = list == 0 ? 0 : node_at(names->entries->index, list)->first;
    while (item != 0 && index-- > 0) {
        item = node_at(names->entries->index, item)->next;
    }
    return item == 0 ? NULL
                     : arena_copy(names->arena,
                                  entries_text(names->entries, item, "name", NULL));
}

static enum tauth_status refuse_unknown(const struct removal *removal, const char *name) {
    struct arena *arena = removal->edit->arena;
    const struct names names = {&removal->entries, arena};
    const char *near = nearest(name, context_name, &names);
    const char *hint = near == NULL
                           ? "kubectl config get-contexts --kubeconfig FILE lists them"
                           : arena_printf(arena, "did you mean %s?", near);
    node_id place =
        node_get(removal->entries.index, removal->entries.root, SPAN("contexts"), NULL);
    return hint == NULL ? TAUTH_NO_MEMORY
                        : node_report(removal->entries.diags, RULE_NO_CONTEXT,
                                      removal->entries.index,
                                      place == 0 ? removal->entries.root : place, hint,
                                      "there is no context \"%s\"", name);
}

enum tauth_status kubeconfig_remove_plan(struct edit *edit, const char *name) {
    struct removal removal = {.edit = edit};
    edit->reader = "kubectl";
    removal.root = want_new(edit->arena, WANT_MAPPING);
    node_id context = 0;
    enum tauth_status status = entries_open(&removal.entries, edit->index, edit->diags);
    if (status == TAUTH_OK) {
        status = entries_find(&removal.entries, "contexts", span_of(name), &context);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    if (context == 0) {
        return refuse_unknown(&removal, name);
    }
    status = removal.root == NULL ? TAUTH_NO_MEMORY
                                  : remove_item(&removal, "contexts", context);
    if (status == TAUTH_OK) {
        status = remove_only_use(&removal, "clusters", "cluster", context);
    }
    if (status == TAUTH_OK) {
        status = remove_only_use(&removal, "users", "user", context);
    }
    if (status == TAUTH_OK) {
        status = leave_current(&removal, name);
    }
    return status == TAUTH_OK ? edit_document(edit, 0, removal.root) : status;
}
