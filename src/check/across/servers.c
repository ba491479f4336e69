/* SPDX-License-Identifier: MIT */
/* Which API server a file is for: the names and addresses that it has there. */
#include "base/status.h"
#include "check/across/across.h"
#include "check/input/places.h"
#include "text/server.h"

struct span server_host(struct arena *arena, struct span url) {
    struct server_address address;
    struct server_fault fault;
    char *host =
        server_parse(url, &address, &fault) ? arena_copy(arena, address.host) : NULL;
    for (char *at = host; at != NULL && *at != '\0'; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    }
    return host == NULL ? SPAN("") : span_of(host);
}

struct walk {
    struct arena *arena;
    struct server_hosts *hosts;
    bool good;
};

static void add(struct walk *walk, struct span url) {
    struct span host = server_host(walk->arena, url);
    struct span *slot = host.size == 0 ? NULL : VEC_PUSH(*walk->hosts);
    walk->good &= host.size == 0 || slot != NULL;
    if (slot != NULL) {
        *slot = host;
    }
}

static void add_names(struct walk *walk, const struct yaml_index *index, node_id owner) {
    node_id list = value_at(index, owner, "certSANs");
    for (node_id at = first_item(index, list); at != 0; at = next_item(index, at)) {
        add(walk, node_text(index, node_follow(index, at)));
    }
}

bool server_hosts_read(struct server_hosts *hosts, struct arena *arena,
                       const struct check_input *input) {
    const struct yaml_index *index = &input->index;
    struct walk walk = {arena, hosts, true};
    if (input->kind == INPUT_ACCESS && input->access != NULL) {
        const char *server = input->access->access->cluster.server;
        add(&walk, server == NULL ? SPAN("") : span_of(server));
    }
    if (input->kind != INPUT_TALOS || input->stream.index == NULL) {
        return walk.good;
    }
    node_id owner = legacy_value(input, "cluster.controlPlane");
    add(&walk, text_under(index, owner, "endpoint"));
    add_names(&walk, index, legacy_value(input, "cluster.apiServer"));
    size_t at = 0;
    owner = next_of_kind(input, "KubeClusterConfig", &at);
    add(&walk, text_under(index, owner, "endpoint"));
    at = 0;
    add_names(&walk, index, next_of_kind(input, "KubeAPIServerConfig", &at));
    return walk.good;
}

bool server_hosts_have(const struct server_hosts *hosts, struct span host) {
    for (size_t i = 0; i < hosts->count; i++) {
        if (span_equal(hosts->items[i], host)) {
            return true;
        }
    }
    return false;
}
