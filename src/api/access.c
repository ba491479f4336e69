/* SPDX-License-Identifier: MIT */
/* The access file as settings: what no option gave. */
#include "api/settings.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/status.h"
#include "check/settings/names.h"
#include "model/grant.h"
#include "model/objects.h"
#include "model/setting-place.h"
#include "yaml/read.h"

struct take {
    struct tauth_settings *settings;
    struct tauth_diags *diags;
    enum tauth_status status;
};

/* True when no option gave the setting, so that the file's values count. */
static bool is_free(struct take *take, enum tauth_setting setting) {
    struct setting_values *values = &take->settings->values[setting];
    if (values->list.count > 0 || take->status < TAUTH_OK) {
        return false;
    }
    values->from_access = true;
    return true;
}

static void take_item(struct take *take, enum tauth_setting setting, size_t item,
                      const char *text) {
    const struct setting_place place = {take->settings, setting, item};
    status_keep(&take->status, settings_add(take->settings, &place, text, take->diags));
}

static void take_text(struct take *take, enum tauth_setting setting, const char *text) {
    if (text != NULL && is_free(take, setting)) {
        take_item(take, setting, 0, text);
    }
}

static void take_list(struct take *take, enum tauth_setting setting,
                      const struct tauth_strings *list) {
    bool free = list->count > 0 && is_free(take, setting);
    for (uint32_t i = 0; free && i < list->count; i++) {
        take_item(take, setting, i, list->items[i]);
    }
}

static bool has_edge_space(const char *text) {
    size_t size = strlen(text);
    return size > 0 &&
           (strchr(" \t", text[0]) != NULL || strchr(" \t", text[size - 1]) != NULL);
}

/* They are kept as NAME=VALUE, which kube-apiserver splits and trims. */
static void take_required(struct take *take, const struct tauth_access_claims *claims) {
    bool free = claims->required_count > 0 && is_free(take, TAUTH_REQUIRED_CLAIM);
    for (uint32_t i = 0; free && i < claims->required_count; i++) {
        const struct tauth_access_required *required = &claims->required[i];
        const struct setting_place place = {take->settings, TAUTH_REQUIRED_CLAIM, i};
        if (strchr(required->claim, '=') != NULL || has_edge_space(required->claim) ||
            has_edge_space(required->value)) {
            status_keep(&take->status,
                        setting_report(
                            &place, take->diags, RULE_FLAG_CLAIM, "choose another claim",
                            "a claim with an equals sign, or with spaces at its "
                            "ends, cannot be written as a flag"));
            continue;
        }
        const char *text = arena_printf(&take->settings->arena, "%s=%s", required->claim,
                                        required->value);
        if (text == NULL) {
            take->status = TAUTH_NO_MEMORY;
            return;
        }
        take_item(take, TAUTH_REQUIRED_CLAIM, i, text);
    }
}

/* A file that cannot be read is told where it is named. */
static enum tauth_status read_authority(const struct setting_place *place,
                                        struct tauth_settings *settings, const char *path,
                                        struct tauth_diags *diags) {
    struct tauth_file *file = NULL;
    struct tauth_diags *reasons = tauth_diags_new();
    enum tauth_status status =
        reasons == NULL ? TAUTH_NO_MEMORY : file_read(path, false, &file, reasons);
    if (status == TAUTH_OK) {
        status = settings_add_authority(settings, path, buf_view(&file->text), diags);
    } else if (status != TAUTH_NO_MEMORY && reasons->items.count > 0) {
        const struct tauth_diag *reason = reasons->items.items[0];
        status = setting_report(place, diags, rule_find(reason->rule),
                                "name a PEM file; its name is relative to this file",
                                "%s: %s", path, reason->message);
    }
    file_free(file);
    tauth_diags_free(reasons);
    return status;
}

/*
 * caFile is relative to the access file, and never standard input. A placeholder is told
 * with all the others, when the settings are checked.
 */
static void take_authority(struct take *take, const char *path) {
    if (path == NULL || !is_free(take, TAUTH_ISSUER_CA)) {
        return;
    }
    struct tauth_settings *settings = take->settings;
    const struct setting_place place = {settings, TAUTH_ISSUER_CA, 0};
    if (*path == '\0') {
        status_keep(&take->status, setting_report(&place, take->diags, RULE_FILE_READ,
                                                  "name a PEM file, or leave the key out",
                                                  "the name of the file is empty"));
        return;
    }
    const char *name = settings->access_source.name, *slash = strrchr(name, '/');
    bool beside = slash != NULL && path[0] != '/' && strcmp(name, "-") != 0;
    const char *full = strcmp(path, "-") == 0 ? "./-" : path;
    if (beside) {
        full = arena_printf(&settings->arena, "%.*s/%s", (int)(slash - name), name, path);
    }
    take_item(take, TAUTH_ISSUER_CA, 0, path);
    bool wanted = !settings->without_ca && !is_placeholder(span_of(path));
    if (take->status == TAUTH_OK && wanted) {
        take->status = full == NULL ? TAUTH_NO_MEMORY
                                    : read_authority(&place, settings, full, take->diags);
    }
}

