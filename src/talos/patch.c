/* SPDX-License-Identifier: MIT */
#include "talos/patch.h"

#include "model/entry.h"
#include "talos/copies.h"
#include "yaml/emit.h"

static enum tauth_status write_document(struct buf *out, struct want *root) {
    return emit_checked(out, root, &emit_talos_style);
}

static enum tauth_status refuse_item(const struct talos_stream *base, node_id item) {
    return node_report(base->diags, RULE_PATCH_ITEM_DIFFERS, base->index, item,
                       "use `talosauth merge` on the config itself",
                       "this item is to be changed, but Talos would append the one of a "
                       "patch to the list");
}

/* Items of the lists that the base has: nothing to add, or nothing a patch could change. */
static enum tauth_status drop_present(const struct talos_stream *base,
                                      struct want *want) {
    for (struct want **link = &want->first, *child = want->first; child != NULL;
         child = *link) {
        enum tauth_status status = TAUTH_OK;
        if (child->item != 0 && want_equals_node(child, base->index, child->item)) {
            *link = child->next;
            continue;
        }
        if (child->item != 0) {
            status = child->kind == WANT_REMOVE ? copies_refuse(base, child->item)
                                                : refuse_item(base, child->item);
        } else if (child->kind == WANT_MAPPING || child->kind == WANT_SEQUENCE) {
            status = drop_present(base, child);
        }
        if (status != TAUTH_OK) {
            return status;
        }
        bool emptied = (child->kind == WANT_SEQUENCE || child->kind == WANT_MAPPING) &&
                       child->first == NULL;
        if (emptied) {
            *link = child->next;
        } else {
            link = &child->next;
        }
    }
    return TAUTH_OK;
}

/* Lists in which Talos would append the same items a second time. */
static bool has_list_items(const struct want *want) {
    static const char *const lists[] = {"files", "extraVolumes", "inlineManifests"};
    for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
        const struct want *list = want_get(want, span_of(lists[i]));
        if (list != NULL && list->first != NULL) {
            return true;
        }
    }
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (child->kind == WANT_MAPPING && has_list_items(child)) {
            return true;
        }
    }
    return false;
}

static enum tauth_status want_flags(const struct talos_merge *merge, struct arena *arena,
                                    struct want *root) {
    struct want *cluster = want_child(arena, root, SPAN("cluster"), WANT_MAPPING);
    struct want *server = want_child(arena, cluster, SPAN("apiServer"), WANT_MAPPING);
    struct want *arguments = want_child(arena, server, SPAN("extraArgs"), WANT_MAPPING);
    return arguments == NULL ? TAUTH_NO_MEMORY
                             : legacy_flags(arena, merge->oidc, arguments);
}

static enum tauth_status want_manifest(const struct talos_merge *merge,
                                       struct talos_stream *base, struct arena *arena,
                                       struct want *root) {
    struct want *cluster = want_get(root, SPAN("cluster"));
    if (cluster == NULL) {
        cluster = want_child(arena, root, SPAN("cluster"), WANT_MAPPING);
    }
    struct want *list =
        want_child(arena, cluster, SPAN("inlineManifests"), WANT_SEQUENCE);
    struct want *item = want_adopt(list, manifest_item(arena, merge->manifest));
    if (item == NULL) {
        return TAUTH_NO_MEMORY;
    }
    item->item = base == NULL ? 0 : manifest_find(base).item;
    return TAUTH_OK;
}

static enum tauth_status refuse_manifest_copy(const struct talos_stream *base,
                                              const struct talos_merge *merge) {
    node_id copy = merge->manifest.data == NULL ? 0 : manifest_find(base).copy;
    return copy == 0 ? TAUTH_OK : copies_refuse(base, copy);
}

static enum tauth_status warn_appends(struct tauth_diags *diags, bool base) {
    return diag_option(
        diags, RULE_PATCH_APPENDS, "patch",
        base ? "make a new patch with --base for the next time, or use `merge`"
             : "give the config with --base FILE: what it has already is left out",
        "apply this patch once only: Talos appends the items of its lists again each time");
}

static enum tauth_status write_manifest(const struct talos_merge *merge,
                                        struct arena *arena, struct buf *out) {
    if (merge->manifest.data == NULL) {
        return TAUTH_OK;
    }
    struct want *document = manifest_document(arena, merge->manifest);
    buf_text(out, out->size > 0 ? "---\n" : "");
    return document == NULL ? TAUTH_NO_MEMORY : write_document(out, document);
}

enum tauth_status patch_write_legacy(struct talos_merge *merge, struct talos_stream *base,
                                     struct buf *out, struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    enum tauth_status status = legacy_check(merge->oidc, merge->version, diags);
    struct want *root = want_new(&arena, WANT_MAPPING);
    if (status == TAUTH_OK && root == NULL) {
        status = TAUTH_NO_MEMORY;
    }
    if (status == TAUTH_OK && !merge->files_only) {
        status = want_flags(merge, &arena, root);
    }
    if (status == TAUTH_OK && merge->oidc->issuer_ca.size > 0) {
        status = authority_merge(base, merge, &arena, root);
    }
    bool document = base != NULL && !manifest_find(base).as_item;
    if (status == TAUTH_OK && base != NULL) {
        status = refuse_manifest_copy(base, merge);
    }
    if (status == TAUTH_OK && merge->manifest.data != NULL && !document) {
        status = want_manifest(merge, base, &arena, root);
    }
    if (status == TAUTH_OK && base != NULL) {
        status = drop_present(base, root);
    }
    document = document && merge->manifest.data != NULL;
    if (status == TAUTH_OK && root->first == NULL && !document) {
        status =
            diag_option(diags, RULE_PATCH_EMPTY, "patch", "there is nothing to apply",
                        "the base has everything already; the patch would be empty");
    }
    if (status == TAUTH_OK) {
        status = authority_warn(merge, diags);
    }
    if (status == TAUTH_OK && has_list_items(root)) {
        status = warn_appends(diags, base != NULL);
    }
    if (status == TAUTH_OK && root->first != NULL) {
        status = write_document(out, root);
    }
    return status == TAUTH_OK && document ? write_manifest(merge, &arena, out) : status;
}

