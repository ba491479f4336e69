/* SPDX-License-Identifier: MIT */
#include "kube/entries.h"

#include "yaml/sops.h"

static enum tauth_status refuse_kind(const struct entries *entries, node_id id,
                                     const char *what) {
    return node_report(entries->diags, RULE_OBJECT_KIND, entries->index, id,
                       "a kubeconfig has apiVersion: v1 and kind: Config", "%s", what);
}

/* kubectl reads the first document only; a `---` with nothing below it harms nobody. */
static enum tauth_status refuse_documents(const struct entries *entries) {
    const struct yaml_index *index = entries->index;
    for (size_t i = 1; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (!node_is_null(index, root)) {
            return node_report(entries->diags, RULE_OBJECT_KIND, index, root,
                               "move what is below `---` to a file of its own",
                               "a kubeconfig is one document; kubectl reads no further");
        }
    }
    return TAUTH_OK;
}

/* kubectl needs neither kind nor apiVersion; then a key must tell it from other files. */
static bool is_kubeconfig(const struct entries *entries) {
    static const char *const keys[] = {"kind",       "apiVersion", "clusters",
                                       "contexts",   "users",      "current-context",
                                       "preferences"};
    bool any = node_at(entries->index, entries->root)->size == 0;
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        any |= node_get(entries->index, entries->root, span_of(keys[i]), NULL) != 0;
    }
    return any;
}

enum tauth_status entries_open(struct entries *out, const struct yaml_index *index,
                               struct tauth_diags *diags) {
    if (index->documents.count == 0) {
        return source_report(diags, RULE_INPUT_EMPTY, index->source, 0,
                             "write a new one: --output-file FILE --force",
                             "there is no kubeconfig in the file");
    }
    *out =
        (struct entries){index, index->documents.items[0].root, diags, "use `sops edit`"};
    enum tauth_status status = sops_refuse_document(index, out->root, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    node_id kind = node_get(index, out->root, SPAN("kind"), NULL);
    node_id version = node_get(index, out->root, SPAN("apiVersion"), NULL);
    bool other = kind != 0 && !node_is_text(index, kind, "Config");
    if (node_at(index, out->root)->kind != NODE_MAPPING || other || !is_kubeconfig(out)) {
        return refuse_kind(out, kind == 0 ? out->root : kind,
                           "the file is not a kubeconfig");
    }
    return version == 0 || node_is_text(index, version, "v1")
               ? refuse_documents(out)
               : refuse_kind(out, version, "kubeconfigs have another apiVersion");
}

node_id entries_list(const struct entries *entries, const char *kind) {
    const struct yaml_index *index = entries->index;
    node_id list = node_get(index, entries->root, span_of(kind), NULL);
    list = list == 0 ? 0 : node_follow(index, list);
    return list != 0 && node_at(index, list)->kind == NODE_SEQUENCE ? list : 0;
}

static struct span text_of(const struct entries *entries, node_id id) {
    id = id == 0 ? 0 : node_follow(entries->index, id);
    return id == 0 || node_at(entries->index, id)->kind != NODE_SCALAR
               ? (struct span){NULL, 0}
               : node_text(entries->index, id);
}

struct span entries_text(const struct entries *entries, node_id entry, const char *outer,
                         const char *inner) {
    return text_of(entries, node_path(entries->index, entry, outer, inner, NULL));
}

enum tauth_status entries_find(const struct entries *entries, const char *kind,
                               struct span name, node_id *out) {
    const struct yaml_index *index = entries->index;
    node_id list = entries_list(entries, kind), found = 0;
    node_id item = list == 0 ? 0 : node_at(index, list)->first;
    for (; item != 0; item = node_at(index, item)->next) {
        struct span there = entries_text(entries, item, "name", NULL);
        if (is_encrypted(there)) { /* it may be the one */
            return sops_refuse_values(index, node_get(index, item, SPAN("name"), NULL),
                                      entries->encrypted, entries->diags);
        }
        if (!span_equal(there, name)) {
            continue;
        }
        if (found != 0) {
            return node_report(entries->diags, RULE_NAME_TWICE, index, item,
                               "remove one of the two",
                               "duplicate name \"%.*s\" in list: the first one is on "
                               "line %u",
                               SPAN_ARG(name), node_line(index, found));
        }
        found = item;
    }
    *out = found;
    return TAUTH_OK;
}

size_t entries_uses(const struct entries *entries, const char *key, struct span name) {
    const struct yaml_index *index = entries->index;
    node_id list = entries_list(entries, "contexts");
    size_t uses = 0;
    for (node_id item = list == 0 ? 0 : node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        struct span used = entries_text(entries, item, "context", key);
        uses += used.data != NULL && span_equal(used, name);
    }
    return uses;
}