static void take_access(struct take *take, const struct tauth_access *access) {
    const struct tauth_access_issuer *issuer = &access->issuer;
    const struct preset *preset =
        issuer->provider == TAUTH_NO_PROVIDER ? NULL : preset_at(issuer->provider - 1);
    take_text(take, TAUTH_TALOS_VERSION, access->talos.version);
    take_text(take, TAUTH_PROVIDER, preset == NULL ? NULL : preset->name);
    take_text(take, TAUTH_ISSUER_URL, issuer->url);
    take_list(take, TAUTH_AUDIENCE, &issuer->audiences);
    take_list(take, TAUTH_SIGNING_ALGS, &issuer->signing_algorithms);
    take_text(take, TAUTH_USERNAME_CLAIM, access->claims.username.claim);
    take_text(take, TAUTH_USERNAME_PREFIX, access->claims.username.prefix);
    take_text(take, TAUTH_GROUPS_CLAIM, access->claims.groups.claim);
    take_text(take, TAUTH_GROUPS_PREFIX, access->claims.groups.prefix);
    take_required(take, &access->claims);
    take_list(take, TAUTH_ADMIN_GROUP, &access->rbac.admins);
    take_list(take, TAUTH_VIEWER_GROUP, &access->rbac.viewers);
    take_authority(take, issuer->ca_file);
    take_text(take, TAUTH_CLUSTER_NAME, access->cluster.name);
    take_text(take, TAUTH_SERVER, access->cluster.server);
    take_text(take, TAUTH_LOGIN_CLIENT_ID, access->login.client_id);
    take_list(take, TAUTH_LOGIN_SCOPE, &access->login.scopes);
    take_text(take, TAUTH_GRANT_TYPE, grant_type_name(access->login.grant_type));
}

/* Texts of bindings become names in manifests, so they are one line too. */
static enum tauth_status read_access(struct tauth_settings *settings,
                                     struct tauth_diags *diags) {
    const struct yaml_index *index = &settings->access_index;
    struct tauth_object object = {0};
    node_id root = access_root(settings);
    if (root == 0) {
        return source_report(diags, RULE_INPUT_EMPTY, index->source, 0,
                             "talosauth init writes one to begin with",
                             "there is no document in the access file");
    }
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id other = index->documents.items[i].root;
        if (other != root && !node_is_null(index, other)) {
            return node_report(diags, RULE_OBJECT_KIND, index, other,
                               "write one file for each cluster",
                               "an access file is one document");
        }
    }
    enum tauth_status status = object_read(index, root, &settings->arena, &object, diags);
    if (status != TAUTH_OK || object.kind == TAUTH_OBJECT_ACCESS) {
        settings->access = status == TAUTH_OK ? object.as.access : NULL;
        return status;
    }
    node_id kind = node_get(index, root, SPAN("kind"), NULL);
    return node_report(diags, RULE_OBJECT_KIND, index, kind == 0 ? root : kind,
                       "an access file has the kind ClusterAccess",
                       "this is another kind of document, not an access file");
}

enum tauth_status tauth_settings_access(struct tauth_settings *settings, const char *name,
                                        struct tauth_text text,
                                        struct tauth_diags *diags) {
    if (settings->access_source.name != NULL) {
        return diag_option(diags, RULE_USAGE, "--access", "give one access file",
                           "there is an access file already");
    }
    char *own_name = arena_copy(&settings->arena, span_of(name));
    char *own_text = arena_copy(&settings->arena, (struct span){text.data, text.size});
    if (own_name == NULL || own_text == NULL) {
        return TAUTH_NO_MEMORY;
    }
    settings->access_source =
        (struct source){.name = own_name, .text = {own_text, text.size}};
    enum tauth_status status =
        yaml_index_build(&settings->access_index, &settings->access_source, diags);
    if (status == TAUTH_OK) {
        status = read_access(settings, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct take take = {settings, diags, TAUTH_OK};
    take_access(&take, settings->access);
    return take.status;
}
