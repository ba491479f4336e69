/* SPDX-License-Identifier: MIT */
#include "talos/remove.h"

#include "talos/refuse.h"

struct removal {
    struct talos_stream *stream;
    const struct talos_remove *remove;
    struct edit *edit;
    struct want *root; /* of the legacy document */
};

/* Asks for the removal of a key or, with a list, of an item. */
static enum tauth_status drop(const struct removal *removal, struct want *parent,
                              struct span key, node_id item) {
    struct want *gone = want_child(removal->edit->arena, parent, key, WANT_REMOVE);
    if (gone == NULL) {
        return TAUTH_NO_MEMORY;
    }
    gone->item = item;
    return refuse_encrypted(removal->stream, item);
}

static struct want *parent_at(const struct removal *removal, const char *const *path) {
    struct want *parent = removal->root;
    for (; *path != NULL && parent != NULL; path++) {
        struct want *there = want_get(parent, span_of(*path));
        enum want_kind kind = path[1] == NULL ? WANT_SEQUENCE : WANT_MAPPING;
        parent = there != NULL
                     ? there
                     : want_child(removal->edit->arena, parent, span_of(*path), kind);
    }
    return parent;
}

/* Takes every one of our items out; patches that were applied twice leave two. */
static enum tauth_status drop_items(const struct removal *removal,
                                    const struct own_items *items,
                                    const char *const *path) {
    enum tauth_status status = TAUTH_OK;
    for (node_id item = talos_own_item(removal->stream, items, 0);
         item != 0 && status == TAUTH_OK;
         item = talos_own_item(removal->stream, items, item)) {
        status = drop(removal, parent_at(removal, path), (struct span){0}, item);
    }
    return status;
}

static const char not_own[] =
    "it is not talosauth's own; remove it by hand if nothing else needs it";

static enum tauth_status note_kept(const struct removal *removal, node_id place,
                                   const char *hint, const char *what) {
    return node_report(removal->stream->diags, RULE_KEPT, removal->stream->index, place,
                       hint, "%s stays", what);
}

/* Settings of another issuer than the one that was named must not go by accident. */
static enum tauth_status check_issuer(const struct removal *removal, node_id arguments) {
    const struct yaml_index *index = removal->stream->index;
    node_id url = node_get(index, arguments, SPAN("oidc-issuer-url"), NULL);
    struct span issuer = removal->remove->issuer;
    if (url == 0 || issuer.data == NULL || removal->remove->all_issuers ||
        span_equal(node_text(index, node_follow(index, url)), issuer)) {
        return TAUTH_OK;
    }
    return node_report(removal->stream->diags, RULE_OTHER_ISSUER, index, url,
                       "name this issuer, or none",
                       "the flags are for another issuer than %.*s", SPAN_ARG(issuer));
}

/* A flag of the API server that is ours, or one to be named. */
static enum tauth_status drop_flag(const struct removal *removal, node_id key,
                                   struct want *want) {
    const struct yaml_index *index = removal->stream->index;
    struct span name = node_text(index, node_follow(index, key));
    node_id value = node_at(index, key)->next;
    bool file = span_is(name, "authentication-config");
    bool own = file ? node_is_text(index, value, OWN_AUTHENTICATION_FILE)
                    : span_starts(name, "oidc-");
    if (!own) {
        return file ? note_kept(removal, key, not_own,
                                "the authentication configuration file")
                    : TAUTH_OK;
    }
    enum tauth_status status = refuse_encrypted(removal->stream, value);
    if (status == TAUTH_OK && span_is(name, "oidc-ca-file") &&
        !node_is_text(index, value, OWN_AUTHORITY_FILE)) {
        status = note_kept(removal, value, not_own,
                           "the CA file on the node, with its mount,");
    }
    return status == TAUTH_OK ? drop(removal, want, name, 0) : status;
}

