/* SPDX-License-Identifier: MIT */
#include "talos/stream.h"

node_id talos_root(const struct talos_stream *stream, long document) {
    return document == NO_DOCUMENT ? 0 : stream->index->documents.items[document].root;
}

node_id talos_legacy_api_server(const struct talos_stream *stream) {
    node_id id = node_path(stream->index, talos_root(stream, stream->legacy), "cluster",
                           "apiServer", NULL);
    return id != 0 && node_is_null(stream->index, node_follow(stream->index, id)) ? 0
                                                                                  : id;
}

const char *talos_layout_name(enum tauth_layout layout) {
    return layout == TAUTH_LAYOUT_MULTIDOC ? "multidoc" : "legacy";
}
