/* SPDX-License-Identifier: MIT */
#include "check/across/fleet.h"

#include "base/strset.h"
#include "check/input/places.h"
#include "talos/pod.h"

enum { DEPTH_MAX = 256 }; /* aliases in aliases; what is below is not compared */

/* The first config of a cluster, and the one that is compared with it. */
struct pair {
    struct check_input *first;
    struct check_input *other;
};

/* Nodes of both; 0 where it has none. */
struct twins {
    node_id first;
    node_id other;
};

static const char hint_same[] =
    "make them the same: behind one address, each API server would answer differently";

static uint32_t line_of(const struct check_input *input, node_id id) {
    return node_line(&input->index, id);
}

static void differs(const struct pair *pair, struct twins at) {
    found(pair->other, RULE_CONTROL_PLANES_DIFFER, at.other, hint_same,
          "it is not as on another control plane of this cluster: %s:%u",
          pair->first->name, line_of(pair->first, at.first));
}

/* `at` is where it would be. */
static void lacks(const struct pair *pair, struct twins at, struct span name) {
    found(pair->other, RULE_CONTROL_PLANES_DIFFER, at.other, hint_same,
          "\"%.*s\" is missing, another control plane of this cluster has it: %s:%u",
          SPAN_ARG(name), pair->first->name, line_of(pair->first, at.first));
}

static void exceeds(const struct pair *pair, node_id other, struct span name) {
    found(pair->other, RULE_CONTROL_PLANES_DIFFER, other, hint_same,
          "\"%.*s\" is missing on another control plane of this cluster: %s",
          SPAN_ARG(name), pair->first->name);
}

static struct twins follow(const struct pair *pair, struct twins at) {
    return (struct twins){node_follow(&pair->first->index, at.first),
                          node_follow(&pair->other->index, at.other)};
}

static struct span key_text(const struct yaml_index *index, node_id key) {
    return node_text(index, node_follow(index, key));
}

static bool same(const struct pair *pair, struct twins at, int depth,
                 struct twins *where);

/* The keys of the first one by text; false without memory. */
static bool index_keys(const struct check_input *input, node_id mapping,
                       struct strset *keys) {
    const struct yaml_index *index = &input->index;
    for (node_id key = first_key(index, mapping); key != 0; key = next_key(index, key)) {
        if (strset_add(keys, key_text(index, key), key) == 0) {
            return false;
        }
    }
    return true;
}

static bool same_mapping(const struct pair *pair, struct twins at, int depth,
                         struct twins *where) {
    const struct yaml_index *first = &pair->first->index, *other = &pair->other->index;
    _cleanup_(strset_deinit) struct strset keys = {0};
    if (!index_keys(pair->first, at.first, &keys)) {
        pair->other->failed = TAUTH_NO_MEMORY;
        return true;
    }
    *where = at;
    bool equal = node_at(first, at.first)->size == node_at(other, at.other)->size;
    for (node_id key = first_key(other, at.other); key != 0; key = next_key(other, key)) {
        node_id twin = strset_find(&keys, key_text(other, key));
        struct twins below = {twin == 0 ? 0 : node_at(first, twin)->next,
                              node_at(other, key)->next};
        if (twin == 0) {
            *where = (struct twins){at.first, key};
            return false;
        }
        if (!same(pair, below, depth + 1, where)) {
            return false;
        }
    }
    *where = at;
    return equal;
}

static bool same_list(const struct pair *pair, struct twins at, int depth,
                      struct twins *where) {
    struct twins item = {first_item(&pair->first->index, at.first),
                         first_item(&pair->other->index, at.other)};
    while (item.first != 0 && item.other != 0) {
        if (!same(pair, item, depth + 1, where)) {
            return false;
        }
        item.first = next_item(&pair->first->index, item.first);
        item.other = next_item(&pair->other->index, item.other);
    }
    *where = (struct twins){item.first != 0 ? item.first : at.first,
                            item.other != 0 ? item.other : at.other};
    return item.first == item.other;
}

/* Order of keys and style do not count; `where` receives the first difference. */
static bool same(const struct pair *pair, struct twins at, int depth,
                 struct twins *where) {
    const struct yaml_index *first = &pair->first->index, *other = &pair->other->index;
    struct twins target = follow(pair, at);
    uint8_t kind = node_at(other, target.other)->kind;
    *where = at;
    if (depth > DEPTH_MAX) {
        return true;
    }
    if (node_at(first, target.first)->kind != kind) {
        return false;
    }
    switch (kind) {
    case NODE_MAPPING:
        return same_mapping(pair, target, depth, where);
    case NODE_SEQUENCE:
        return same_list(pair, target, depth, where);
    default:
        return node_type(first, target.first) == node_type(other, target.other) &&
               span_equal(node_text(first, target.first), node_text(other, target.other));
    }
}

