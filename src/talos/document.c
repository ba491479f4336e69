/* SPDX-License-Identifier: MIT */
#include "talos/stream.h"
#include "text/path.h"

node_id talos_root(const struct talos_stream *stream, long document) {
    return document == NO_DOCUMENT ? 0 : stream->index->documents.items[document].root;
}

node_id talos_legacy_path(const struct talos_stream *stream, const char *first,
                          const char *second, const char *third) {
    node_id id = node_path(stream->index, talos_root(stream, stream->legacy), first,
                           second, third, NULL);
    return id != 0 && node_is_null(stream->index, node_follow(stream->index, id)) ? 0
                                                                                  : id;
}

node_id talos_legacy_api_server(const struct talos_stream *stream) {
    return talos_legacy_path(stream, "cluster", "apiServer", NULL);
}

/* Slashes at the end of a path do not make another one of it. */
static bool is_own(const struct yaml_index *index, node_id value, const char *text) {
    value = value == 0 ? 0 : node_follow(index, value);
    bool scalar = value != 0 && node_at(index, value)->kind == NODE_SCALAR &&
                  !node_is_null(index, value);
    struct span found = scalar ? node_text(index, value) : SPAN("");
    return scalar && span_is(text[0] == '/' ? trim_path(found) : found, text);
}

node_id talos_own_item(const struct talos_stream *stream, const struct own_items *items,
                       node_id item) {
    const struct yaml_index *index = stream->index;
    node_id list = items->list == 0 ? 0 : node_follow(index, items->list);
    if (list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return 0;
    }
    item = item == 0 ? node_at(index, list)->first : node_at(index, item)->next;
    for (; item != 0; item = node_at(index, item)->next) {
        if (is_own(index, node_get(index, item, span_of(items->key), NULL),
                   items->text)) {
            return item;
        }
    }
    return 0;
}

const char *talos_layout_name(enum tauth_layout layout) {
    return layout == TAUTH_LAYOUT_MULTIDOC ? "multidoc" : "legacy";
}
