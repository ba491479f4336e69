/* SPDX-License-Identifier: MIT */
#include "talos/pod.h"

#include "text/path.h"

/* The items of a legacy list, aliases followed; 0 is the end, or no list. */
static node_id first_of(const struct talos_stream *stream, node_id list) {
    node_id target = list == 0 ? 0 : node_follow(stream->index, list);
    const struct node *node = target == 0 ? NULL : node_at(stream->index, target);
    return node != NULL && node->kind == NODE_SEQUENCE ? node->first : 0;
}

static struct span text_of(const struct talos_stream *stream, node_id item,
                           const char *key) {
    const struct yaml_index *index = stream->index;
    node_id id = item == 0 ? 0 : node_get(index, item, span_of(key), NULL);
    id = id == 0 ? 0 : node_follow(index, id);
    bool text =
        id != 0 && node_at(index, id)->kind == NODE_SCALAR && !node_is_null(index, id);
    return text ? node_text(index, id) : (struct span){NULL, 0};
}

const char *volume_name(struct arena *arena, struct span path) {
    char *name = arena_copy(arena, path);
    for (char *at = name; name != NULL && *at != '\0'; at++) {
        *at = strchr("/_.", *at) != NULL ? '-' : *at;
    }
    size_t end = name == NULL ? 0 : strlen(name);
    while (end > 0 && name[end - 1] == '-') {
        name[--end] = '\0';
    }
    while (name != NULL && *name == '-') {
        name++;
    }
    return name;
}

/* What is behind `path` below `directory`; false when it is not there. */
static bool is_below(struct span path, struct span directory, struct span *rest) {
    directory = trim_path(directory);
    bool below = directory.size > 0 && path.size >= directory.size &&
                 memcmp(path.data, directory.data, directory.size) == 0;
    if (!below) {
        return false;
    }
    *rest = span_slice(path, directory.size, path.size);
    return rest->size == 0 || rest->data[0] == '/' || directory.size == 1;
}

node_id pod_find_file(const struct talos_stream *stream, struct span start,
                      struct span rest) {
    node_id hit = 0;
    node_id files = talos_legacy_path(stream, "machine", "files", NULL);
    for (node_id item = first_of(stream, files); item != 0;
         item = node_at(stream->index, item)->next) {
        struct span path = text_of(stream, item, "path");
        if (path.size == start.size + rest.size && path.size > 0 &&
            memcmp(path.data, start.data, start.size) == 0 &&
            memcmp(path.data + start.size, rest.data, rest.size) == 0) {
            hit = item;
        }
    }
    return hit;
}

node_id pod_find_volume(const struct talos_stream *stream, struct span path,
                        struct span *rest) {
    node_id hit = 0;
    node_id volumes = talos_legacy_path(stream, "cluster", "apiServer", "extraVolumes");
    rest->size = path.size + 1;
    for (node_id item = first_of(stream, volumes); item != 0;
         item = node_at(stream->index, item)->next) {
        struct span behind;
        if (is_below(path, text_of(stream, item, "mountPath"), &behind) &&
            behind.size < rest->size) {
            *rest = behind;
            hit = item;
        }
    }
    return hit;
}

node_id pod_content(const struct talos_stream *stream, node_id item) {
    bool part = span_is(text_of(stream, item, "op"), "append");
    node_id content =
        item == 0 || part ? 0 : node_get(stream->index, item, SPAN("content"), NULL);
    content = content == 0 ? 0 : node_follow(stream->index, content);
    return content != 0 && node_is_null(stream->index, content) ? 0 : content;
}

node_id pod_file(const struct talos_stream *stream, struct span path) {
    struct span rest = {NULL, 0};
    node_id volume = pod_find_volume(stream, path, &rest);
    struct span host = trim_path(text_of(stream, volume, "hostPath"));
    return volume == 0 ? 0 : pod_content(stream, pod_find_file(stream, host, rest));
}