static void compare(const struct pair *pair, struct twins at) {
    struct twins where;
    if (!same(pair, at, 0, &where)) {
        differs(pair, where);
    }
}

static bool is_authentication_flag(struct span name) {
    return span_starts(name, "oidc-") || span_is(name, "authentication-config") ||
           span_is(name, "anonymous-auth");
}

/* The items of a list, or a lone value as one item; 0 is the end. */
static node_id flag_at(const struct yaml_index *index, node_id value, node_id before) {
    node_id target = node_follow(index, value);
    bool list = node_at(index, target)->kind == NODE_SEQUENCE;
    if (before == 0) {
        return list ? first_item(index, target) : target;
    }
    return list ? next_item(index, before) : 0;
}

/* Flags are texts: `k`, "k" and [k] are the same to the API server. */
static void compare_flag(const struct pair *pair, struct twins at) {
    const struct yaml_index *first = &pair->first->index, *other = &pair->other->index;
    struct twins item = {flag_at(first, at.first, 0), flag_at(other, at.other, 0)};
    while (item.first != 0 && item.other != 0) {
        struct twins target = follow(pair, item);
        if (!span_equal(node_text(first, target.first), node_text(other, target.other))) {
            differs(pair, item);
            return;
        }
        item.first = flag_at(first, at.first, item.first);
        item.other = flag_at(other, at.other, item.other);
    }
    if (item.first != item.other) { /* both 0: both are at their end */
        differs(pair, at);
    }
}

/* The files that flags name, as far as both configs write them. */
static void compare_file(const struct pair *pair, const char *name) {
    struct twins file = {0, 0};
    struct check_input *inputs[] = {pair->first, pair->other};
    node_id *contents[] = {&file.first, &file.other};
    for (size_t i = 0; i < ARRAY_SIZE(inputs); i++) {
        node_id flags = legacy_value(inputs[i], "cluster.apiServer.extraArgs");
        *contents[i] =
            pod_file(&inputs[i]->stream, text_under(&inputs[i]->index, flags, name));
    }
    if (file.first != 0 && file.other != 0) {
        compare(pair, file);
    }
}

/* `place`: where a flag that is missing would be. */
static void compare_flags(const struct pair *pair, node_id place) {
    const struct yaml_index *first = &pair->first->index, *other = &pair->other->index;
    struct twins at = {legacy_value(pair->first, "cluster.apiServer.extraArgs"),
                       legacy_value(pair->other, "cluster.apiServer.extraArgs")};
    for (node_id key = first_key(other, at.other); key != 0; key = next_key(other, key)) {
        struct span name = key_text(other, key);
        node_id value = 0;
        if (is_authentication_flag(name)) {
            value = node_get(first, at.first, name, NULL);
            if (value == 0) {
                exceeds(pair, key, name);
            } else {
                compare_flag(pair, (struct twins){value, node_at(other, key)->next});
            }
        }
    }
    for (node_id key = first_key(first, at.first); key != 0; key = next_key(first, key)) {
        struct span name = key_text(first, key);
        if (is_authentication_flag(name) && node_get(other, at.other, name, NULL) == 0) {
            lacks(pair, (struct twins){key, at.other == 0 ? place : at.other}, name);
        }
    }
}

static node_id configuration_of(const struct check_input *input) {
    node_id root = talos_root(&input->stream, input->stream.authentication);
    return value_at(&input->index, root, "configuration");
}

static void compare_configuration(const struct pair *pair, node_id place) {
    struct twins at = {configuration_of(pair->first), configuration_of(pair->other)};
    if (at.first != 0 && at.other != 0) {
        compare(pair, at);
    } else if (at.first != 0) {
        at.other = place;
        lacks(pair, at, SPAN("KubeAuthenticationConfig"));
    } else if (at.other != 0) {
        exceeds(pair, at.other, SPAN("KubeAuthenticationConfig"));
    }
}

