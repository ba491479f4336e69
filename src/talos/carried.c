/* SPDX-License-Identifier: MIT */
#include "talos/carried.h"

#include "talos/merge.h"
#include "talos/pod.h"
#include "yaml/read.h"

static node_id find_content(const struct talos_stream *stream, bool mounted) {
    const struct yaml_index *index = stream->index;
    node_id content = mounted ? pod_file(stream, SPAN(OWN_AUTHENTICATION_FILE)) : 0;
    if (content == 0) {
        node_id file = pod_find_file(stream, SPAN(OWN_AUTHENTICATION_FILE), SPAN(""));
        content = file == 0 ? 0 : node_get(index, file, SPAN("content"), NULL);
    }
    content = content == 0 ? 0 : node_follow(index, content);
    return content != 0 && node_at(index, content)->kind == NODE_SCALAR ? content : 0;
}

static void find_jwt(struct carried *carried) {
    const struct yaml_index *index = &carried->index;
    node_id root = index->documents.count == 0 ? 0 : index->documents.items[0].root;
    root = root == 0 ? 0 : node_follow(index, root);
    carried->readable = root != 0 && node_at(index, root)->kind == NODE_MAPPING;
    node_id jwt = root == 0 ? 0 : node_get(index, root, SPAN("jwt"), NULL);
    jwt = jwt == 0 ? 0 : node_follow(index, jwt);
    bool list = jwt != 0 && node_at(index, jwt)->kind == NODE_SEQUENCE;
    carried->jwt = list && node_at(index, jwt)->size > 0 ? jwt : 0;
}

enum tauth_status carried_read(struct carried *carried, const struct talos_stream *stream,
                               bool mounted) {
    carried->content = find_content(stream, mounted);
    if (carried->content == 0) {
        return TAUTH_OK;
    }
    struct tauth_diags quiet = {0}; /* validate tells what is wrong with it */
    carried->source = (struct source){.name = stream->index->source->name,
                                      .text = node_text(stream->index, carried->content)};
    enum tauth_status status =
        yaml_index_build(&carried->index, &carried->source, &quiet);
    if (status == TAUTH_OK) {
        find_jwt(carried);
    }
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    return status < TAUTH_OK ? status : TAUTH_OK;
}

void carried_deinit(struct carried *carried) {
    yaml_index_deinit(&carried->index);
}
