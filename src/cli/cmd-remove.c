/* SPDX-License-Identifier: MIT */
#include "base/attr.h"
#include "cli/change.h"
#include "cli/layout.h"
#include "cli/rows.h"

static enum tauth_status take_out(const struct arguments *arguments, const char *name,
                                  struct tauth_text text,
                                  struct tauth_merge_result **result,
                                  struct tauth_diags *diags) {
    struct tauth_remove_options options = {
        .size = sizeof(options),
        .layout = layout_value(arguments),
        .all_issuers = arguments->all_issuers,
    };
    return tauth_remove(arguments->settings, &options, name, text, result, diags);
}

static int run_remove(struct arguments *arguments) {
    return change_check_usage(arguments) ? change_files(arguments) : EXIT_TROUBLE;
}

static const struct option_row options[] = {
    HEADING("Which issuer (default: the only one)"),
    ACCESS_ROW,
    SETTING("issuer-url", "URL", TAUTH_ISSUER_URL, "the issuer to take out"),
    FLAG(0, "all-issuers", all_issuers, "every issuer of KubeAuthenticationConfig"),
    LAYOUT_ROW,
    END_ROWS,
    MANY_ROWS,
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_remove = {
    .name = "remove",
    .synopsis = "[OPTION...] FILE...",
    .summary = "Take OIDC login out of machine configs again",
    .examples = "  talosauth remove --diff controlplane.yaml\n"
                "  talosauth remove -i --backup -f access.yaml controlplane-*.yaml\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_remove,
    .change = take_out,
    .afterwards = "  kubectl get nodes             with the certificate kubeconfig, the "
                  "way in from now on\n",
};
