/* SPDX-License-Identifier: MIT */
#include "base/attr.h"
#include "cli/change.h"
#include "cli/layout.h"
#include "cli/report.h"
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
    if (arguments->contexts.count > 0) {
        const struct tauth_named_text input = {name, text};
        struct tauth_kubeconfig_remove_options what = {
            .size = sizeof(what),
            .contexts = arguments->contexts.items,
            .context_count = arguments->contexts.count,
            .may_be_gone = arguments->check || arguments->diff,
        };
        return tauth_kubeconfig_remove(&what, &input, result, diags);
    }
    return tauth_remove(arguments->settings, &options, name, text, result, diags);
}

/* What would be ignored is refused: with --all-issuers a name narrows nothing. */
static bool check_usage(struct arguments *arguments) {
    bool access = arguments->access != NULL;
    bool named = access || tauth_settings_any(arguments->settings);
    bool other = named || arguments->all_issuers || arguments->layout != NULL;
    if (arguments->contexts.count > 0 && other) {
        usage_fault(arguments, "--context", "is for kubeconfigs, the others for configs");
        return false;
    }
    if (arguments->all_issuers && named) {
        usage_fault(arguments, "--all-issuers",
                    access ? "cannot be combined with --access, which names one issuer"
                           : "cannot be combined with --issuer-url, which names one");
        return false;
    }
    return true;
}

static int run_remove(struct arguments *arguments) {
    return check_usage(arguments) && change_check_usage(arguments)
               ? change_files(arguments)
               : EXIT_TROUBLE;
}

static const struct option_row options[] = {
    HEADING("Which issuer (default: the only one)"),
    ACCESS_ROW,
    SETTING("issuer-url", "URL", TAUTH_ISSUER_URL, "the issuer to take out"),
    FLAG(0, "all-issuers", all_issuers, "every issuer that is there, in place of a name"),
    LAYOUT_ROW,
    HEADING("In kubeconfigs"),
    LIST("context", "NAME", contexts, "a context, with what only it uses (repeatable)"),
    END_ROWS,
    MANY_ROWS,
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_remove = {
    .name = "remove",
    .synopsis = "[OPTION...] FILE...",
    .summary = "Take OIDC login out of machine configs and kubeconfigs again",
    .examples = "  talosauth remove --diff controlplane.yaml\n"
                "  talosauth remove -i --backup -f access.yaml controlplane-*.yaml\n"
                "  talosauth remove -i --context oidc@demo ~/.kube/config\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_remove,
    .without_ca = true,
    .change = take_out,
    .afterwards = "  kubectl get nodes             with the certificate kubeconfig, the "
                  "way in from now on\n",
};
