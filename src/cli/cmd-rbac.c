/* SPDX-License-Identifier: MIT */
#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/rows.h"

static int run_rbac(struct arguments *arguments) {
    struct tauth_text text = {0};
    if (!report_check_force(arguments)) {
        return EXIT_TROUBLE;
    }
    enum tauth_status status = tauth_rbac(arguments->settings, &text, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    report_findings(arguments, arguments->diags);
    int code = report_result(arguments, text);
    tauth_text_free(&text);
    return code;
}

static const struct option_row options[] = {
    HEADING("Who may do what"),
    ACCESS_ROW,
    GROUP_ROWS,
    PROVIDER_ROW,
    SETTING("groups-claim", "CLAIM", TAUTH_GROUPS_CLAIM,
            "claim with the groups, if the provider has none"),
    GROUPS_PREFIX_ROW,
    HEADING("Where the access file binds users"),
    SETTING("issuer-url", "URL", TAUTH_ISSUER_URL,
            "issuer of the tokens; a prefix where none is given"),
    SETTING("username-claim", "CLAIM", TAUTH_USERNAME_CLAIM, "claim with the user name"),
    SETTING("username-prefix", "TEXT", TAUTH_USERNAME_PREFIX,
            "in front of every user name; - for none"),
    HEADING("Output"),
    OUTPUT_ROW("write to a file of mode 0600; - is stdout"),
    FORCE_ROW("overwrite an existing file"),
    ALLOW_ROW,
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_rbac = {
    .name = "rbac",
    .synopsis = "[OPTION...]",
    .summary = "Write RBAC manifests that give groups and users their rights",
    .examples = "  talosauth rbac --provider zitadel --admin-group administrators \\\n"
                "      --viewer-group users | kubectl apply -f -\n"
                "  talosauth rbac -f access.yaml -O rbac.yaml\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .no_words = "the command takes no files",
    .run = run_rbac,
    .without_ca = true,
};
