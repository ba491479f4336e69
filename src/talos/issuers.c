/* SPDX-License-Identifier: MIT */
#include "talos/issuers.h"

#include <stdlib.h>

struct issuers {
    const struct yaml_index *index;
    struct span *out;
    size_t count;
};

static void take(struct issuers *issuers, node_id id) {
    const struct yaml_index *index = issuers->index;
    id = id == 0 ? 0 : node_follow(index, id);
    if (id != 0 && issuers->count < TALOS_ISSUERS_MAX && !node_is_null(index, id) &&
        node_text(index, id).size > 0) {
        issuers->out[issuers->count++] = node_text(index, id);
    }
}

/* A list, or a text alone. */
static void take_all(struct issuers *issuers, node_id id) {
    const struct yaml_index *index = issuers->index;
    id = id == 0 ? 0 : node_follow(index, id);
    if (id == 0 || node_at(index, id)->kind != NODE_SEQUENCE) {
        take(issuers, id);
        return;
    }
    for (node_id item = node_at(index, id)->first; item != 0;
         item = node_at(index, item)->next) {
        take(issuers, item);
    }
}

/* The root of the first document of a kind, or 0. */
static node_id find_kind(const struct yaml_index *index, const char *kind) {
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        node_id id = node_get(index, root, SPAN("kind"), NULL);
        if (id != 0 && node_is_text(index, id, kind)) {
            return root;
        }
    }
    return 0;
}

static void find(struct issuers *issuers, const struct talos_stream *stream) {
    const struct yaml_index *index = stream->index;
    node_id server = talos_root(stream, stream->api_server);
    node_id arguments =
        server != 0 ? node_get(index, server, SPAN("extraArgs"), NULL)
                    : talos_legacy_path(stream, "cluster", "apiServer", "extraArgs");
    node_id flag = node_get(index, arguments, SPAN("service-account-issuer"), NULL);
    if (flag != 0) {
        take_all(issuers, flag);
        return;
    }
    node_id account = find_kind(index, "KubeServiceAccountConfig");
    node_id cluster = find_kind(index, "KubeClusterConfig");
    take(issuers, node_path(index, account, "issuer", "issuerURL", NULL));
    if (issuers->count == 0) {
        node_id endpoint =
            talos_legacy_path(stream, "cluster", "controlPlane", "endpoint");
        take(issuers,
             endpoint != 0 ? endpoint : node_get(index, cluster, SPAN("endpoint"), NULL));
    }
    take_all(issuers, node_path(index, account, "accepted", "issuers", NULL));
}

static int by_text(const void *left, const void *right) {
    const struct span *one = left, *other = right;
    size_t size = one->size < other->size ? one->size : other->size;
    int order = memcmp(one->data, other->data, size);
    return order != 0 ? order : (one->size > other->size) - (one->size < other->size);
}

size_t talos_service_account_issuers(const struct talos_stream *stream,
                                     struct span out[TALOS_ISSUERS_MAX]) {
    struct issuers issuers = {stream->index, out, 0};
    find(&issuers, stream);
    qsort(out, issuers.count, sizeof(out[0]), by_text);
    size_t count = 0;
    for (size_t i = 0; i < issuers.count; i++) {
        if (count == 0 || !span_equal(out[count - 1], out[i])) {
            out[count++] = out[i];
        }
    }
    return count;
}
