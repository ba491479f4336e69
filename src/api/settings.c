/* SPDX-License-Identifier: MIT */
#include "api/settings.h"

#include <time.h>

#include "api/provider.h"
#include "base/file.h"
#include "check/settings/authority.h"
#include "check/settings/settings.h"
#include "model/grant.h"
#include "model/setting-place.h"
#include "text/utf8.h"

struct tauth_settings *tauth_settings_new(void) {
    return calloc(1, sizeof(struct tauth_settings));
}

void tauth_settings_free(struct tauth_settings *settings) {
    if (settings != NULL) {
        settings_deinit(settings);
        free(settings);
    }
}

static enum tauth_status check_text(const struct setting_place *place, struct span text,
                                    struct tauth_diags *diags) {
    return utf8_is_line(text)
               ? TAUTH_OK
               : setting_report(place, diags, RULE_SETTING_TEXT,
                                "look for a stray newline, tab or wrong character set",
                                "the value is not one line of UTF-8 text");
}

static enum tauth_status set_talos(const struct setting_place *place,
                                   struct tauth_settings *settings, struct span text,
                                   struct tauth_diags *diags) {
    struct talos_version version;
    if (talos_version_parse(text, &version)) {
        settings->talos = version;
        settings->has_talos = true;
        return TAUTH_OK;
    }
    return setting_report(place, diags, RULE_TALOS_VERSION,
                          "write vX.Y or vX.Y.Z, as `talosctl version` prints it",
                          "\"%.*s\" is not a Talos version", SPAN_ARG(text));
}

/* The words of kubelogin for a wrong one. */
static enum tauth_status set_grant_type(const struct setting_place *place,
                                        struct tauth_settings *settings, const char *text,
                                        struct tauth_diags *diags) {
    enum tauth_grant_type type = grant_type_find(text);
    if (type != TAUTH_GRANT_DEFAULT) {
        settings->grant_type = type;
        return TAUTH_OK;
    }
    return setting_report(
        place, diags, RULE_GRANT_TYPE,
        "leave it out for a browser, or device-code where there is none",
        "grant-type must be one of (auto|authcode|authcode-keyboard|"
        "password|device-code|client-credentials)");
}

/* `A,B` is two algorithms; an empty one stays, to be refused by name. */
static enum tauth_status add_algorithms(struct tauth_settings *settings,
                                        struct span text) {
    for (;;) {
        size_t comma = span_find(text, ',');
        enum tauth_status status =
            setting_keep(settings, TAUTH_SIGNING_ALGS, span_slice(text, 0, comma));
        if (status != TAUTH_OK || comma == text.size) {
            return status;
        }
        text = span_slice(text, comma + 1, text.size);
    }
}

enum tauth_status settings_add(struct tauth_settings *settings,
                               const struct setting_place *place, const char *value,
                               struct tauth_diags *diags) {
    struct span text = span_of(value);
    enum tauth_status status = check_text(place, text, diags);
    if (status == TAUTH_OK && place->setting == TAUTH_PROVIDER) {
        status = provider_find(value, &settings->preset, diags);
    }
    if (status == TAUTH_OK && place->setting == TAUTH_TALOS_VERSION) {
        status = set_talos(place, settings, text, diags);
    }
    if (status == TAUTH_OK && place->setting == TAUTH_GRANT_TYPE) {
        status = set_grant_type(place, settings, value, diags);
    }
    return status == TAUTH_OK ? setting_keep(settings, place->setting, text) : status;
}

enum tauth_status settings_add_authority(struct tauth_settings *settings,
                                         const char *name, struct span text,
                                         struct tauth_diags *diags) {
    struct source source = {.name = name, .text = text};
    _cleanup_buf_ struct buf pem = {0};
    enum tauth_status status = check_authority(&source, time(NULL), &pem, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    char *copy = arena_copy(&settings->arena, buf_view(&pem));
    settings->issuer_ca = (struct span){copy, pem.size};
    return copy == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
}

static enum tauth_status read_authority(struct tauth_settings *settings, const char *path,
                                        struct tauth_diags *diags) {
    struct tauth_file *file = NULL;
    enum tauth_status status = file_read(path, false, &file, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    status = settings_add_authority(settings, path, buf_view(&file->text), diags);
    file_free(file);
    return status;
}

enum tauth_status tauth_settings_add(struct tauth_settings *settings,
                                     enum tauth_setting setting, const char *value,
                                     struct tauth_diags *diags) {
    const struct setting_place place = {settings, setting, 0};
    if (setting == TAUTH_SIGNING_ALGS) {
        enum tauth_status status = check_text(&place, span_of(value), diags);
        return status == TAUTH_OK ? add_algorithms(settings, span_of(value)) : status;
    }
    enum tauth_status status = settings_add(settings, &place, value, diags);
    return status == TAUTH_OK && setting == TAUTH_ISSUER_CA
               ? read_authority(settings, value, diags)
               : status;
}

enum tauth_status tauth_settings_issuer_ca(struct tauth_settings *settings,
                                           const char *name, struct tauth_text text,
                                           struct tauth_diags *diags) {
    enum tauth_status status = settings_add_authority(
        settings, name, (struct span){text.data, text.size}, diags);
    return status == TAUTH_OK ? setting_keep(settings, TAUTH_ISSUER_CA, span_of(name))
                              : status;
}

void tauth_settings_without_ca(struct tauth_settings *settings) {
    settings->without_ca = true;
}

enum tauth_status tauth_settings_allow(struct tauth_settings *settings,
                                       const char *rule) {
    if (strcmp(rule, rule_info(RULE_EMPTY_GROUPS_PREFIX)->id) == 0) {
        settings->allow_empty_groups_prefix = true;
        return TAUTH_OK;
    }
    if (strcmp(rule, rule_info(RULE_SYSTEM_NAMES)->id) == 0) {
        settings->allow_system_names = true;
        return TAUTH_OK;
    }
    return TAUTH_REFUSED;
}

bool tauth_settings_any(const struct tauth_settings *settings) {
    for (enum tauth_setting i = TAUTH_PROVIDER; i <= TAUTH_ISSUER_CA; i++) {
        if (settings->values[i].list.count > 0) {
            return true;
        }
    }
    return false;
}

const char *tauth_setting_option(enum tauth_setting setting) {
    return setting_option(setting);
}

const char *tauth_provider_name(size_t index) {
    const struct preset *preset = preset_at(index);
    return preset == NULL ? NULL : preset->name;
}

enum tauth_status tauth_settings_check(const struct tauth_settings *settings,
                                       struct tauth_diags *diags) {
    return check_settings(settings, tauth_settings_any(settings), diags);
}
