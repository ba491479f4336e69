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

/* Only the first document decides how a file is judged. */
static void check_mixed(struct check_input *input) {
    static const char *const names[] = {[INPUT_TALOS] = "a Talos document",
                                        [INPUT_AUTHENTICATION] =
                                            "an AuthenticationConfiguration",
                                        [INPUT_KUBECONFIG] = "a kubeconfig",
                                        [INPUT_ACCESS] = "an access file"};
    const struct yaml_index *index = &input->index;
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        bool mapping = node_at(index, root)->kind == NODE_MAPPING;
        enum input_kind kind = mapping ? input_kind_of(index, root) : INPUT_UNKNOWN;
        if (kind != INPUT_UNKNOWN && kind != INPUT_MANIFESTS) {
            found(
                input, RULE_INPUT_MIXED, root, "put it into a file of its own",
                "%s is not judged among Kubernetes objects, and kubectl apply refuses it",
                names[kind]);
        }
    }
}

static const struct check_row rows[] = {
    {RULE_INPUT_UNKNOWN, ON(INPUT_UNKNOWN), check_unknown},
    {RULE_INPUT_MIXED, ON(INPUT_MANIFESTS), check_mixed},
};

const struct check_group documents_group = {rows, ARRAY_SIZE(rows)};
