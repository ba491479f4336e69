/* SPDX-License-Identifier: MIT */
#include "talos/remove.h"

#include "talos/refuse.h"
#include "talos/remove-legacy.h"

static enum tauth_status drop_manifest(const struct removal *removal) {
    static const char *const path[] = {"cluster", "inlineManifests", NULL};
    const struct own_items items = manifest_items(removal->stream);
    const struct manifest_places places = manifest_find(removal->stream);
    node_id item = places.item;
    long document = places.document;
    enum tauth_status status = removal_drop_items(removal, &items, path);
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
    removal_write_urls(index, jwt, &hint);
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
            status = removal_drop(removal, list, (struct span){0}, item);
            continue;
        }
        node_id url = node_path(index, item, "issuer", "url", NULL);
        status = removal_keep(removal, url == 0 ? item : url,
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
    enum tauth_status status = removal_check_kind(removal, jwt, NODE_SEQUENCE, "jwt");
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
    enum tauth_status status =
        multidoc ? drop_issuers(&removal) : removal_flags(&removal);
    if (status == TAUTH_OK && !multidoc && stream->authentication != NO_DOCUMENT) {
        status = removal_keep(&removal, talos_root(stream, stream->authentication),
                              "Talos ignores it without KubeAPIServerConfig",
                              "KubeAuthenticationConfig");
    }
    if (status == TAUTH_OK && stream->legacy != NO_DOCUMENT) {
        status = removal_files(&removal);
    }
    if (status == TAUTH_OK) {
        status = drop_manifest(&removal);
    }
    return status == TAUTH_OK && removal.root->first != NULL
               ? edit_document(edit, (size_t)stream->legacy, removal.root)
               : status;
}
