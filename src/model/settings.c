/* SPDX-License-Identifier: MIT */
#include "model/settings.h"

#include "yaml/read.h"

struct span setting_get(const struct tauth_settings *settings,
                        enum tauth_setting setting) {
    const struct setting_values *values = &settings->values[setting];
    return values->list.count == 0 ? (struct span){NULL, 0}
                                   : values->list.items[values->list.count - 1];
}

static bool is_given(const struct tauth_settings *settings, enum tauth_setting setting) {
    return setting_get(settings, setting).data != NULL;
}

static struct span or_preset(struct span given, const char *preset) {
    return given.data == NULL ? span_of(preset) : given;
}

void settings_resolve(const struct tauth_settings *settings, struct oidc *oidc) {
    static const struct span es256 = {"ES256", 5};
    static const struct preset none = {0};
    const struct preset *preset = settings->preset == NULL ? &none : settings->preset;
    const struct setting_values *values = settings->values;
    *oidc = (struct oidc){
        .settings = settings,
        .issuer = setting_get(settings, TAUTH_ISSUER_URL),
        .audiences = values[TAUTH_AUDIENCE].list.items,
        .audience_count = values[TAUTH_AUDIENCE].list.count,
        .username_claim = or_preset(setting_get(settings, TAUTH_USERNAME_CLAIM),
                                    preset->username_claim),
        .username_prefix =
            or_preset(setting_get(settings, TAUTH_USERNAME_PREFIX), preset->prefix),
        .groups_claim =
            or_preset(setting_get(settings, TAUTH_GROUPS_CLAIM), preset->groups_claim),
        .groups_prefix =
            or_preset(setting_get(settings, TAUTH_GROUPS_PREFIX), preset->prefix),
        .username_given = is_given(settings, TAUTH_USERNAME_CLAIM) ||
                          is_given(settings, TAUTH_USERNAME_PREFIX),
        .groups_given = is_given(settings, TAUTH_GROUPS_CLAIM) ||
                        is_given(settings, TAUTH_GROUPS_PREFIX),
        .groups_prefix_given = is_given(settings, TAUTH_GROUPS_PREFIX),
        .required = values[TAUTH_REQUIRED_CLAIM].list.items,
        .required_count = values[TAUTH_REQUIRED_CLAIM].list.count,
        .algorithms = values[TAUTH_SIGNING_ALGS].list.items,
        .algorithm_count = values[TAUTH_SIGNING_ALGS].list.count,
        .algorithms_given = values[TAUTH_SIGNING_ALGS].list.count > 0,
        .issuer_ca = settings->issuer_ca,
    };
    if (oidc->algorithm_count == 0 && preset->algorithm != NULL) {
        oidc->algorithms = &es256;
        oidc->algorithm_count = 1;
    }
}

static struct span trim(struct span text) {
    while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text = span_slice(text, 1, text.size);
    }
    while (text.size > 0 &&
           (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t')) {
        text.size--;
    }
    return text;
}

bool required_claim_parse(struct span text, struct required_claim *out) {
    size_t at = span_find(text, '=');
    if (at == text.size) {
        return false;
    }
    out->name = trim(span_slice(text, 0, at));
    out->value = trim(span_slice(text, at + 1, text.size));
    return true;
}

void settings_deinit(struct tauth_settings *settings) {
    for (size_t i = 0; i < TAUTH_SETTING_COUNT; i++) {
        VEC_DEINIT(settings->values[i].list);
    }
    yaml_index_deinit(&settings->access_index);
    arena_deinit(&settings->arena);
}
