/* SPDX-License-Identifier: MIT */
/* How settings are given: by options or the access file, and findings about them there. */
#ifndef MODEL_SETTING_PLACE_H
#define MODEL_SETTING_PLACE_H

#include "model/settings.h"

/* Which value of which setting. */
struct setting_place {
    const struct tauth_settings *settings;
    enum tauth_setting setting;
    size_t item;
};

/* "--issuer-url" */
const char *setting_option(enum tauth_setting setting);

/* Keeps a copy: lists grow, other settings are replaced. */
enum tauth_status setting_keep(struct tauth_settings *settings,
                               enum tauth_setting setting, struct span text) _must_check_;

/* What is a lint in a file that is there is refused where it would be written. */
const enum tauth_severity *setting_severity(enum rule rule);

/* Adds a finding about a value: at its place in the access file, or under its option. */
enum tauth_status setting_report(const struct setting_place *place,
                                 struct tauth_diags *diags, enum rule rule,
                                 const char *hint, const char *format, ...)
    _printf_(5, 6);

/* Adds a finding about a setting that is missing: "issuer.url" of the access file. */
enum tauth_status setting_missing(const struct setting_place *place,
                                  struct tauth_diags *diags, enum rule rule,
                                  const char *hint, const char *message);

/* Adds a finding about a setting that is missing, or is there and empty. */
enum tauth_status setting_empty(const struct setting_place *place,
                                struct tauth_diags *diags, enum rule rule,
                                const char *hint, const char *message);

/* Adds a finding at a key of an item that the access file gave. */
enum tauth_status setting_report_key(const struct setting_place *place, const char *key,
                                     struct tauth_diags *diags, enum rule rule,
                                     const char *hint, const char *message) _must_check_;

/* As setting_empty(), with the severity of the rule: a warning refuses nothing. */
enum tauth_status setting_warn(const struct setting_place *place,
                               struct tauth_diags *diags, enum rule rule,
                               const char *hint, const char *message) _must_check_;

/* The root of the first document of the access file that is not null, or 0. */
node_id access_root(const struct tauth_settings *settings);

/*
 * The node of a key in an item that the access file gave; of the item where it is not
 * there.
 */
node_id access_item_node(const struct setting_place *place, const char *key);

/* The node of rbac.LIST[item].KEY in the access file; of the item where KEY is not there. */
node_id access_binding_node(const struct tauth_settings *settings, const char *list,
                            size_t item, const char *key);

/* Where an index of the access file has a setting, or rbac.LIST[item].KEY[name]; or 0. */
node_id setting_node(const struct setting_place *place, const struct yaml_index *index);
node_id access_bound_node(const struct yaml_index *index, const char *list, size_t item,
                          const char *key, size_t name);

#endif
