/* SPDX-License-Identifier: MIT */
/* RBAC as an inline manifest of the config, in either layout. */
#include "talos/copies.h"
#include "talos/refuse.h"

struct want *manifest_item(struct arena *arena, struct span manifest) {
    struct want *item = want_new(arena, WANT_MAPPING);
    want_string(arena, item, "name", SPAN(OWN_MANIFEST));
    return want_string(arena, item, "contents", manifest) == NULL ? NULL : item;
}

struct want *manifest_document(struct arena *arena, struct span manifest) {
    struct want *root = want_new(arena, WANT_MAPPING);
    want_string(arena, root, "apiVersion", SPAN("v1alpha1"));
    want_string(arena, root, "kind", SPAN("KubeInlineManifestConfig"));
    want_string(arena, root, "name", SPAN(OWN_MANIFEST));
    return want_string(arena, root, "manifest", manifest) == NULL ? NULL : root;
}

struct own_items manifest_items(const struct talos_stream *stream) {
    node_id list = talos_legacy_path(stream, "cluster", "inlineManifests", NULL);
    return (struct own_items){list, "name", OWN_MANIFEST};
}

static long find_document(const struct talos_stream *stream) {
    const struct yaml_index *index = stream->index;
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        node_id kind = node_get(index, root, SPAN("kind"), NULL);
        node_id name = node_get(index, root, SPAN("name"), NULL);
        if (kind != 0 && name != 0 &&
            node_is_text(index, kind, "KubeInlineManifestConfig") &&
            node_is_text(index, name, OWN_MANIFEST)) {
            return (long)i;
        }
    }
    return NO_DOCUMENT;
}

/* Objects that exist already stay as they are (internal ctl/k8s/manifest_apply.go). */
static enum tauth_status warn_not_updated(const struct talos_stream *stream, node_id old,
                                          const char *key, struct span manifest) {
    node_id value = node_get(stream->index, old, span_of(key), NULL);
    if (value == 0 || stream->diags == NULL ||
        span_equal(node_text(stream->index, node_follow(stream->index, value)),
                   manifest)) {
        return TAUTH_OK;
    }
    return node_report(stream->diags, RULE_MANIFEST_NOT_UPDATED, stream->index, value,
                       "after applying: talosauth rbac ... | kubectl apply -f -, or "
                       "talosctl upgrade-k8s",
                       "the manifest " OWN_MANIFEST
                       " changes; Talos creates what is new in it, and never updates "
                       "objects that exist");
}

static enum tauth_status merge_document(struct talos_stream *stream,
                                        struct talos_merge *merge, struct edit *edit,
                                        long document) {
    struct want *want = manifest_document(edit->arena, merge->manifest);
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (document == NO_DOCUMENT) {
        return edit_append_document(edit, want);
    }
    node_id root = talos_root(stream, document);
    enum tauth_status status = refuse_encrypted(stream, root);
    if (status == TAUTH_OK) {
        status = warn_not_updated(stream, root, "manifest", merge->manifest);
    }
    return status == TAUTH_OK ? edit_document(edit, (size_t)document, want) : status;
}

/* The list of the wanted document. */
static struct want *list_in(struct arena *arena, struct want *root) {
    struct want *cluster = want_get(root, SPAN("cluster"));
    if (cluster == NULL) {
        cluster = want_child(arena, root, SPAN("cluster"), WANT_MAPPING);
    }
    return want_child(arena, cluster, SPAN("inlineManifests"), WANT_SEQUENCE);
}

static enum tauth_status merge_item(struct talos_stream *stream,
                                    struct talos_merge *merge, struct edit *edit,
                                    node_id item, struct want *list) {
    struct want *want = want_adopt(list, manifest_item(edit->arena, merge->manifest));
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    want->item = item;
    enum tauth_status status = refuse_encrypted(stream, item);
    return status == TAUTH_OK && item != 0
               ? warn_not_updated(stream, item, "contents", merge->manifest)
               : status;
}

/* One of our name, in the other form or in the same: Talos refuses a config with both. */
static enum tauth_status drop_item(struct talos_stream *stream, struct talos_merge *merge,
                                   struct arena *arena, node_id item, node_id kept,
                                   struct want *list) {
    struct want *gone = want_item(arena, list, WANT_REMOVE);
    if (gone == NULL) {
        return TAUTH_NO_MEMORY;
    }
    gone->item = item;
    enum tauth_status status = refuse_encrypted(stream, item);
    return status == TAUTH_OK
               ? copies_report(stream, merge, "the manifest " OWN_MANIFEST, item, kept)
               : status;
}

static enum tauth_status drop_document(struct talos_stream *stream,
                                       struct talos_merge *merge, struct edit *edit,
                                       long document, node_id kept) {
    node_id root = talos_root(stream, document);
    enum tauth_status status = refuse_encrypted(stream, root);
    if (status == TAUTH_OK) {
        status = copies_report(stream, merge, "the manifest " OWN_MANIFEST, root, kept);
    }
    return status == TAUTH_OK ? edit_remove_document(edit, (size_t)document) : status;
}

struct manifest_places manifest_find(const struct talos_stream *stream) {
    const struct own_items items = manifest_items(stream);
    struct manifest_places places = {.item = talos_own_item(stream, &items, 0),
                                     .document = find_document(stream)};
    bool document = places.document != NO_DOCUMENT;
    places.as_item = stream->layout == TAUTH_LAYOUT_LEGACY
                         ? places.item != 0 || !document
                         : places.item != 0 && !document;
    if (places.item != 0) {
        places.copy = talos_own_item(stream, &items, places.item);
    }
    if (places.item != 0 && document) {
        places.copy = places.as_item ? talos_root(stream, places.document) : places.item;
    }
    return places;
}

/* What is to be in the legacy list, and what is not. */
static enum tauth_status merge_list(struct talos_stream *stream,
                                    struct talos_merge *merge, struct edit *edit,
                                    const struct manifest_places *places,
                                    struct want *list) {
    const struct own_items items = manifest_items(stream);
    node_id kept = places->as_item ? places->item : talos_root(stream, places->document);
    node_id copy = places->as_item && places->item != 0
                       ? talos_own_item(stream, &items, places->item)
                       : places->item;
    enum tauth_status status =
        places->as_item ? merge_item(stream, merge, edit, places->item, list) : TAUTH_OK;
    for (; copy != 0 && status == TAUTH_OK; copy = talos_own_item(stream, &items, copy)) {
        status = drop_item(stream, merge, edit->arena, copy, kept, list);
    }
    return status;
}

enum tauth_status manifest_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit, struct want *root) {
    if (merge->manifest.data == NULL) {
        return TAUTH_OK;
    }
    const struct manifest_places places = manifest_find(stream);
    bool own_root = root == NULL, in_list = places.as_item || places.item != 0;
    enum tauth_status status = TAUTH_OK;
    if (!places.as_item) {
        status = merge_document(stream, merge, edit, places.document);
    } else if (places.document != NO_DOCUMENT) {
        status = drop_document(stream, merge, edit, places.document, places.item);
    }
    if (!in_list || status != TAUTH_OK) {
        return status;
    }
    root = own_root ? want_new(edit->arena, WANT_MAPPING) : root;
    struct want *list = list_in(edit->arena, root);
    if (list == NULL) {
        return TAUTH_NO_MEMORY;
    }
    status = merge_list(stream, merge, edit, &places, list);
    return status == TAUTH_OK && own_root
               ? edit_document(edit, (size_t)stream->legacy, root)
               : status;
}
