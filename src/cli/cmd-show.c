/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/rows.h"

static bool parse_format(struct arguments *arguments, enum tauth_format *out) {
    const char *format = arguments->format == NULL ? "text" : arguments->format;
    bool json = strcmp(format, "json") == 0;
    *out = json ? TAUTH_JSON : TAUTH_TEXT;
    if (!json && strcmp(format, "text") != 0) {
        usage_fault(arguments, "--output", "the value is text or json");
        return false;
    }
    return true;
}

static int finish(struct arguments *arguments, enum tauth_status status,
                  struct tauth_text *text) {
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    report_findings(arguments, arguments->diags);
    int code = report_output(*text);
    tauth_text_free(text);
    return code;
}

static int show_names(struct arguments *arguments, enum tauth_format format) {
    struct tauth_subjects_request request = {
        .size = sizeof(request),
        .user = arguments->user_for,
        .groups = arguments->groups.items,
        .group_count = arguments->groups.count,
        .format = format,
    };
    struct tauth_text text = {0};
    enum tauth_status status =
        tauth_subjects(arguments->settings, &request, &text, arguments->diags);
    return finish(arguments, status, &text);
}

static int show_file(struct arguments *arguments, enum tauth_format format) {
    struct tauth_file *file = NULL;
    struct tauth_text text = {0};
    const char *path = arguments->files.items[0];
    enum tauth_status status = tauth_file_read(path, false, &file, arguments->diags);
    if (status == TAUTH_OK) {
        status = tauth_show(path, tauth_file_text(file), format, &text, arguments->diags);
    }
    tauth_file_free(file);
    return finish(arguments, status, &text);
}

static int wrong_usage(struct arguments *arguments, const char *option,
                       const char *message, const char *hint) {
    struct tauth_diag finding = {
        .rule = "usage", .option = option, .message = message, .hint = hint};
    return report_finding(arguments, &finding);
}

/* A file is shown as it is: settings beside it would mean nothing. */
static int show_only_file(struct arguments *arguments, enum tauth_format format) {
    if (arguments->access != NULL) {
        return wrong_usage(arguments, "--access",
                           "cannot be combined with FILE, which is shown as it is",
                           "show one of them; talosauth validate takes both together");
    }
    if (tauth_settings_any(arguments->settings)) {
        return wrong_usage(arguments, "FILE", "is shown as it is, without other settings",
                           "leave the settings out; they go with --user-for and --group");
    }
    return show_file(arguments, format);
}

static int run_show(struct arguments *arguments) {
    enum tauth_format format;
    bool names = arguments->user_for != NULL || arguments->groups.count > 0;
    if (!parse_format(arguments, &format)) {
        return EXIT_TROUBLE;
    }
    if (arguments->files.count > 1 || (names && arguments->files.count > 0)) {
        return usage_fault(arguments, "FILE",
                           names ? "--user-for and --group go by settings, not by a file"
                                 : "show takes one file");
    }
    if (arguments->files.count == 0 && !names) {
        return wrong_usage(arguments, "FILE", "give a file, or --user-for or --group",
                           "for example talosauth show controlplane.yaml, or --user-for "
                           "sub=123 with the settings");
    }
    return names ? show_names(arguments, format) : show_only_file(arguments, format);
}

static const struct option_row options[] = {
    HEADING("Whose names"),
    TEXT(0, "user-for", "CLAIM=VALUE", user_for, "the user of a token with this claim"),
    LIST("group", "G", groups, "a group of the provider (repeatable)"),
    HEADING("Settings for these names"),
    ACCESS_ROW,
    PROVIDER_ROW,
    SETTING("issuer-url", "URL", TAUTH_ISSUER_URL, "issuer of the tokens"),
    SETTING("username-claim", "CLAIM", TAUTH_USERNAME_CLAIM, "claim with the user name"),
    SETTING("username-prefix", "TEXT", TAUTH_USERNAME_PREFIX,
            "in front of every user name; - for none"),
    SETTING("groups-claim", "CLAIM", TAUTH_GROUPS_CLAIM, "claim with the groups"),
    GROUPS_PREFIX_ROW,
    HEADING("General"),
    TEXT('o', "output", "text|json", format, "how to show it"),
    COMMON_ROWS,
};

const struct command command_show = {
    .name = "show",
    .synopsis = "[OPTION...] [FILE]",
    .summary = "Show what authentication a file comes to, or the names of users",
    .examples =
        "  talosauth show controlplane.yaml\n"
        "  talosauth show --provider zitadel --user-for email=ann@example.com \\\n"
        "      --group administrators\n"
        "  talosauth show -f access.yaml --group administrators -o json\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_FILES,
    .run = run_show,
    .without_ca = true,
};
