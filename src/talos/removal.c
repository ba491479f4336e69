/* SPDX-License-Identifier: MIT */
#include "talos/removal.h"

#include "talos/refuse.h"

enum tauth_status removal_drop(const struct removal *removal, struct want *parent,
                               struct span key, node_id item) {
    struct want *gone = want_child(removal->edit->arena, parent, key, WANT_REMOVE);
    if (gone == NULL) {
        return TAUTH_NO_MEMORY;
    }
    gone->item = item;
    return refuse_encrypted(removal->stream, item);
}

static struct want *parent_at(const struct removal *removal, const char *const *path) {
    struct want *parent = removal->root;
    for (; *path != NULL && parent != NULL; path++) {
        struct want *there = want_get(parent, span_of(*path));
        enum want_kind kind = path[1] == NULL ? WANT_SEQUENCE : WANT_MAPPING;
        parent = there != NULL
                     ? there
                     : want_child(removal->edit->arena, parent, span_of(*path), kind);
    }
    return parent;
}

enum tauth_status removal_drop_items(const struct removal *removal,
                                     const struct own_items *items,
                                     const char *const *path) {
    enum tauth_status status = TAUTH_OK;
    for (node_id item = talos_own_item(removal->stream, items, 0);
         item != 0 && status == TAUTH_OK;
         item = talos_own_item(removal->stream, items, item)) {
        status = removal_drop(removal, parent_at(removal, path), (struct span){0}, item);
    }
    return status;
}

enum tauth_status removal_keep(const struct removal *removal, node_id place,
                               const char *hint, const char *what) {
    return node_report(removal->stream->diags, RULE_KEPT, removal->stream->index, place,
                       hint, "%s stays", what);
}

enum tauth_status removal_check_kind(const struct removal *removal, node_id id,
                                     enum node_kind kind, const char *name) {
    const struct yaml_index *index = removal->stream->index;
    if (id == 0 || node_at(index, id)->kind == kind) {
        return TAUTH_OK;
    }
    return node_report(removal->stream->diags, RULE_WRONG_TYPE, index, id,
                       "correct the type first; the node cannot read it either",
                       "%s must be a %s", name,
                       kind == NODE_MAPPING ? "mapping" : "sequence");
}

void removal_write_urls(const struct yaml_index *index, node_id jwt, struct buf *out) {
    for (node_id item = node_at(index, jwt)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id url = node_path(index, item, "issuer", "url", NULL);
        struct span text =
            url == 0 ? SPAN("(without url)") : node_text(index, node_follow(index, url));
        buf_printf(out, " %.*s", SPAN_ARG(text));
    }
}
