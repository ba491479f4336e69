/* SPDX-License-Identifier: MIT */
#include "check/settings/names.h"

#include "base/diag.h"
#include "base/status.h"
#include "yaml/sops.h"

/* <project id>, https://<instance>.zitadel.cloud */
bool is_placeholder(struct span text) {
    size_t open = span_find(text, '<');
    struct span rest = span_slice(text, open, text.size);
    return span_find(rest, '>') < rest.size;
}

/* What was not filled in, or not decrypted; a config with it could not be edited again. */
static enum tauth_status check_value(const struct setting_place *place, struct span text,
                                     struct tauth_diags *diags) {
    struct required_claim claim;
    if (is_placeholder(text)) {
        return setting_report(place, diags, RULE_PLACEHOLDER, "put the real value there",
                              "\"%.*s\" is a placeholder", SPAN_ARG(text));
    }
    bool encrypted = is_encrypted(text);
    if (place->setting == TAUTH_REQUIRED_CLAIM && required_claim_parse(text, &claim)) {
        encrypted |= is_encrypted(claim.name) || is_encrypted(claim.value);
    }
    return encrypted ? setting_report(place, diags, RULE_SOPS, "decrypt it first",
                                      "the value is encrypted by SOPS")
                     : TAUTH_OK;
}

enum tauth_status check_placeholder(const struct tauth_settings *settings,
                                    enum tauth_setting setting,
                                    struct tauth_diags *diags) {
    const struct setting_values *values = &settings->values[setting];
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < values->list.count; i++) {
        const struct setting_place place = {settings, setting, i};
        status_keep(&status, check_value(&place, values->list.items[i], diags));
    }
    return status;
}

enum tauth_status check_placeholders(const struct tauth_settings *settings,
                                     struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (enum tauth_setting i = 0; i <= TAUTH_TALOS_VERSION; i++) {
        status_keep(&status, check_placeholder(settings, i, diags));
    }
    return status;
}

enum tauth_status check_prefix(const struct tauth_settings *settings,
                               enum tauth_setting setting, struct span prefix,
                               struct tauth_diags *diags) {
    const struct setting_place place = {settings, setting, 0};
    enum tauth_status status = TAUTH_OK;
    char first = prefix.size > 0 ? prefix.data[0] : '\0';
    char last = prefix.size > 0 ? prefix.data[prefix.size - 1] : '\0';
    if (first == '"' || first == '\'' || last == '"' || last == '\'') {
        status_keep(&status, setting_report(
                                 &place, diags, RULE_PREFIX_QUOTES,
                                 "leave the quotes out; talosauth quotes what it writes",
                                 "the quotes would become part of every name"));
    }
    if (span_starts(prefix, "system:") && !settings->allow_system_names) {
        status_keep(
            &status,
            setting_report(&place, diags, RULE_SYSTEM_NAMES,
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
    return setting_empty(
        &(struct setting_place){settings, TAUTH_GROUPS_PREFIX, 0}, diags,
        RULE_EMPTY_GROUPS_PREFIX,
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
