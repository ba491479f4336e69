/* SPDX-License-Identifier: MIT */
/* Files that are nothing by themselves, in the words that merge has for them. */
#include "base/status.h"
#include "check/input/input.h"
#include "talos/refuse.h"

bool input_refuse_nothing(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    const struct talos_stream stream = {.index = index, .diags = &input->diags};
    bool empty = true;
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        empty &= node_is_null(index, root);
        if (is_envelope(index, root)) {
            enum tauth_status status = refuse_envelope(&stream, root);
            status_keep(&input->failed, status < TAUTH_OK ? status : TAUTH_OK);
            return true;
        }
    }
    if (empty) {
        found(input, RULE_INPUT_EMPTY, 0,
              "it takes machine configs and patches, AuthenticationConfiguration, "
              "Kubernetes manifests, kubeconfigs and access files",
              "config not found: there is no document in the input");
    }
    return empty;
}
