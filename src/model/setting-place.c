/* SPDX-License-Identifier: MIT */
#include "model/setting-place.h"

#include "base/format.h"

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

static node_id nth_item(const struct yaml_index *index, node_id list, size_t item) {
    node_id id =
        node_at(index, list)->kind == NODE_SEQUENCE ? node_at(index, list)->first : 0;
    while (id != 0 && item-- > 0) {
        id = node_at(index, id)->next;
    }
    return id == 0 ? list : id;
}

static node_id root_of(const struct yaml_index *index) {
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (!node_is_null(index, root)) {
            return root;
        }
    }
    return 0;
}

node_id access_root(const struct tauth_settings *settings) {
    return root_of(&settings->access_index);
}

/* The deepest part of a setting's path that the file has; `whole`: all of it. */
static node_id find_setting(const struct setting_place *place,
                            const struct yaml_index *index, bool *whole) {
    const struct setting_row *row = &rows[place->setting];
    node_id id = root_of(index);
    *whole = false;
    for (size_t i = 0; i < ARRAY_SIZE(row->path) && row->path[i] != NULL; i++) {
        node_id next = node_get(index, id, span_of(row->path[i]), NULL);
        if (next == 0) {
            return id;
        }
        id = next;
    }
    *whole = true;
    return row->list ? nth_item(index, id, place->item) : id;
}

static node_id access_node(const struct setting_place *place) {
    bool whole;
    return find_setting(place, &place->settings->access_index, &whole);
}

node_id setting_node(const struct setting_place *place, const struct yaml_index *index) {
    bool whole;
    node_id id = find_setting(place, index, &whole);
    return whole ? id : 0;
}

node_id access_bound_node(const struct yaml_index *index, const char *list, size_t item,
                          const char *key, size_t name) {
    node_id id = node_path(index, root_of(index), "rbac", list, NULL);
    id = node_get(index, nth_item(index, id, item), span_of(key), NULL);
    return id == 0 ? 0 : nth_item(index, id, name);
}

node_id access_item_node(const struct setting_place *place, const char *key) {
    node_id item = access_node(place);
    node_id value = node_get(&place->settings->access_index, item, span_of(key), NULL);
    return value == 0 ? item : value;
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

/* A finding about an option, or about a node of the access file. */
struct finding {
    const struct setting_place *place;
    struct tauth_diags *diags;
    enum rule rule;
    const enum tauth_severity *severity; /* NULL: that of the rule */
    node_id node;                        /* 0: the option */
    const char *hint;
};

_printf_(2, 3) static enum tauth_status
    report(const struct finding *finding, const char *format, ...) {
    const struct node_place node = {&finding->place->settings->access_index,
                                    finding->node, finding->severity};
    const struct diag_place option = {.option = setting_option(finding->place->setting),
                                      .severity = finding->severity};
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status =
        finding->node != 0 ? node_report_list(finding->diags, finding->rule, &node,
                                              finding->hint, format, arguments)
                           : diag_add_list(finding->diags, finding->rule, &option,
                                           finding->hint, format, arguments);
    va_end(arguments);
    return status;
}

enum tauth_status setting_report(const struct setting_place *place,
                                 struct tauth_diags *diags, enum rule rule,
                                 const char *hint, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    _cleanup_(cleanup_free) char *message = format_text(format, arguments);
    va_end(arguments);
    if (message == NULL) {
        return TAUTH_NO_MEMORY;
    }
    bool access = place->settings->values[place->setting].from_access;
    const struct finding finding = {
        place, diags, rule, setting_severity(rule), access ? access_node(place) : 0,
        hint};
    return report(&finding, "%s", message);
}

enum tauth_status setting_report_key(const struct setting_place *place, const char *key,
                                     struct tauth_diags *diags, enum rule rule,
                                     const char *hint, const char *message) {
    const struct finding finding = {
        place, diags, rule, setting_severity(rule), access_item_node(place, key), hint};
    return report(&finding, "%s", message);
}

/* Under its path where an access file could have it, else under its option. */
static enum tauth_status missing(struct finding *finding, const char *message) {
    const struct setting_place *place = finding->place;
    const char *const *path = rows[place->setting].path;
    const struct setting_values *values = &place->settings->values[place->setting];
    bool by_option = values->list.count > 0 && !values->from_access; /* and empty */
    if (place->settings->access == NULL || by_option) {
        return report(finding, "%s", message);
    }
    finding->node = access_node(place);
    return report(finding, "%s.%s%s%s is missing: %s", path[0], path[1],
                  path[2] == NULL ? "" : ".", path[2] == NULL ? "" : path[2], message);
}

enum tauth_status setting_missing(const struct setting_place *place,
                                  struct tauth_diags *diags, enum rule rule,
                                  const char *hint, const char *message) {
    struct finding finding = {place, diags, rule, setting_severity(rule), 0, hint};
    return missing(&finding, message);
}

enum tauth_status setting_empty(const struct setting_place *place,
                                struct tauth_diags *diags, enum rule rule,
                                const char *hint, const char *message) {
    return place->settings->values[place->setting].list.count == 0
               ? setting_missing(place, diags, rule, hint, message)
               : setting_report(place, diags, rule, hint, "%s", message);
}

enum tauth_status setting_warn(const struct setting_place *place,
                               struct tauth_diags *diags, enum rule rule,
                               const char *hint, const char *message) {
    struct finding finding = {place, diags, rule, NULL, 0, hint};
    if (place->settings->values[place->setting].list.count == 0) {
        return missing(&finding, message);
    }
    bool access = place->settings->values[place->setting].from_access;
    finding.node = access ? access_node(place) : 0;
    return report(&finding, "%s", message);
}
