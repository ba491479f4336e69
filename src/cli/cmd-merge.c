/* SPDX-License-Identifier: MIT */
#include "base/attr.h"
#include "cli/change.h"
#include "cli/layout.h"
#include "cli/report.h"
#include "cli/rows.h"

static bool check_usage(struct arguments *arguments) {
    if (arguments->prune && !tauth_settings_any(arguments->settings)) {
        usage_fault(
            arguments, "--prune",
            "goes with settings (--issuer-url, ...), not with --set and --unset alone");
        return false;
    }
    bool flags = arguments->prune || arguments->set.count + arguments->unset.count > 0;
    if (arguments->files_only && flags) {
        usage_fault(arguments, "--files-only",
                    "leaves the flags alone; give --prune, --set and --unset in the "
                    "second round");
        return false;
    }
    return report_check_rbac(arguments) && change_check_usage(arguments);
}

/* Settings are judged once, not once for each file. */
static bool check_settings(struct arguments *arguments) {
    bool any = tauth_settings_any(arguments->settings);
    if (!any && arguments->set.count == 0 && arguments->unset.count == 0 &&
        !arguments->with_rbac) {
        bool file = arguments->access != NULL;
        usage_fault(arguments, file ? "--access" : "--issuer-url",
                    file
                        ? "nothing to merge: the file has no issuer (issuer.url and "
                          "issuer.audiences); its groups go with --with-rbac"
                        : "nothing to merge: give --issuer-url and --audience, an access "
                          "file (-f), or --set or --unset");
        return false;
    }
    struct tauth_text manifests = {0};
    enum tauth_status status =
        tauth_settings_check(arguments->settings, arguments->diags);
    if (status == TAUTH_OK && arguments->with_rbac) {
        status = tauth_rbac(arguments->settings, &manifests, arguments->diags);
    }
    tauth_text_free(&manifests);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
    }
    return status == TAUTH_OK;
}

static enum tauth_status merge(const struct arguments *arguments, const char *name,
                               struct tauth_text text, struct tauth_merge_result **result,
                               struct tauth_diags *diags) {
    struct tauth_merge_options options = {
        .size = sizeof(options),
        .layout = layout_value(arguments),
        .prune = arguments->prune,
        .set = arguments->set.items,
        .set_count = arguments->set.count,
        .unset = arguments->unset.items,
        .unset_count = arguments->unset.count,
        .files_only = arguments->files_only,
        .with_rbac = arguments->with_rbac,
        .role_bindings = arguments->with_role_bindings,
    };
    return tauth_merge(arguments->settings, &options, name, text, result, diags);
}

static int run_merge(struct arguments *arguments) {
    return check_usage(arguments) && check_settings(arguments) ? change_files(arguments)
                                                               : EXIT_TROUBLE;
}

static const struct option_row options[] = {
    HEADING("Settings"),
    ACCESS_ROW,
    TOKEN_ROWS,
    VERSION_ROW,
    LAYOUT_ROW,
    HEADING("What else"),
    RBAC_ROWS,
    FILES_ONLY_ROW,
    FLAG(0, "prune", prune,
         "remove oidc-* keys, or groups, CA and claim rules of the issuer, "
         "that the settings do not name"),
    LIST("set", "K=V", set, "raw key of extraArgs (repeatable: K twice, a list)"),
    LIST("unset", "K", unset, "take a key out of extraArgs (repeatable)"),
    ALLOW_ROW,
    END_ROWS,
    MANY_ROWS,
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_merge = {
    .name = "merge",
    .synopsis = "[OPTION...] FILE...",
    .summary = "Set OIDC login in machine configs, every other byte untouched",
    .examples =
        "  talosauth merge --diff --provider zitadel --issuer-url https://zitadel.example.com \\\n"
        "      --audience 340112345678901234 controlplane.yaml\n"
        "  talosauth merge -i --backup -f access.yaml --with-rbac controlplane-*.yaml\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_merge,
    .change = merge,
    .afterwards = "  kubectl auth whoami           as an OIDC user; keep the certificate "
                  "kubeconfig\n",
};
