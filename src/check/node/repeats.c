/* SPDX-License-Identifier: MIT */
/* Lists to which Talos appends: a patch that is applied again adds its items again. */
#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"

static const struct place lists[] = {
    {NULL, "machine.certSANs"},
    {NULL, "cluster.apiServer.certSANs"},
    {NULL, "cluster.extraManifests"},
    {"KubeAPIServerConfig", "certExtraSANs"},
};

static void check_list(struct check_input *input, node_id list, const void *context) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    (void)context;
    for (node_id item = first_item(index, list); item != 0;
         item = next_item(index, item)) {
        struct span text = node_text(index, node_follow(index, item));
        if (text.size == 0) {
            continue;
        }
        uint32_t first = strset_add(&seen, text, item);
        if (first == 0) {
            input->failed = TAUTH_NO_MEMORY;
            return;
        }
        if (first != item) {
            found(input, RULE_REPEATED_ITEM, item, first_one(input, first),
                  "%.*s is there twice: a patch that was applied again adds its items "
                  "again",
                  SPAN_ARG(text));
        }
    }
}

static void check_lists(struct check_input *input) {
    for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
        visit_place(input, &lists[i], check_list, NULL);
    }
}

static const struct check_row rows[] = {
    {RULE_REPEATED_ITEM, ON(INPUT_TALOS), check_lists},
};

const struct check_group repeats_group = {rows, ARRAY_SIZE(rows)};
