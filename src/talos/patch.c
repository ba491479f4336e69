/* SPDX-License-Identifier: MIT */
#include "talos/patch.h"

#include "model/authentication.h"
#include "talos/merge.h"
#include "yaml/emit.h"

static enum tauth_status write_document(struct buf *out, struct want *root) {
    return emit_checked(out, root, &emit_talos_style);
}

enum tauth_status patch_write_legacy(const struct oidc *oidc,
                                     const struct talos_version *version, struct buf *out,
                                     struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    enum tauth_status status = legacy_check(oidc, version, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    struct want *root = want_new(&arena, WANT_MAPPING);
    struct want *cluster = want_child(&arena, root, SPAN("cluster"), WANT_MAPPING);
    struct want *server = want_child(&arena, cluster, SPAN("apiServer"), WANT_MAPPING);
    struct want *arguments = want_child(&arena, server, SPAN("extraArgs"), WANT_MAPPING);
    if (arguments == NULL) {
        return TAUTH_NO_MEMORY;
    }
    status = legacy_flags(&arena, oidc, arguments);
    return status == TAUTH_OK ? write_document(out, root) : status;
}

enum tauth_status patch_write_multidoc(const struct oidc *oidc, struct buf *out,
                                       struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    struct want *root = multidoc_new(&arena);
    struct want *body = want_child(&arena, root, SPAN("configuration"), WANT_MAPPING);
    struct want *anonymous = authentication_anonymous(&arena);
    struct want *entry = authentication_entry(&arena, oidc);
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
    if (status == TAUTH_OK && oidc->algorithms_given) {
        status = multidoc_warn_algorithms(diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    buf_text(out, "# This patch replaces all issuers (jwt) and anonymous access of the "
                  "config it is applied to.\n");
    return write_document(out, root);
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

enum tauth_status patch_write_merged(const struct talos_stream *merged, struct buf *out) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    node_id configuration =
        node_get(merged->index, talos_root(merged, merged->authentication),
                 SPAN("configuration"), NULL);
    if (configuration == 0) {
        return TAUTH_INTERNAL; /* the merge has just written it */
    }
    enum tauth_status status = refuse_unrepeatable(merged, configuration);
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
    return write_document(out, root);
}
