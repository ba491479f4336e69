/* SPDX-License-Identifier: MIT */
#include "talos/remove-legacy.h"

#include "talos/carried.h"
#include "talos/flag.h"
#include "talos/refuse.h"

static const char not_own[] =
    "it is not talosauth's own; remove it by hand if nothing else needs it";

/* Settings of another issuer than the one that was named must not go by accident. */
static enum tauth_status check_issuer(const struct removal *removal, node_id arguments) {
    const struct yaml_index *index = removal->stream->index;
    struct span issuer = removal->remove->issuer;
    if (issuer.data == NULL || removal->remove->all_issuers) {
        return TAUTH_OK;
    }
    node_id key = 0;
    while ((key = flag_next_key(index, arguments, "oidc-issuer-url", key)) != 0) {
        node_id url = flag_value(index, key);
        if (!span_equal(node_text(index, url), issuer)) {
            return node_report(removal->stream->diags, RULE_OTHER_ISSUER, index, url,
                               "name this issuer, or none",
                               "the flags are for another issuer than %.*s",
                               SPAN_ARG(issuer));
        }
    }
    return TAUTH_OK;
}

/* --- the structured file --- */

static enum tauth_status refuse_unknown(const struct removal *removal, node_id place) {
    return node_report(removal->stream->diags, RULE_OTHER_ISSUER, removal->stream->index,
                       place, "--all-issuers takes the file out whatever is in it",
                       "which issuers " OWN_AUTHENTICATION_FILE
                       " has cannot be read here");
}

