/* SPDX-License-Identifier: MIT */
#include "kube/entries.h"

static enum tauth_status refuse_kind(const struct entries *entries, node_id id,
                                     const char *what) {
    return node_report(entries->diags, RULE_OBJECT_KIND, entries->index, id,
                       "a kubeconfig has apiVersion: v1 and kind: Config", "%s", what);
}

enum tauth_status entries_open(struct entries *out, const struct yaml_index *index,
                               struct tauth_diags *diags) {
    size_t count = index->documents.count;
    if (count == 0) {
        return source_report(diags, RULE_INPUT_EMPTY, index->source, 0,
                             "write a new one: --output-file FILE --force",
                             "there is no kubeconfig in the file");
    }
    *out = (struct entries){index, index->documents.items[0].root, diags};
    if (count > 1) {
        return refuse_kind(out, index->documents.items[1].root,
                           "a kubeconfig is one document; kubectl reads no further");
    }
    if (node_at(index, out->root)->kind != NODE_MAPPING) {
        return refuse_kind(out, out->root, "the file is not a kubeconfig");
    }
    node_id kind = node_get(index, out->root, SPAN("kind"), NULL);
    node_id version = node_get(index, out->root, SPAN("apiVersion"), NULL);
    bool named = kind != 0 || version != 0 ||
                 node_get(index, out->root, SPAN("clusters"), NULL) != 0;
    if ((kind != 0 && !node_is_text(index, kind, "Config")) || !named) {
        return refuse_kind(out, kind == 0 ? out->root : kind,
                           "the file is not a kubeconfig");
    }
    return version == 0 || node_is_text(index, version, "v1")
               ? TAUTH_OK
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
        if (!span_equal(entries_text(entries, item, "name", NULL), name)) {
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
