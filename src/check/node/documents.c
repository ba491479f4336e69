/* SPDX-License-Identifier: MIT */
/* What kind of document is where. */
#include "check/groups.h"
#include "check/input/manifest.h"

static void check_unknown(struct check_input *input) {
    if (input->diags.items.count > 0 || input_refuse_nothing(input)) {
        return; /* the one, or that it could not be read, is said already */
    }
    const struct yaml_index *index = &input->index;
    node_id root = index->documents.count == 0 ? 0 : index->documents.items[0].root;
    node_id first = root == 0 ? 0 : kube_first(index, root);
    if (first != 0 && kube_get(index, node_follow(index, first), "op") != 0) {
        found(input, RULE_INPUT_UNKNOWN, root,
              "write a strategic merge patch: Talos refuses JSON patches for configs of "
              "several documents",
              "this is a JSON patch (RFC 6902), which is not judged here");
        return;
    }
    found(input, RULE_INPUT_UNKNOWN, 0,
          "it takes machine configs and patches, AuthenticationConfiguration, Kubernetes "
          "manifests, kubeconfigs and access files",
          "nothing here says what kind of document this is");
}

static const struct check_row rows[] = {
    {RULE_INPUT_UNKNOWN, ON(INPUT_UNKNOWN), check_unknown},
};

const struct check_group documents_group = {rows, ARRAY_SIZE(rows)};
