/* SPDX-License-Identifier: MIT */
/* Files that SOPS encrypted: what cannot be read is not judged, which is said once. */
#include "check/groups.h"
#include "check/input/places.h"
#include "text/secret.h"

/* The first encrypted value under a key that is none of a secret; `end` is behind it. */
static node_id find_encrypted(const struct check_input *input, node_id root,
                              node_id end) {
    const struct yaml_index *index = &input->index;
    node_id sops = node_get(index, root, SPAN("sops"), NULL);
    uint32_t from = node_at(index, sops)->start, to = node_at(index, sops)->end;
    for (node_id id = root; id < end; id++) {
        bool own = sops != 0 && node_at(index, id)->start >= from &&
                   node_at(index, id)->start < to;
        node_id key =
            own || node_at(index, id)->kind != NODE_MAPPING ? 0 : first_key(index, id);
        for (; key != 0; key = next_key(index, key)) {
            node_id value = node_at(index, key)->next;
            if (sops_encrypted(node_text(index, value)) &&
                !secret_name(node_text(index, node_follow(index, key)))) {
                return value;
            }
        }
    }
    return 0;
}

static void check_encrypted(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    node_id hit = 0;
    for (size_t i = 0; i < index->documents.count && hit == 0; i++) {
        bool last = i + 1 == index->documents.count;
        node_id end =
            last ? (node_id)index->nodes.count : index->documents.items[i + 1].root;
        hit = find_encrypted(input, index->documents.items[i].root, end);
    }
    if (hit != 0) {
        found(input, RULE_SOPS, hit,
              "decrypt it first: sops decrypt FILE | talosauth validate -",
              "values are encrypted by SOPS, this one and maybe others, and are not "
              "judged");
    }
}

static const struct check_row rows[] = {
    {RULE_SOPS,
     ON(INPUT_TALOS) | ON(INPUT_AUTHENTICATION) | ON(INPUT_MANIFESTS) |
         ON(INPUT_KUBECONFIG),
     check_encrypted},
};

const struct check_group encrypted_group = {rows, ARRAY_SIZE(rows)};
