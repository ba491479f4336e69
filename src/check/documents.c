/* SPDX-License-Identifier: MIT */
/* What kind of document is where. */
#include "check/groups.h"

static void check_unknown(struct check_input *input) {
    if (input->diags.items.count > 0) {
        return; /* it could not be read, which is said already */
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
