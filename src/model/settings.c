/* SPDX-License-Identifier: MIT */
#include "model/settings.h"
#include "yaml/read.h"

#include <stdarg.h>
#include <stdio.h>

struct setting_row {
    const char *option;
    const char *path[3]; /* in the access file */
    bool list;
};

static const struct setting_row rows[TAUTH_SETTING_COUNT] = {
    [TAUTH_PROVIDER] = {"--provider", {"issuer", "provider"}, false},
    [TAUTH_ISSUER_URL] = {"--issuer-url", {"issuer", "url"}, false},
    [TAUTH_AUDIENCE] = {"--audience", {"issuer", "audiences"}, true},
    [TAUTH_USERNAME_CLAIM] = {"--username-claim", {"claims", "username", "claim"}, false},
    [TAUTH_USERNAME_PREFIX] = {"--username-prefix",
                               {"claims", "username", "prefix"},
                               false},
    [TAUTH_GROUPS_CLAIM] = {"--groups-claim", {"claims", "groups", "claim"}, false},
    [TAUTH_GROUPS_PREFIX] = {"--groups-prefix", {"claims", "groups", "prefix"}, false},
    [TAUTH_REQUIRED_CLAIM] = {"--required-claim", {"claims", "required"}, true},
    [TAUTH_SIGNING_ALGS] = {"--signing-algs", {"issuer", "signingAlgorithms"}, true},
    [TAUTH_ISSUER_CA] = {"--issuer-ca", {"issuer", "caFile"}, false},
    [TAUTH_ADMIN_GROUP] = {"--admin-group", {"rbac", "admins"}, true},
    [TAUTH_VIEWER_GROUP] = {"--viewer-group", {"rbac", "viewers"}, true},
    [TAUTH_TALOS_VERSION] = {"--talos-version", {"talos", "version"}, false},
    [TAUTH_CLUSTER_NAME] = {"--name", {"cluster", "name"}, false},
    [TAUTH_SERVER] = {"--server", {"cluster", "server"}, false},
    [TAUTH_LOGIN_CLIENT_ID] = {"--login-client-id", {"login", "clientId"}, false},
    [TAUTH_LOGIN_SCOPE] = {"--scope", {"login", "scopes"}, true},
    [TAUTH_GRANT_TYPE] = {"--grant-type", {"login", "grantType"}, false},
};

const char *setting_option(enum tauth_setting setting) {
    return rows[setting].option;
}

static node_id nth_item(const struct yaml_index *index, node_id list, size_t item) {
    node_id id =
        node_at(index, list)->kind == NODE_SEQUENCE ? node_at(index, list)->first : 0;
    while (id != 0 && item-- > 0) {
        id = node_at(index, id)->next;
    }
    return id == 0 ? list : id;
}

node_id access_root(const struct tauth_settings *settings) {
    const struct yaml_index *index = &settings->access_index;
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (!node_is_null(index, root)) {
            return root;
        }
    }
    return 0;
}

/* The deepest part of a setting's path that the access file has. */
static node_id access_node(const struct setting_place *place) {
    const struct yaml_index *index = &place->settings->access_index;
    const struct setting_row *row = &rows[place->setting];
    node_id id = access_root(place->settings);
    for (size_t i = 0; i < ARRAY_SIZE(row->path) && row->path[i] != NULL; i++) {
        node_id next = node_get(index, id, span_of(row->path[i]), NULL);
        if (next == 0) {
            return id;
        }
        id = next;
    }
    return row->list ? nth_item(index, id, place->item) : id;
}

node_id access_binding_node(const struct tauth_settings *settings, const char *list,
                            size_t item, const char *key) {
    const struct yaml_index *index = &settings->access_index;
    node_id id = node_path(index, access_root(settings), "rbac", list, NULL);
    id = nth_item(index, id, item);
    node_id value = node_get(index, id, span_of(key), NULL);
    return value == 0 ? id : value;
}

const enum tauth_severity *setting_severity(enum rule rule) {
    static const enum tauth_severity error = TAUTH_ERROR;
    enum rule_class class = rule_info(rule)->class;
    return class == CLASS_LINT || class == CLASS_RBAC ? &error : NULL;
}

/* A finding about an option, or about its place in the access file. */
_printf_(6, 7) static enum tauth_status
    report(const struct setting_place *place, struct tauth_diags *diags, enum rule rule,
           bool access, const char *hint, const char *format, ...) {
    const enum tauth_severity *severity = setting_severity(rule);
    const struct node_place node = {&place->settings->access_index,
                                    access ? access_node(place) : 0, severity};
    const struct diag_place option = {.option = setting_option(place->setting),
                                      .severity = severity};
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        access ? node_report_list(diags, rule, &node, hint, format, arguments)
               : diag_add_list(diags, rule, &option, hint, format, arguments);
    va_end(arguments);
    return status;
}

enum tauth_status setting_report(const struct setting_place *place,
                                 struct tauth_diags *diags, enum rule rule,
                                 const char *hint, const char *format, ...) {
    _cleanup_(cleanup_free) char *message = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&message, format, arguments);
    va_end(arguments);
    if (length < 0) {
        message = NULL;
        return TAUTH_NO_MEMORY;
    }
    bool access = place->settings->values[place->setting].from_access;
    return report(place, diags, rule, access, hint, "%s", message);
}

enum tauth_status setting_missing(const struct setting_place *place,
                                  struct tauth_diags *diags, enum rule rule,
                                  const char *hint, const char *message) {
    const char *const *path = rows[place->setting].path;
    if (place->settings->access == NULL) {
        return report(place, diags, rule, false, hint, "%s", message);
    }
    return report(place, diags, rule, true, hint, "%s.%s%s%s is missing: %s", path[0],
                  path[1], path[2] == NULL ? "" : ".", path[2] == NULL ? "" : path[2],
                  message);
}

enum tauth_status setting_empty(const struct setting_place *place,
                                struct tauth_diags *diags, enum rule rule,
                                const char *hint, const char *message) {
    return setting_get(place->settings, place->setting).data == NULL
               ? setting_missing(place, diags, rule, hint, message)
               : setting_report(place, diags, rule, hint, "%s", message);
}

enum tauth_status setting_keep(struct tauth_settings *settings,
                               enum tauth_setting setting, struct span text) {
    char *copy = arena_copy(&settings->arena, text);
    struct setting_values *values = &settings->values[setting];
    if (copy == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (!rows[setting].list) {
        values->list.count = 0;
    }
    struct span *slot = VEC_PUSH(values->list);
    if (slot == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *slot = (struct span){copy, text.size};
    return TAUTH_OK;
}

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