/* What the place must be, for what is ours to be found in it. */
static enum tauth_status check_kind(const struct removal *removal, node_id id,
                                    enum node_kind kind, const char *name) {
    const struct yaml_index *index = removal->stream->index;
    if (id == 0 || node_at(index, id)->kind == kind) {
        return TAUTH_OK;
    }
    return node_report(removal->stream->diags, RULE_WRONG_TYPE, index, id,
                       "correct the type first; the node cannot read it either",
                       "%s must be a %s", name,
                       kind == NODE_MAPPING ? "mapping" : "sequence");
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

static enum tauth_status drop_flags(const struct removal *removal) {
    const struct yaml_index *index = removal->stream->index;
    node_id arguments =
        talos_legacy_path(removal->stream, "cluster", "apiServer", "extraArgs");
    arguments = arguments == 0 ? 0 : node_follow(index, arguments);
    enum tauth_status status = check_kind(removal, arguments, NODE_MAPPING, "extraArgs");
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

static enum tauth_status drop_files(const struct removal *removal) {
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
        status = drop_items(removal, &items, files_path);
    }
    return status == TAUTH_OK ? drop_items(removal, &volumes, volumes_path) : status;
}

static enum tauth_status drop_manifest(const struct removal *removal) {
    static const char *const path[] = {"cluster", "inlineManifests", NULL};
    const struct own_items items = manifest_items(removal->stream);
    const struct manifest_places places = manifest_find(removal->stream);
    node_id item = places.item;
    long document = places.document;
    enum tauth_status status = drop_items(removal, &items, path);
    if (status == TAUTH_OK && document != NO_DOCUMENT) {
        status = refuse_encrypted(removal->stream, talos_root(removal->stream, document));
    }
    if (status == TAUTH_OK && document != NO_DOCUMENT) {
        status = edit_remove_document(removal->edit, (size_t)document);
    }
    if (status != TAUTH_OK || (item == 0 && document == NO_DOCUMENT)) {
        return status;
    }
    return node_report(
        removal->stream->diags, RULE_OBJECTS_STAY, removal->stream->index,
        item != 0 ? item : talos_root(removal->stream, document),
        "after applying: talosauth rbac ... | kubectl delete -f -",
        "the manifest goes, but the objects that were made from it stay in "
        "the cluster");
}

static enum tauth_status refuse_several(const struct removal *removal, node_id jwt) {
    const struct yaml_index *index = removal->stream->index;
    _cleanup_buf_ struct buf hint = {0};
    buf_text(&hint, "name one with --issuer-url, or all with --all-issuers:");
    for (node_id item = node_at(index, jwt)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id url = node_path(index, item, "issuer", "url", NULL);
        struct span text =
            url == 0 ? SPAN("(without url)") : node_text(index, node_follow(index, url));
        buf_printf(&hint, " %.*s", SPAN_ARG(text));
    }
    buf_byte(&hint, '\0');
    return hint.failed
               ? TAUTH_NO_MEMORY
               : node_report(removal->stream->diags, RULE_SEVERAL_ISSUERS, index, jwt,
                             hint.data, "there are several issuers, and none is named");
}

static enum tauth_status drop_entries(const struct removal *removal, node_id jwt,
                                      node_id only, struct want *list) {
    const struct yaml_index *index = removal->stream->index;
    enum tauth_status status = TAUTH_OK;
    for (node_id item = node_at(index, jwt)->first; item != 0 && status == TAUTH_OK;
         item = node_at(index, item)->next) {
        if (only == 0 || item == only) {
            status = drop(removal, list, (struct span){0}, item);
            continue;
        }
        node_id url = node_path(index, item, "issuer", "url", NULL);
        status = note_kept(removal, url == 0 ? item : url,
                           "--all-issuers takes every one out", "another issuer");
    }
    return status;
}

/* The entry of the named issuer; the only one where none is named. */
static enum tauth_status choose(const struct removal *removal, node_id jwt,
                                node_id *only) {
    const struct talos_remove *remove = removal->remove;
    const struct yaml_index *index = removal->stream->index;
    *only = 0;
    if (remove->all_issuers) {
        return TAUTH_OK;
    }
    if (remove->issuer.data == NULL) {
        return node_at(index, jwt)->size > 1 ? refuse_several(removal, jwt) : TAUTH_OK;
    }
    enum tauth_status status =
        multidoc_find_entry(removal->stream, jwt, remove->issuer, only);
    if (status != TAUTH_OK || *only != 0) {
        return status;
    }
    return node_report(removal->stream->diags, RULE_OTHER_ISSUER, index, jwt,
                       "name an issuer that is there, or --all-issuers",
                       "there is no entry of the issuer %.*s", SPAN_ARG(remove->issuer));
}

static enum tauth_status drop_issuers(const struct removal *removal) {
    struct talos_stream *stream = removal->stream;
    const struct yaml_index *index = stream->index;
    node_id jwt = node_path(index, talos_root(stream, stream->authentication),
                            "configuration", "jwt", NULL);
    jwt = jwt == 0 ? 0 : node_follow(index, jwt);
    jwt = jwt != 0 && node_is_null(index, jwt) ? 0 : jwt;
    enum tauth_status status = check_kind(removal, jwt, NODE_SEQUENCE, "jwt");
    if (status != TAUTH_OK || jwt == 0 || node_at(index, jwt)->first == 0) {
        return status;
    }
    node_id only = 0;
    status = choose(removal, jwt, &only);
    struct arena *arena = removal->edit->arena;
    struct want *root = want_new(arena, WANT_MAPPING);
    struct want *body = want_child(arena, root, SPAN("configuration"), WANT_MAPPING);
    struct want *list = want_child(arena, body, SPAN("jwt"), WANT_SEQUENCE);
    if (status == TAUTH_OK && list == NULL) {
        status = TAUTH_NO_MEMORY;
    }
    if (status == TAUTH_OK) {
        status = drop_entries(removal, jwt, only, list);
    }
    return status == TAUTH_OK
               ? edit_document(removal->edit, (size_t)stream->authentication, root)
               : status;
}

enum tauth_status remove_plan(struct talos_stream *stream,
                              const struct talos_remove *remove, struct edit *edit) {
    struct removal removal = {stream, remove, edit, want_new(edit->arena, WANT_MAPPING)};
    if (removal.root == NULL) {
        return TAUTH_NO_MEMORY;
    }
    bool multidoc = stream->layout == TAUTH_LAYOUT_MULTIDOC;
    enum tauth_status status = multidoc ? drop_issuers(&removal) : drop_flags(&removal);
    if (status == TAUTH_OK && !multidoc && stream->authentication != NO_DOCUMENT) {
        status = note_kept(&removal, talos_root(stream, stream->authentication),
                           "Talos ignores it without KubeAPIServerConfig",
                           "KubeAuthenticationConfig");
    }
    if (status == TAUTH_OK && stream->legacy != NO_DOCUMENT) {
        status = drop_files(&removal);
    }
    if (status == TAUTH_OK) {
        status = drop_manifest(&removal);
    }
    return status == TAUTH_OK && removal.root->first != NULL
               ? edit_document(edit, (size_t)stream->legacy, removal.root)
               : status;
}
