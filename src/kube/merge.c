/* SPDX-License-Identifier: MIT */
#include "kube/entries.h"
#include "kube/kubeconfig.h"
#include "yaml/sops.h"

struct merge {
    struct entries entries;
    struct edit *edit;
    const struct kubeconfig_merge *how;
    struct want *root;
};

static const char issuer_flag[] = "--oidc-issuer-url=";

static struct span text_in(const struct want *want, const char *key) {
    const struct want *child = want_get(want, span_of(key));
    return child == NULL ? (struct span){NULL, 0} : child->text;
}

/* An entry of somebody else: with --force everything in it is replaced. */
static enum tauth_status take_over(const struct merge *merge, node_id entry,
                                   struct want *body, const char *what,
                                   const char *option) {
    if (merge->how->force) {
        body->whole = true;
        return TAUTH_OK;
    }
    struct arena *arena = merge->edit->arena;
    struct span name = entries_text(&merge->entries, entry, "name", NULL);
    const char *hint =
        arena_printf(arena, "give it another name (%s), or replace it (--force)", option);
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : node_report(merge->entries.diags, RULE_NAME_TAKEN, merge->entries.index,
                             entry, hint, "\"%.*s\" is there already, and it is %s",
                             SPAN_ARG(name), what);
}

static struct want *remove_key(const struct merge *merge, struct want *mapping,
                               const char *key) {
    return want_child(merge->edit->arena, mapping, span_of(key), WANT_REMOVE);
}

/* Contexts that name a cluster or user, besides those that are wanted. */
static size_t other_uses(const struct merge *merge, const char *key, struct span name) {
    size_t uses = entries_uses(&merge->entries, key, name);
    const struct kubeconfig *wanted = merge->how->wanted;
    for (uint32_t i = 0; i < wanted->contexts_count && uses > 0; i++) {
        node_id entry = 0;
        struct span context = span_of(wanted->contexts[i].name);
        bool there =
            entries_find(&merge->entries, "contexts", context, &entry) == TAUTH_OK &&
            entry != 0;
        struct span used = entries_text(&merge->entries, entry, "context", key);
        uses -= there && span_equal(used, name);
    }
    return uses;
}

/* Other contexts, such as that of the administrator, would trust another CA from now on. */
static enum tauth_status warn_authority(const struct merge *merge, node_id entry,
                                        const struct want *item) {
    static const char key[] = "certificate-authority-data";
    struct span name = text_in(item, "name");
    struct span there = entries_text(&merge->entries, entry, "cluster", key);
    bool same = span_equal(there, text_in(want_get(item, SPAN("cluster")), key));
    return same || other_uses(merge, "cluster", name) == 0
               ? TAUTH_OK
               : node_report(merge->entries.diags, RULE_CLUSTER_CA_REPLACED,
                             merge->entries.index, entry,
                             "--cluster NAME makes an entry of its own",
                             "other contexts use \"%.*s\" too, and it gets another CA",
                             SPAN_ARG(name));
}

/* The same server is the same cluster; its CA may be a new one. */
static enum tauth_status adapt_cluster(const struct merge *merge, node_id entry,
                                       struct want *item) {
    struct want *cluster = want_get(item, SPAN("cluster"));
    struct span there = entries_text(&merge->entries, entry, "cluster", "server");
    if (there.data == NULL || !span_equal(there, text_in(cluster, "server"))) {
        return take_over(merge, entry, cluster, "another cluster", "--cluster");
    }
    enum tauth_status status = warn_authority(merge, entry, item);
    /* kubectl refuses them beside certificate-authority-data, or warns */
    return remove_key(merge, cluster, "certificate-authority") == NULL ||
                   remove_key(merge, cluster, "insecure-skip-tls-verify") == NULL
               ? TAUTH_NO_MEMORY
               : status;
}

static enum tauth_status adapt_context(const struct merge *merge, node_id entry,
                                       struct want *item) {
    static const char *const keys[] = {"cluster", "user"};
    struct want *context = want_get(item, SPAN("context"));
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        struct span there = entries_text(&merge->entries, entry, "context", keys[i]);
        if (there.data == NULL || !span_equal(there, text_in(context, keys[i]))) {
            return take_over(merge, entry, context,
                             "a context of another cluster or user", "--context");
        }
    }
    return TAUTH_OK;
}

static node_id args_of(const struct merge *merge, node_id entry) {
    node_id args = node_path(merge->entries.index, entry, "user", "exec", "args", NULL);
    return args == 0 ? 0 : node_follow(merge->entries.index, args);
}

/* True for a user that has nothing but kubelogin, with this issuer. */
static bool logs_in_at(const struct merge *merge, node_id entry, struct span issuer) {
    const struct yaml_index *index = merge->entries.index;
    node_id user = node_get(index, entry, SPAN("user"), NULL);
    node_id args = args_of(merge, entry);
    if (args == 0 || node_at(index, args)->kind != NODE_SEQUENCE ||
        node_at(index, node_follow(index, user))->size != 2) {
        return false;
    }
    for (node_id at = node_at(index, args)->first; at != 0;
         at = node_at(index, at)->next) {
        struct span text = node_text(index, node_follow(index, at));
        if (span_starts(text, issuer_flag)) {
            return span_equal(text, issuer);
        }
    }
    return false;
}

static enum tauth_status adapt_user(const struct merge *merge, node_id entry,
                                    struct want *item) {
    struct want *user = want_get(item, SPAN("user"));
    struct want *exec = want_get(user, SPAN("exec"));
    struct want *args = want_get(exec, SPAN("args"));
    args->whole = true;
    struct span issuer = {NULL, 0};
    for (const struct want *at = args->first; at != NULL; at = at->next) {
        issuer = span_starts(at->text, issuer_flag) ? at->text : issuer;
    }
    if (!logs_in_at(merge, entry, issuer)) {
        exec->whole = merge->how->force;
        return take_over(merge, entry, user, "another user", "--user");
    }
    bool same = want_equals_node(args, merge->entries.index, args_of(merge, entry));
    return same || other_uses(merge, "user", text_in(item, "name")) == 0
               ? TAUTH_OK
               : take_over(merge, entry, user,
                           "the user of other contexts too, who logs in otherwise",
                           "--user");
}

static enum tauth_status refuse_encrypted(const struct merge *merge, node_id id) {
    const struct entries *entries = &merge->entries;
    return sops_refuse_values(entries->index, id, entries->encrypted, entries->diags);
}

typedef enum tauth_status adapt_item(const struct merge *merge, node_id entry,
                                     struct want *item);

/* Items that are there by name are changed, the others appended. */
static enum tauth_status merge_list(const struct merge *merge, const char *kind,
                                    struct want *wanted, adapt_item *adapt) {
    struct want *list = want_get(wanted, span_of(kind));
    enum tauth_status status = TAUTH_OK;
    for (struct want *item = list->first; item != NULL && status == TAUTH_OK;
         item = item->next) {
        status = entries_find(&merge->entries, kind, text_in(item, "name"), &item->item);
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
