/* SPDX-License-Identifier: MIT */
#include "talos/stream.h"

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

node_id talos_find_item(const struct talos_stream *stream, node_id list, const char *key,
                        const char *text) {
    const struct yaml_index *index = stream->index;
    list = list == 0 ? 0 : node_follow(index, list);
    if (list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return 0;
    }
    for (node_id item = node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id value = node_get(index, item, span_of(key), NULL);
        if (value != 0 && node_is_text(index, value, text)) {
            return item;
        }
    }
    return 0;
}

const char *talos_layout_name(enum tauth_layout layout) {
    return layout == TAUTH_LAYOUT_MULTIDOC ? "multidoc" : "legacy";
}
