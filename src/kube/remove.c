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
    const struct kubeconfig_removal *what;
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
    struct want *list = want_get(removal->root, span_of(kind));
    if (list == NULL) {
        list = want_child(arena, removal->root, span_of(kind), WANT_SEQUENCE);
    }
    for (struct want *at = list == NULL ? NULL : list->first; at != NULL; at = at->next) {
        if (at->item == item) { /* named twice, or shared by two that go */
            return TAUTH_OK;
        }
    }
    struct want *want = list == NULL ? NULL : want_item(arena, list, WANT_REMOVE);
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    want->item = item;
    return TAUTH_OK;
}

/* True when a context that stays has this cluster or user. */
static bool is_used(const struct removal *removal, const char *key, struct span name) {
    const struct want *gone = want_get(removal->root, SPAN("contexts"));
    size_t uses = entries_uses(&removal->entries, key, name);
    for (const struct want *at = gone->first; at != NULL; at = at->next) {
        struct span used = entries_text(&removal->entries, at->item, "context", key);
        uses -= used.data != NULL && span_equal(used, name);
    }
    return uses > 0;
}

/* The cluster or user of a context, when no context that stays has it. */
static enum tauth_status remove_only_use(const struct removal *removal, const char *kind,
                                         const char *key, node_id context) {
    struct span name = entries_text(&removal->entries, context, "context", key);
    node_id item = 0;
    if (name.data == NULL || is_used(removal, key, name)) {
        return TAUTH_OK;
    }
    enum tauth_status status = entries_find(&removal->entries, kind, name, &item);
    return status != TAUTH_OK || item == 0 ? status : remove_item(removal, kind, item);
}

/* kubectl would look for a context that is gone. */
static enum tauth_status leave_current(const struct removal *removal, struct span name) {
    const struct yaml_index *index = removal->entries.index;
    node_id current =
        node_get(index, removal->entries.root, SPAN("current-context"), NULL);
    if (current == 0 || name.data == NULL ||
        !span_equal(entries_text(&removal->entries, removal->entries.root,
                                 "current-context", NULL),
                    name)) {
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

static enum tauth_status remove_context(const struct removal *removal, const char *name) {
    node_id context = 0;
    enum tauth_status status =
        entries_find(&removal->entries, "contexts", span_of(name), &context);
    if (status == TAUTH_OK && context == 0) {
        return removal->what->may_be_gone ? TAUTH_OK : refuse_unknown(removal, name);
    }
    return status == TAUTH_OK ? remove_item(removal, "contexts", context) : status;
}

/* When all contexts are known that go. */
static enum tauth_status remove_rest(const struct removal *removal) {
    const struct want *gone = want_get(removal->root, SPAN("contexts"));
    enum tauth_status status = TAUTH_OK;
    for (const struct want *at = gone == NULL ? NULL : gone->first;
         at != NULL && status == TAUTH_OK; at = at->next) {
        status = remove_only_use(removal, "clusters", "cluster", at->item);
        if (status == TAUTH_OK) {
            status = remove_only_use(removal, "users", "user", at->item);
        }
        if (status == TAUTH_OK) {
            status = leave_current(
                removal, entries_text(&removal->entries, at->item, "name", NULL));
        }
    }
    return status;
}

enum tauth_status kubeconfig_remove_plan(struct edit *edit,
                                         const struct kubeconfig_removal *what) {
    struct removal removal = {.edit = edit, .what = what};
    edit->reader = "kubectl";
    removal.root = want_new(edit->arena, WANT_MAPPING);
    enum tauth_status status = entries_open(&removal.entries, edit->index, edit->diags);
    if (status == TAUTH_OK && removal.root == NULL) {
        return TAUTH_NO_MEMORY;
    }
    for (size_t i = 0; i < what->count && status == TAUTH_OK; i++) {
        status = remove_context(&removal, what->contexts[i]);
    }
    if (status == TAUTH_OK) {
        status = remove_rest(&removal);
    }
    return status == TAUTH_OK ? edit_document(edit, 0, removal.root) : status;
}
