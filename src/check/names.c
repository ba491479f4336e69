/* SPDX-License-Identifier: MIT */
#include "check/names.h"

#include "base/diag.h"
#include "base/status.h"
#include "base/strset.h"
#include "check/settings.h"

/* <project id>, https://<instance>.zitadel.cloud */
static bool is_placeholder(struct span text) {
    size_t open = span_find(text, '<');
    struct span rest = span_slice(text, open, text.size);
    return span_find(rest, '>') < rest.size;
}

enum tauth_status check_placeholders(const struct tauth_settings *settings,
                                     struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (enum tauth_setting i = 0; i < TAUTH_SETTING_COUNT; i++) {
        const struct setting_values *values = &settings->values[i];
        for (size_t j = 0; j < values->list.count; j++) {
            struct span text = values->list.items[j];
            if (is_placeholder(text)) {
                status_keep(&status,
                            diag_option(diags, RULE_PLACEHOLDER, setting_option(i),
                                        "put the real value there",
                                        "\"%.*s\" is a placeholder", SPAN_ARG(text)));
            }
        }
    }
    return status;
}

static enum tauth_status check_prefix(const struct tauth_settings *settings,
                                      enum tauth_setting setting, struct span prefix,
                                      struct tauth_diags *diags) {
    const char *option = setting_option(setting);
    enum tauth_status status = TAUTH_OK;
    char first = prefix.size > 0 ? prefix.data[0] : '\0';
    char last = prefix.size > 0 ? prefix.data[prefix.size - 1] : '\0';
    if (first == '"' || first == '\'' || last == '"' || last == '\'') {
        status_keep(&status,
                    diag_option(diags, RULE_PREFIX_QUOTES, option,
                                "leave the quotes out; talosauth quotes what it writes",
                                "the quotes would become part of every name"));
    }
    if (span_starts(prefix, "system:") && !settings->allow_system_names) {
        status_keep(&status,
                    diag_option(diags, RULE_SYSTEM_NAMES, option,
                                "choose another prefix, such as oidc: (--allow "
                                "system-names accepts it)",
                                "names beginning with system: belong to Kubernetes; this "
                                "prefix lets the provider make such names"));
    }
    return status;
}

static enum tauth_status check_groups_prefix(const struct tauth_settings *settings,
                                             const struct oidc *oidc,
                                             struct tauth_diags *diags) {
    if (oidc->groups_claim.size == 0 || oidc->groups_prefix.size > 0 ||
        settings->allow_empty_groups_prefix) {
        return TAUTH_OK;
    }
    return diag_option(
        diags, RULE_EMPTY_GROUPS_PREFIX, "--groups-prefix",
        "give a prefix such as oidc: (--allow empty-groups-prefix accepts "
        "it)",
        "without a groups prefix a group system:masters of the provider is "
        "a super-user here");
}

enum tauth_status check_prefixes(const struct tauth_settings *settings,
                                 const struct oidc *oidc, struct tauth_diags *diags) {
    enum tauth_status status =
        check_prefix(settings, TAUTH_USERNAME_PREFIX, oidc->username_prefix, diags);
    status_keep(&status,
                check_prefix(settings, TAUTH_GROUPS_PREFIX, oidc->groups_prefix, diags));
    status_keep(&status, check_groups_prefix(settings, oidc, diags));
    return status;
}

static enum tauth_status check_group_list(const struct tauth_settings *settings,
                                          enum tauth_setting setting, struct span prefix,
                                          struct tauth_diags *diags) {
    const struct setting_values *groups = &settings->values[setting];
    const char *option = setting_option(setting);
    _cleanup_(strset_deinit) struct strset seen = {0};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < groups->list.count; i++) {
        struct span group = groups->list.items[i];
        uint32_t first = strset_add(&seen, group, (uint32_t)i + 1);
        if (first == 0) {
            return TAUTH_NO_MEMORY;
        }
        if (group.size == 0) {
            status_keep(&status, diag_option(diags, RULE_RBAC_GROUP, option,
                                             "leave the option out or name a group",
                                             "subjects[%zu].name: Required value", i));
        } else if (first != i + 1) {
            status_keep(&status,
                        diag_option(diags, RULE_RBAC_GROUP, option, "name it once",
                                    "group %.*s is there twice", SPAN_ARG(group)));
        }
        bool system = prefix.size == 0 && span_starts(group, "system:");
        if (system && !settings->allow_system_names) {
            status_keep(&status,
                        diag_option(diags, RULE_SYSTEM_NAMES, option,
                                    "give a groups prefix (--allow system-names accepts "
                                    "it)",
                                    "%.*s belongs to Kubernetes", SPAN_ARG(group)));
        }
    }
    return status;
}

enum tauth_status check_groups(const struct tauth_settings *settings,
                               struct tauth_diags *diags) {
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    enum tauth_status status = check_placeholders(settings, diags);
    if (settings->values[TAUTH_ADMIN_GROUP].list.count == 0 &&
        settings->values[TAUTH_VIEWER_GROUP].list.count == 0) {
        status_keep(&status, diag_option(diags, RULE_RBAC_GROUP, "--admin-group",
                                         "give --admin-group or --viewer-group",
                                         "no group to bind was given"));
    }
    status_keep(&status,
                check_prefix(settings, TAUTH_GROUPS_PREFIX, oidc.groups_prefix, diags));
    if (oidc.groups_prefix.size == 0 && !settings->allow_empty_groups_prefix) {
        status_keep(
            &status,
            diag_option(diags, RULE_EMPTY_GROUPS_PREFIX, "--groups-prefix",
                        "give --provider or --groups-prefix as for `merge` (--allow "
                        "empty-groups-prefix accepts it)",
                        "the groups have no prefix"));
    }
    status_keep(&status,
                check_group_list(settings, TAUTH_ADMIN_GROUP, oidc.groups_prefix, diags));
    status_keep(&status, check_group_list(settings, TAUTH_VIEWER_GROUP,
                                          oidc.groups_prefix, diags));
    return status;
}
