/* SPDX-License-Identifier: MIT */
#include <talosauth/settings.h>

#include "api/provider.h"
#include "base/diag.h"
#include "check/settings.h"
#include "model/settings.h"
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

static enum tauth_status check_text(enum tauth_setting setting, struct span text,
                                    struct tauth_diags *diags) {
    bool valid = utf8_check(text) == text.size;
    for (size_t at = 0; valid && at < text.size;) {
        uint32_t point = utf8_next(text, &at);
        valid = point >= 0x20 && point != 0x7F && (point < 0x80 || point > 0x9F) &&
                point != 0x2028 && point != 0x2029;
    }
    return valid ? TAUTH_OK
                 : diag_option(diags, RULE_SETTING_TEXT, setting_option(setting),
                               "look for a stray newline, tab or wrong character set",
                               "the value is not one line of UTF-8 text");
}

static enum tauth_status keep_value(struct tauth_settings *settings,
                                    enum tauth_setting setting, struct span text) {
    char *copy = arena_copy(&settings->arena, text);
    struct setting_values *values = &settings->values[setting];
    if (copy == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (!setting_is_list(setting)) {
        values->list.count = 0;
    }
    struct span *slot = VEC_PUSH(values->list);
    if (slot == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *slot = (struct span){copy, text.size};
    return TAUTH_OK;
}

static enum tauth_status set_talos(struct tauth_settings *settings, struct span text,
                                   struct tauth_diags *diags) {
    struct talos_version version;
    if (talos_version_parse(text, &version)) {
        settings->talos = version;
        settings->has_talos = true;
        return TAUTH_OK;
    }
    return diag_option(diags, RULE_TALOS_VERSION, "--talos-version",
                       "write vX.Y or vX.Y.Z, as `talosctl version` prints it",
                       "\"%.*s\" is not a Talos version", SPAN_ARG(text));
}

/* `A,B` is two algorithms; an empty one stays, to be refused by name. */
static enum tauth_status add_algorithms(struct tauth_settings *settings,
                                        struct span text) {
    for (;;) {
        size_t comma = span_find(text, ',');
        enum tauth_status status =
            keep_value(settings, TAUTH_SIGNING_ALGS, span_slice(text, 0, comma));
        if (status != TAUTH_OK || comma == text.size) {
            return status;
        }
        text = span_slice(text, comma + 1, text.size);
    }
}

enum tauth_status tauth_settings_add(struct tauth_settings *settings,
                                     enum tauth_setting setting, const char *value,
                                     struct tauth_diags *diags) {
    struct span text = span_of(value);
    enum tauth_status status = check_text(setting, text, diags);
    if (status == TAUTH_OK && setting == TAUTH_PROVIDER) {
        status = provider_find(value, &settings->preset, diags);
    }
    if (status == TAUTH_OK && setting == TAUTH_TALOS_VERSION) {
        status = set_talos(settings, text, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    return setting == TAUTH_SIGNING_ALGS ? add_algorithms(settings, text)
                                         : keep_value(settings, setting, text);
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
    for (enum tauth_setting i = TAUTH_PROVIDER; i <= TAUTH_SIGNING_ALGS; i++) {
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
