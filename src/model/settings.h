/* SPDX-License-Identifier: MIT */
/* The settings as given, and what they come to with the preset filled in. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include <talosauth/objects.h>
#include <talosauth/settings.h>

#include "base/arena.h"
#include "base/vec.h"
#include "model/presets.h"
#include "model/version.h"
#include "yaml/node.h"

struct setting_values {
    VEC(struct span) list;
    bool from_access; /* the access file gave them, no option did */
};

struct tauth_settings {
    struct arena arena;
    struct setting_values values[TAUTH_SETTING_COUNT];
    const struct preset *preset;
    struct talos_version talos;
    bool has_talos;
    enum tauth_grant_type grant_type;
    struct span issuer_ca;             /* certificates as PEM; data NULL: not given */
    bool without_ca;                   /* caFile of the access file is not read */
    const struct tauth_access *access; /* NULL: there is no access file */
    struct source access_source;
    struct yaml_index access_index;
    bool allow_empty_groups_prefix;
    bool allow_system_names;
};

struct required_claim {
    struct span name;
    struct span value;
};

/*
 * OIDC settings with the preset filled in. A text whose data is NULL was not given and
 * has no preset: flags leave it out, structured authentication takes the flag's default.
 */
struct oidc {
    const struct tauth_settings *settings; /* what it was made from */
    struct span issuer;
    const struct span *audiences;
    size_t audience_count;
    struct span username_claim;
    struct span username_prefix;
    bool username_given; /* claim or prefix, not by the preset */
    struct span groups_claim;
    struct span groups_prefix;
    bool groups_given;           /* claim or prefix, not by the preset */
    bool groups_prefix_given;    /* not by the preset */
    const struct span *required; /* as given, NAME=VALUE */
    size_t required_count;
    const struct span *algorithms;
    size_t algorithm_count;
    bool algorithms_given; /* not by the preset */
    struct span issuer_ca; /* PEM */
};

/* The last value of a setting; data is NULL when it was not given. */
struct span setting_get(const struct tauth_settings *settings,
                        enum tauth_setting setting);

/* The values of `settings` must outlive the result. */
void settings_resolve(const struct tauth_settings *settings, struct oidc *oidc);

/* Splits NAME=VALUE at the first `=` and trims both, as kube-apiserver does. */
bool required_claim_parse(struct span text, struct required_claim *out);

void settings_deinit(struct tauth_settings *settings);

#endif