/* The file goes as a whole, so that every issuer in it must be meant. */
static enum tauth_status check_entries(const struct removal *removal,
                                       const struct carried *carried) {
    struct span issuer = removal->remove->issuer;
    const struct yaml_index *index = &carried->index;
    size_t count = node_at(index, carried->jwt)->size, named = 0;
    for (node_id item = node_at(index, carried->jwt)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id url = node_path(index, item, "issuer", "url", NULL);
        named +=
            url != 0 && span_equal(node_text(index, node_follow(index, url)), issuer);
    }
    bool several = issuer.data == NULL && count > 1;
    if (!several && (issuer.data == NULL || named == count)) {
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_text(&hint, named > 0 || several
                        ? "take entries out of it by hand, or all with --all-issuers:"
                        : "name what is there, or --all-issuers:");
    removal_write_urls(index, carried->jwt, &hint);
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    struct tauth_diags *diags = removal->stream->diags;
    if (several) {
        return node_report(diags, RULE_SEVERAL_ISSUERS, removal->stream->index,
                           carried->content, hint.data,
                           OWN_AUTHENTICATION_FILE
                           " has several issuers, and it goes as a whole");
    }
    return node_report(diags, RULE_OTHER_ISSUER, removal->stream->index, carried->content,
                       hint.data, OWN_AUTHENTICATION_FILE " has %s issuer than %.*s",
                       named > 0 ? "also another" : "another", SPAN_ARG(issuer));
}

/* Of our structured file, where the flag or machine.files has it. */
static enum tauth_status check_file(const struct removal *removal, node_id flag) {
    _cleanup_(carried_deinit) struct carried carried = {0};
    if (removal->remove->all_issuers) {
        return TAUTH_OK;
    }
    enum tauth_status status = carried_read(&carried, removal->stream, flag != 0);
    if (status != TAUTH_OK || (flag == 0 && carried.content == 0)) {
        return status;
    }
    if (!carried.readable) {
        return removal->remove->issuer.data == NULL
                   ? TAUTH_OK
                   : refuse_unknown(removal,
                                    carried.content != 0 ? carried.content : flag);
    }
    return carried.jwt == 0 ? TAUTH_OK : check_entries(removal, &carried);
}

/* Without the file, what Talos passes for anonymous requests is all there is. */
static enum tauth_status warn_anonymous(const struct removal *removal,
                                        node_id arguments) {
    const struct yaml_index *index = removal->stream->index;
    node_id key = flag_next_key(index, arguments, "anonymous-auth", 0);
    if (key == 0 || node_is_text(index, flag_value(index, key), "false")) {
        return TAUTH_OK;
    }
    return node_report(removal->stream->diags, RULE_ANONYMOUS_OPEN, index, key,
                       "take it out too: Talos passes --anonymous-auth=false then",
                       "anonymous-auth stays, and without the file anonymous requests "
                       "reach every path");
}

static enum tauth_status check_authentication(const struct removal *removal,
                                              node_id arguments) {
    const struct yaml_index *index = removal->stream->index;
    node_id flag = flag_next_key(index, arguments, "authentication-config", 0);
    bool own = flag != 0 && flag_is_own(index, flag);
    enum tauth_status status = check_file(removal, own ? flag : 0);
    return status == TAUTH_OK && own ? warn_anonymous(removal, arguments) : status;
}

/* --- flags --- */

/* A flag of the API server that is ours, or one to be named. */
static enum tauth_status drop_flag(const struct removal *removal, node_id key,
                                   struct want *want) {
    const struct yaml_index *index = removal->stream->index;
    struct span name = node_text(index, node_follow(index, key));
    node_id value = node_at(index, key)->next;
    if (!flag_is_own(index, key)) {
        return flag_is(name, "authentication-config")
                   ? removal_keep(removal, key, not_own,
                                  "the authentication configuration file")
                   : TAUTH_OK;
    }
    enum tauth_status status = refuse_encrypted(removal->stream, value);
    if (status == TAUTH_OK && flag_is(name, "oidc-ca-file") &&
        !node_is_text(index, flag_value(index, key), OWN_AUTHORITY_FILE)) {
        status = removal_keep(removal, value, not_own,
                              "the CA file on the node, with its mount,");
    }
    return status == TAUTH_OK ? removal_drop(removal, want, name, 0) : status;
}

static enum tauth_status drop_keys(const struct removal *removal, node_id mapping,
                                   struct want *want) {
    const struct yaml_index *index = removal->stream->index;
    enum tauth_status status = TAUTH_OK;
    for (node_id key = node_at(index, mapping)->first; key != 0 && status == TAUTH_OK;
         key = node_at(index, node_at(index, key)->next)->next) {
        node_id value = node_follow(index, node_at(index, key)->next);
        bool merged = node_type(index, key) == SCALAR_MERGE;
        if (merged && node_at(index, value)->kind == NODE_MAPPING) {
            status = drop_keys(removal, value, want); /* the edit refuses what it holds */
        } else {
            status = drop_flag(removal, key, want);
        }
    }
    return status;
}

enum tauth_status removal_flags(const struct removal *removal) {
    const struct yaml_index *index = removal->stream->index;
    node_id arguments =
        talos_legacy_path(removal->stream, "cluster", "apiServer", "extraArgs");
    arguments = arguments == 0 ? 0 : node_follow(index, arguments);
    enum tauth_status status =
        removal_check_kind(removal, arguments, NODE_MAPPING, "extraArgs");
    if (status == TAUTH_OK) {
        status = check_authentication(removal, arguments);
    }
    if (arguments == 0 || status != TAUTH_OK) {
        return status;
    }
    struct arena *arena = removal->edit->arena;
    struct want want = {.kind = WANT_MAPPING, .key = SPAN("extraArgs")};
    status = check_issuer(removal, arguments);
    if (status == TAUTH_OK) {
        status = drop_keys(removal, arguments, &want);
    }
    if (want.first == NULL || status != TAUTH_OK) {
        return status;
    }
    struct want *cluster =
        want_child(arena, removal->root, SPAN("cluster"), WANT_MAPPING);
    struct want *server = want_child(arena, cluster, SPAN("apiServer"), WANT_MAPPING);
    struct want *copy = want_new(arena, WANT_MAPPING);
    if (want_adopt(server, copy) == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *copy = want;
    return want_index(arena, copy) ? TAUTH_OK : TAUTH_NO_MEMORY;
}

/* --- files and mount --- */

static enum tauth_status keep_mount(const struct removal *removal, node_id volume,
                                    node_id user) {
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "what stays on line %u needs it",
               node_line(removal->stream->index, user));
    buf_byte(&hint, '\0');
    return hint.failed
               ? TAUTH_NO_MEMORY
               : removal_keep(removal, volume, hint.data, "the mount of " OWN_DIRECTORY);
}

enum tauth_status removal_files(const struct removal *removal) {
    static const char *const files_path[] = {"machine", "files", NULL};
    static const char *const volumes_path[] = {"cluster", "apiServer", "extraVolumes",
                                               NULL};
    static const char *const own_files[] = {OWN_AUTHORITY_FILE, OWN_AUTHENTICATION_FILE};
    const struct talos_stream *stream = removal->stream;
    node_id files = talos_legacy_path(stream, "machine", "files", NULL);
    node_id list = talos_legacy_path(stream, "cluster", "apiServer", "extraVolumes");
    const struct own_items volumes = {list, "mountPath", OWN_DIRECTORY};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < ARRAY_SIZE(own_files) && status == TAUTH_OK; i++) {
        const struct own_items items = {files, "path", own_files[i]};
        status = removal_drop_items(removal, &items, files_path);
    }
    node_id volume = talos_own_item(stream, &volumes, 0);
    node_id user = volume == 0 ? 0 : flag_mount_user(stream, false);
    if (user != 0 && status == TAUTH_OK) {
        return keep_mount(removal, volume, user);
    }
    return status == TAUTH_OK ? removal_drop_items(removal, &volumes, volumes_path)
                              : status;
}