/* Text of a manifest by name; false without memory. */
static bool index_manifests(const struct check_input *input, struct strset *texts) {
    const struct yaml_index *index = &input->index;
    node_id list = legacy_value(input, "cluster.inlineManifests"), root;
    bool good = true;
    size_t at = 0;
    for (node_id item = first_item(index, list); item != 0 && good;
         item = next_item(index, item)) {
        node_id text = value_at(index, item, "contents");
        struct span name = text_under(index, item, "name");
        good = text == 0 || name.size == 0 || strset_add(texts, name, text) != 0;
    }
    while ((root = next_of_kind(input, "KubeInlineManifestConfig", &at)) != 0 && good) {
        node_id text = value_at(index, root, "manifest");
        struct span name = text_under(index, root, "name");
        good = text == 0 || name.size == 0 || strset_add(texts, name, text) != 0;
    }
    return good;
}

static void compare_manifests(const struct pair *pair, node_id place) {
    _cleanup_(strset_deinit) struct strset first = {0};
    _cleanup_(strset_deinit) struct strset other = {0};
    if (!index_manifests(pair->first, &first) || !index_manifests(pair->other, &other)) {
        pair->other->failed = TAUTH_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < other.capacity; i++) {
        const struct strset_slot *slot = &other.slots[i];
        struct span name = {slot->data, slot->size};
        uint32_t twin = slot->value == 0 ? 0 : strset_find(&first, name);
        if (twin != 0) {
            compare(pair, (struct twins){twin, slot->value});
        } else if (slot->value != 0) {
            exceeds(pair, slot->value, name);
        }
    }
    for (size_t i = 0; i < first.capacity; i++) {
        const struct strset_slot *slot = &first.slots[i];
        struct span name = {slot->data, slot->size};
        if (slot->value != 0 && strset_find(&other, name) == 0) {
            lacks(pair, (struct twins){slot->value, place}, name);
        }
    }
}

/* Where what is missing in the whole file is said. */
static node_id place_of(const struct check_input *input) {
    node_id root = talos_root(&input->stream, input->stream.api_server);
    return root != 0 ? root : talos_root(&input->stream, input->stream.legacy);
}

static void compare_configs(const struct pair *pair) {
    node_id place = place_of(pair->other);
    if (pair->first->stream.layout != pair->other->stream.layout) {
        found(pair->other, RULE_CONTROL_PLANES_DIFFER, place, hint_same,
              "the layout is %s, that of another control plane of this cluster is %s: %s",
              talos_layout_name(pair->other->stream.layout),
              talos_layout_name(pair->first->stream.layout), pair->first->name);
    } else if (pair->other->stream.layout == TAUTH_LAYOUT_LEGACY) {
        compare_flags(pair, place);
        compare_file(pair, "oidc-ca-file");
        compare_file(pair, "authentication-config");
    } else {
        compare_configuration(pair, place);
    }
    compare_manifests(pair, place);
}

/* What the configs of one cluster have in common; NULL where nothing says it. */
static const char *cluster_of(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    size_t at = 0;
    node_id identity = next_of_kind(input, "DiscoveryIdentityConfig", &at);
    struct span id = text_under(index, legacy_value(input, "cluster"), "id");
    id = id.size > 0 ? id : text_under(index, identity, "clusterID");
    if (id.size > 0) {
        return arena_printf(&input->arena, "id %.*s", SPAN_ARG(id));
    }
    at = 0;
    node_id cluster = next_of_kind(input, "KubeClusterConfig", &at);
    struct span name = text_under(index, cluster, "clusterName");
    struct span endpoint = text_under(index, cluster, "endpoint");
    if (cluster == 0) {
        cluster = legacy_value(input, "cluster");
        name = text_under(index, cluster, "clusterName");
        endpoint =
            text_under(index, legacy_value(input, "cluster.controlPlane"), "endpoint");
    }
    return endpoint.size == 0 ? NULL
                              : arena_printf(&input->arena, "%.*s at %.*s",
                                             SPAN_ARG(name), SPAN_ARG(endpoint));
}

void fleet_check(struct check_input *const *inputs, size_t count) {
    _cleanup_(strset_deinit) struct strset clusters = {0};
    for (size_t i = 0; i < count; i++) {
        struct check_input *input = inputs[i];
        bool config = input->kind == INPUT_TALOS && input->stream.config &&
                      is_control_plane(input) && input->index.unread.count == 0;
        const char *cluster = config ? cluster_of(input) : NULL;
        if (cluster == NULL) {
            continue;
        }
        uint32_t first = strset_add(&clusters, span_of(cluster), (uint32_t)i + 1);
        if (first == 0) {
            input->failed = TAUTH_NO_MEMORY;
            return;
        }
        if (first != (uint32_t)i + 1) {
            compare_configs(&(struct pair){inputs[first - 1], input});
        }
    }
}
