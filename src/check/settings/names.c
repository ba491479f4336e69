/* SPDX-License-Identifier: MIT */
#include "check/settings/names.h"

#include "base/diag.h"
#include "base/status.h"
#include "model/setting-place.h"
#include "yaml/sops.h"

/* <project id>, https://<instance>.zitadel.cloud */
bool is_placeholder(struct span text) {
    size_t open = span_find(text, '<');
    struct span rest = span_slice(text, open, text.size);
    return span_find(rest, '>') < rest.size;
}

bool is_dns_label(struct span text) {
    bool good = text.size > 0 && text.size <= 63;
    for (size_t i = 0; i < text.size && good; i++) {
        char byte = text.data[i];
        bool inside = i > 0 && i + 1 < text.size;
        good = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
               (byte == '-' && inside);
    }
    return good;
}

/*
 * What was not filled in, or not decrypted; a config with it could not be edited again.
 * `key` is that of the text in an item of the access file, or NULL.
 */
static enum tauth_status check_text(const struct setting_place *place, const char *key,
                                    struct span text, struct tauth_diags *diags) {
    bool placeholder = is_placeholder(text);
    if (!placeholder && !is_encrypted(text)) {
        return TAUTH_OK;
    }
    enum rule rule = placeholder ? RULE_PLACEHOLDER : RULE_SOPS;
    const char *hint = placeholder ? "put the real value there" : "decrypt it first";
    _cleanup_buf_ struct buf message = {0};
    if (placeholder) {
        buf_printf(&message, "\"%.*s\" is a placeholder", SPAN_ARG(text));
    } else {
        buf_text(&message, "the value is encrypted by SOPS");
    }
    buf_byte(&message, '\0');
    if (message.failed) {
        return TAUTH_NO_MEMORY;
    }
    return key == NULL ? setting_report(place, diags, rule, hint, "%s", message.data)
                       : setting_report_key(place, key, diags, rule, hint, message.data);
}

/* The file has name and value apart, an option has them in one. */
static enum tauth_status check_required(const struct setting_place *place,
                                        struct span text, struct tauth_diags *diags) {
    bool from_access = place->settings->values[place->setting].from_access;
    struct required_claim claim;
    enum tauth_status status =
        from_access ? TAUTH_OK : check_text(place, NULL, text, diags);
    if (status == TAUTH_OK && required_claim_parse(text, &claim)) {
        status = check_text(place, from_access ? "claim" : NULL, claim.name, diags);
        status_keep(&status,
                    check_text(place, from_access ? "value" : NULL, claim.value, diags));
    }
    return status;
}

enum tauth_status check_placeholder(const struct tauth_settings *settings,
                                    enum tauth_setting setting,
                                    struct tauth_diags *diags) {
    const struct setting_values *values = &settings->values[setting];
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < values->list.count; i++) {
        const struct setting_place place = {settings, setting, i};
        struct span text = values->list.items[i];
        status_keep(&status, setting == TAUTH_REQUIRED_CLAIM
                                 ? check_required(&place, text, diags)
                                 : check_text(&place, NULL, text, diags));
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

enum tauth_status check_login_placeholders(const struct tauth_settings *settings,
                                           struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (enum tauth_setting i = TAUTH_TALOS_VERSION + 1; i < TAUTH_SETTING_COUNT; i++) {
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

/* kube-apiserver: authentication.go:547. */
static enum tauth_status check_prefix_alone(const struct tauth_settings *settings,
                                            const struct oidc *oidc,
                                            struct tauth_diags *diags) {
    bool alone = oidc->groups_claim.data == NULL && oidc->groups_prefix_given &&
                 oidc->groups_prefix.size > 0;
    if (!alone || oidc->issuer.size == 0) {
        return TAUTH_OK;
    }
    return setting_warn(&(struct setting_place){settings, TAUTH_GROUPS_PREFIX, 0}, diags,
                        RULE_GROUPS_PREFIX_ALONE,
                        "name the claim that holds the groups too (--groups-claim)",
                        "without a groups claim the prefix is ignored");
}

enum tauth_status check_prefixes(const struct tauth_settings *settings,
                                 const struct oidc *oidc, struct tauth_diags *diags) {
    enum tauth_status status =
        check_prefix(settings, TAUTH_USERNAME_PREFIX, oidc->username_prefix, diags);
    status_keep(&status,
                check_prefix(settings, TAUTH_GROUPS_PREFIX, oidc->groups_prefix, diags));
    status_keep(&status, check_groups_prefix(settings, oidc, diags));
    return status == TAUTH_OK ? check_prefix_alone(settings, oidc, diags) : status;
}
