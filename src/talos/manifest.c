/* SPDX-License-Identifier: MIT */
/* RBAC as an inline manifest of the config, in either layout. */
#include "talos/merge.h"
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

node_id manifest_find_item(const struct talos_stream *stream) {
    node_id list = talos_legacy_path(stream, "cluster", "inlineManifests", NULL);
    return talos_find_item(stream, list, "name", OWN_MANIFEST);
}

long manifest_find_document(const struct talos_stream *stream) {
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

static enum tauth_status merge_item(struct talos_stream *stream,
                                    struct talos_merge *merge, struct edit *edit,
                                    node_id item, struct want *root) {
    struct arena *arena = edit->arena;
    struct want *cluster = want_get(root, SPAN("cluster"));
    if (cluster == NULL) {
        cluster = want_child(arena, root, SPAN("cluster"), WANT_MAPPING);
    }
    struct want *list =
        want_child(arena, cluster, SPAN("inlineManifests"), WANT_SEQUENCE);
    struct want *want = want_adopt(list, manifest_item(arena, merge->manifest));
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    want->item = item;
    enum tauth_status status = refuse_encrypted(stream, item);
    return status == TAUTH_OK && item != 0
               ? warn_not_updated(stream, item, "contents", merge->manifest)
               : status;
}

enum tauth_status manifest_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit, struct want *root) {
    if (merge->manifest.data == NULL) {
        return TAUTH_OK;
    }
    node_id item = manifest_find_item(stream);
    long document = manifest_find_document(stream);
    bool as_item =
        item != 0 || (document == NO_DOCUMENT && stream->layout == TAUTH_LAYOUT_LEGACY);
    if (!as_item) {
        return merge_document(stream, merge, edit, document);
    }
    bool own_root = root == NULL;
    root = own_root ? want_new(edit->arena, WANT_MAPPING) : root;
    enum tauth_status status =
        root == NULL ? TAUTH_NO_MEMORY : merge_item(stream, merge, edit, item, root);
    return status == TAUTH_OK && own_root
               ? edit_document(edit, (size_t)stream->legacy, root)
               : status;
}