enum tauth_status patch_write_multidoc(const struct talos_merge *merge, struct buf *out,
                                       struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    struct want *root = multidoc_new(&arena);
    struct want *body = want_child(&arena, root, SPAN("configuration"), WANT_MAPPING);
    struct want *anonymous = authentication_anonymous(&arena);
    struct want *entry = authentication_entry(&arena, merge->oidc);
    if (body == NULL || anonymous == NULL || entry == NULL) {
        return TAUTH_NO_MEMORY;
    }
    anonymous->key = SPAN("anonymous");
    want_adopt(body, anonymous);
    struct want *jwt = want_child(&arena, body, SPAN("jwt"), WANT_SEQUENCE);
    if (want_adopt(jwt, entry) == NULL) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status = diag_option(
        diags, RULE_PATCH_REPLACES, "patch",
        "give the config with --base FILE to keep the issuers that are in it",
        "Talos replaces the whole configuration: issuers that are in the config and not in "
        "this patch are gone after it");
    if (status == TAUTH_OK && merge->oidc->algorithms_given) {
        status = multidoc_warn_algorithms(merge->oidc, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    buf_text(out, "# This patch replaces all issuers (jwt) and anonymous access of the "
                  "config it is applied to.\n");
    status = write_document(out, root);
    return status == TAUTH_OK ? write_manifest(merge, &arena, out) : status;
}

enum { PATCH_SIZE_MAX = 4 << 20 };

/* What a node comes to with its aliases written out; stops when that is too much. */
static size_t written_size(const struct yaml_index *index, node_id id, size_t so_far) {
    id = node_follow(index, id);
    const struct node *node = node_at(index, id);
    so_far += 8;
    if (node->kind == NODE_SCALAR) {
        return so_far + node->size;
    }
    for (node_id at = node->first; at != 0 && so_far <= PATCH_SIZE_MAX;
         at = node_at(index, at)->next) {
        so_far = written_size(index, at, so_far);
    }
    return so_far;
}

/* Tags, merge keys and keys that are no strings, which a patch would have to repeat. */
static node_id find_unrepeatable(const struct yaml_index *index, node_id id) {
    id = node_follow(index, id);
    const struct node *node = node_at(index, id);
    if ((node->flags & NODE_TAGGED) != 0) {
        return id;
    }
    bool key = node->kind == NODE_MAPPING;
    for (node_id at = node->kind == NODE_SCALAR ? 0 : node->first; at != 0;
         at = node_at(index, at)->next) {
        node_id found = key && node_type(index, node_follow(index, at)) != SCALAR_STRING
                            ? at
                            : find_unrepeatable(index, at);
        if (found != 0) {
            return found;
        }
        key = node->kind == NODE_MAPPING && !key;
    }
    return 0;
}

static enum tauth_status refuse_unrepeatable(const struct talos_stream *merged,
                                             node_id configuration) {
    const struct yaml_index *index = merged->index;
    if (written_size(index, configuration, 0) > PATCH_SIZE_MAX) {
        return node_report(merged->diags, RULE_YAML_ALIASES, index, configuration,
                           "use `merge` on the config itself",
                           "with its aliases written out the configuration is too large "
                           "for a patch");
    }
    node_id id = find_unrepeatable(index, configuration);
    if (id == 0) {
        return TAUTH_OK;
    }
    return node_report(
        merged->diags, RULE_PATCH_REPEAT, index, id,
        "write the value plainly in the base first, or use `merge`",
        "a patch repeats the whole configuration, and tags, merge keys (<<) "
        "and keys that are no strings cannot be repeated");
}

/* An item of the old form in a base: there already, or nothing that a patch can change. */
static enum tauth_status check_item(const struct talos_stream *base,
                                    const struct talos_merge *merge, bool *there) {
    enum tauth_status status = refuse_manifest_copy(base, merge);
    node_id item = merge->manifest.data == NULL ? 0 : manifest_find(base).item;
    node_id value = item == 0 ? 0 : node_get(base->index, item, SPAN("contents"), NULL);
    *there =
        value != 0 && span_equal(node_text(base->index, node_follow(base->index, value)),
                                 merge->manifest);
    if (status != TAUTH_OK || item == 0 || *there) {
        return status;
    }
    return refuse_item(base, item);
}

enum tauth_status patch_write_merged(const struct talos_stream *merged,
                                     const struct talos_stream *base,
                                     const struct talos_merge *merge, struct buf *out) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    node_id configuration =
        node_get(merged->index, talos_root(merged, merged->authentication),
                 SPAN("configuration"), NULL);
    if (configuration == 0) {
        return TAUTH_INTERNAL; /* the merge has just written it */
    }
    bool there = false;
    enum tauth_status status = check_item(base, merge, &there);
    if (status == TAUTH_OK) {
        status = refuse_unrepeatable(merged, configuration);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct want *root = multidoc_new(&arena);
    struct want *body = want_from_node(&arena, merged->index, configuration);
    if (root == NULL || body == NULL) {
        return TAUTH_NO_MEMORY;
    }
    body->key = SPAN("configuration");
    want_adopt(root, body);
    status = write_document(out, root);
    return status == TAUTH_OK && !there ? write_manifest(merge, &arena, out) : status;
}
