/* SPDX-License-Identifier: MIT */
#include "talos/patch.h"

#include "model/authentication.h"
#include "talos/merge.h"
#include "yaml/emit.h"

static enum tauth_status write_document(struct buf *out, struct want *root) {
    emit_document(out, root, &emit_talos_style);
    return out->failed ? TAUTH_NO_MEMORY : TAUTH_OK;
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

static struct want *new_document(struct arena *arena) {
    struct want *root = want_new(arena, WANT_MAPPING);
    want_string(arena, root, "apiVersion", SPAN("v1alpha1"));
    return want_string(arena, root, "kind", SPAN("KubeAuthenticationConfig")) == NULL
               ? NULL
               : root;
}

enum tauth_status patch_write_multidoc(const struct oidc *oidc, struct buf *out,
                                       struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    struct want *root = new_document(&arena);
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

static bool has_merge_key(const struct want *want) {
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (span_is(child->key, "<<") || has_merge_key(child)) {
            return true;
        }
    }
    return false;
}

enum tauth_status patch_write_merged(const struct talos_stream *merged, struct buf *out) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    node_id configuration =
        node_get(merged->index, talos_root(merged, merged->authentication),
                 SPAN("configuration"), NULL);
    if (configuration == 0) {
        return TAUTH_INTERNAL; /* the merge has just written it */
    }
    struct want *root = new_document(&arena);
    struct want *body = want_from_node(&arena, merged->index, configuration);
    if (root == NULL || body == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (has_merge_key(body)) {
        return node_report(merged->diags, RULE_MERGE_KEY, merged->index, configuration,
                           "write the values out in the base first",
                           "a patch cannot repeat a configuration with merge keys (<<)");
    }
    body->key = SPAN("configuration");
    want_adopt(root, body);
    return write_document(out, root);
}
