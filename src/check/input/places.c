/* SPDX-License-Identifier: MIT */
#include "check/input/places.h"

enum { FINDINGS_SHOWN = 1000 };

node_id first_item(const struct yaml_index *index, node_id list) {
    const struct node *node = node_at(index, node_follow(index, list));
    return node->kind == NODE_SEQUENCE ? node->first : 0;
}

node_id first_key(const struct yaml_index *index, node_id mapping) {
    const struct node *node = node_at(index, node_follow(index, mapping));
    return node->kind == NODE_MAPPING ? node->first : 0;
}

node_id next_key(const struct yaml_index *index, node_id key) {
    return node_at(index, node_at(index, key)->next)->next;
}

bool is_null(const struct yaml_index *index, node_id id) {
    return node_is_null(index, node_follow(index, id));
}

node_id value_at(const struct yaml_index *index, node_id mapping, const char *key) {
    node_id id = node_get(index, mapping, span_of(key), NULL);
    return id != 0 && is_null(index, id) ? 0 : id;
}

struct span text_under(const struct yaml_index *index, node_id mapping, const char *key) {
    node_id id = value_at(index, mapping, key);
    return id == 0 ? (struct span){"", 0} : node_text(index, node_follow(index, id));
}

node_id legacy_value(const struct check_input *input, const char *path) {
    node_id id = talos_root(&input->stream, input->stream.legacy);
    while (id != 0 && *path != '\0') {
        size_t length = strcspn(path, ".");
        id = node_get(&input->index, id, (struct span){path, length}, NULL);
        path += length + (path[length] == '.');
    }
    return id != 0 && is_null(&input->index, id) ? 0 : id;
}

node_id next_of_kind(const struct check_input *input, const char *kind, size_t *at) {
    const struct yaml_index *index = &input->index;
    while (*at < index->documents.count) {
        size_t number = (*at)++;
        if (span_is(input->kinds[number], kind)) {
            return index->documents.items[number].root;
        }
    }
    return 0;
}

static void visit_children(struct check_input *input, node_id parent, const char *path,
                           place_visit *visit, const void *context) {
    const struct yaml_index *index = &input->index;
    for (node_id item = first_item(index, parent); item != 0;
         item = next_item(index, item)) {
        visit_path(input, item, path, visit, context);
    }
}

static void visit_values(struct check_input *input, node_id parent, const char *path,
                         place_visit *visit, const void *context) {
    const struct yaml_index *index = &input->index;
    for (node_id key = first_key(index, parent); key != 0; key = next_key(index, key)) {
        visit_path(input, node_at(index, key)->next, path, visit, context);
    }
}

void visit_path(struct check_input *input, node_id root, const char *path,
                place_visit *visit, const void *context) {
    while (root != 0 && *path != '\0') {
        if (path[0] == '[') {
            visit_children(input, root, path + 2 + (path[2] == '.'), visit, context);
            return;
        }
        if (path[0] == '*') {
            visit_values(input, root, path + 1 + (path[1] == '.'), visit, context);
            return;
        }
        size_t length = strcspn(path, ".[");
        root = node_get(&input->index, root, (struct span){path, length}, NULL);
        path += length + (path[length] == '.');
    }
    if (root != 0) {
        visit(input, root, context);
    }
}

void visit_place(struct check_input *input, const struct place *place, place_visit *visit,
                 const void *context) {
    if (place->kind == NULL) {
        visit_path(input, talos_root(&input->stream, input->stream.legacy), place->path,
                   visit, context);
        return;
    }
    size_t at = 0;
    for (node_id root; (root = next_of_kind(input, place->kind, &at)) != 0;) {
        visit_path(input, root, place->path, visit, context);
    }
}

enum range_verdict talos_since(const struct check_input *input, int minor) {
    const struct check_options *options = input->options;
    if (options->has_talos) {
        bool has = options->talos.major > 1 ||
                   (options->talos.major == 1 && (int)options->talos.minor >= minor);
        return has ? RANGE_ALWAYS : RANGE_NEVER;
    }
    bool multidoc = input->stream.api_server != NO_DOCUMENT; /* came with 1.14 */
    return multidoc && minor <= 14 ? RANGE_ALWAYS : RANGE_SOMETIMES;
}

bool is_control_plane(const struct check_input *input) {
    node_id type = legacy_value(input, "machine.type");
    return type != 0 && (node_is_text(&input->index, type, "controlplane") ||
                         node_is_text(&input->index, type, "init"));
}

bool is_worker(const struct check_input *input) {
    return input->stream.config && input->stream.legacy != NO_DOCUMENT &&
           !is_control_plane(input);
}

const char *first_one(struct check_input *input, node_id first) {
    if (input->findings >= FINDINGS_SHOWN) {
        return NULL;
    }
    return arena_printf(&input->arena, "the first one is on line %u",
                        node_line(&input->index, first));
}
