/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/layout.h"
#include "cli/report.h"
#include "cli/rows.h"

static int write_patch(struct arguments *arguments, enum tauth_layout layout,
                       const struct tauth_patch_base *base) {
    struct tauth_text text = {0};
    struct tauth_patch_options options = {
        .size = sizeof(options),
        .layout = layout,
        .base = base,
        .files_only = arguments->files_only,
        .with_rbac = arguments->with_rbac,
        .role_bindings = arguments->with_role_bindings,
    };
    enum tauth_status status =
        tauth_patch(arguments->settings, &options, &text, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    report_findings(arguments, arguments->diags);
    int code = report_result(arguments, text);
    tauth_text_free(&text);
    if (code == EXIT_DONE && report_names_file(arguments) && !arguments->quiet) {
        fprintf(
            stderr,
            "next: talosctl -n NODE patch machineconfig -p @%s --dry-run, then without "
            "--dry-run,\none control-plane node first\n",
            arguments->output);
    }
    return code;
}

static int run_patch(struct arguments *arguments) {
    enum tauth_layout layout;
    if (!layout_parse(arguments, &layout) || !report_check_force(arguments) ||
        !report_check_rbac(arguments)) {
        return EXIT_TROUBLE;
    }
    if (arguments->base == NULL) {
        return write_patch(arguments, layout, NULL);
    }
    struct tauth_file *file = NULL;
    enum tauth_status status =
        tauth_file_read(arguments->base, false, &file, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    struct tauth_patch_base base = {arguments->base, tauth_file_text(file)};
    int code = write_patch(arguments, layout, &base);
    tauth_file_free(file);
    return code;
}

static const struct option_row options[] = {
    HEADING("Settings"),
    ACCESS_ROW,
    TOKEN_ROWS,
    VERSION_ROW,
    HEADING("What else"),
    RBAC_ROWS,
    FILES_ONLY_ROW,
    HEADING("Output"),
    TEXT(0, "base", "FILE", base, "the config the patch is for (- is stdin)"),
    LAYOUT_ROW,
    OUTPUT_ROW("write to a file of mode 0600; - is stdout"),
    FORCE_ROW("overwrite an existing file"),
    ALLOW_ROW,
    HEADING("General"),
    COMMON_ROWS,
};

const struct command command_patch = {
    .name = "patch",
    .synopsis = "[OPTION...]",
    .summary = "Write a strategic-merge patch for talosctl",
    .examples =
        "  talosauth patch --provider zitadel --issuer-url https://zitadel.example.com \\\n"
        "      --audience 340112345678901234 --base controlplane.yaml -O oidc.yaml\n"
        "  talosctl -n NODE patch machineconfig -p @oidc.yaml --dry-run\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .no_words = "the command takes no files; the config goes to --base FILE",
    .run = run_patch,
};
