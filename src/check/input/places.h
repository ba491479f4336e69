/* SPDX-License-Identifier: MIT */
/* Going to the places of Talos documents that rules are about. */
#ifndef CHECK_INPUT_PLACES_H
#define CHECK_INPUT_PLACES_H

#include "check/input/input.h"

/* Lists and mappings are followed through aliases; 0 is the end, or no such collection. */
node_id first_item(const struct yaml_index *index, node_id list);
node_id first_key(const struct yaml_index *index, node_id mapping);
node_id next_key(const struct yaml_index *index, node_id key);

static inline node_id next_item(const struct yaml_index *index, node_id item) {
    return node_at(index, item)->next;
}

/* The value under a key of a mapping, 0 where nothing or null is. */
node_id value_at(const struct yaml_index *index, node_id mapping, const char *key);

/* The text under a key, empty where no scalar is. */
struct span text_under(const struct yaml_index *index, node_id mapping, const char *key);

/* What a node stands for is null. */
bool is_null(const struct yaml_index *index, node_id id);

/* A value at a path of the legacy document (`cluster.apiServer`), 0 where none or null. */
node_id legacy_value(const struct check_input *input, const char *path);

/*
 * The root of the next document of a kind, 0 behind the last. `*at` is where to look on,
 * 0 at first.
 */
node_id next_of_kind(const struct check_input *input, const char *kind, size_t *at);

typedef void place_visit(struct check_input *input, node_id id, const void *context);

/* Visits every node at a path; `files[].path` goes through lists, `env.*` mappings. */
void visit_path(struct check_input *input, node_id root, const char *path,
                place_visit *visit, const void *context);

/* The kind of a document, NULL for the legacy one, and a path in it. */
struct place {
    const char *kind;
    const char *path;
};

void visit_place(struct check_input *input, const struct place *place, place_visit *visit,
                 const void *context);

/* Whether the Talos that reads the file is 1.MINOR or later. */
enum range_verdict talos_since(const struct check_input *input, int minor);

/* machine.type is that of a node that runs the API server. */
bool is_control_plane(const struct check_input *input);

/* A whole config whose machine.type is another: it runs no API server. */
bool is_worker(const struct check_input *input);

/* "the first one is on line 7"; NULL without memory, or when nobody would see it. */
const char *first_one(struct check_input *input, node_id first);

#endif
