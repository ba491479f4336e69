/* SPDX-License-Identifier: MIT */
/* KubeAuthenticationConfig: the document, `anonymous`, and the list of issuers. */
#include "model/entry.h"
#include "model/setting-place.h"
#include "talos/entry.h"
#include "talos/merge.h"
#include "talos/refuse.h"

static node_id not_null(const struct yaml_index *index, node_id id) {
    return id == 0 || node_is_null(index, node_follow(index, id)) ? 0 : id;
}

static bool has_path(const struct yaml_index *index, node_id conditions,
                     const char *path) {
    node_id list = node_follow(index, conditions);
    for (node_id item = node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id value = node_get(index, item, SPAN("path"), NULL);
        if (value != 0 && node_is_text(index, value, path)) {
            return true;
        }
    }
    return false;
}

/* Probes are anonymous: without these paths Kubernetes restarts the API server for ever. */
static enum tauth_status warn_probes(const struct talos_stream *stream,
                                     node_id anonymous) {
    const struct yaml_index *index = stream->index;
    node_id enabled = node_get(index, anonymous, SPAN("enabled"), NULL);
    node_id conditions =
        not_null(index, node_get(index, anonymous, SPAN("conditions"), NULL));
    bool open =
        enabled != 0 && node_type(index, node_follow(index, enabled)) == SCALAR_BOOL &&
        strchr("tT", node_text(index, node_follow(index, enabled)).data[0]) != NULL;
    const char *missing = open ? NULL : authentication_probe_paths[0];
    for (size_t i = 0; open && conditions != 0 && authentication_probe_paths[i] != NULL;
         i++) {
        if (!has_path(index, conditions, authentication_probe_paths[i])) {
            missing = authentication_probe_paths[i];
            break;
        }
    }
    if (missing == NULL) {
        return TAUTH_OK;
    }
    return node_report(
        stream->diags, RULE_ANONYMOUS_PROBES, index, anonymous,
        "enable anonymous access for /livez, /readyz and /healthz, and for "
        "nothing else",
        "anonymous access to %s is off; the probes of kube-apiserver would "
        "get 401 and the pod would be restarted",
        missing);
}

enum tauth_status multidoc_find_entry(const struct talos_stream *stream, node_id jwt,
                                      struct span issuer, node_id *entry) {
    const struct yaml_index *index = stream->index;
    node_id list = jwt == 0 ? 0 : node_follow(index, jwt);
    *entry = 0;
    if (list == 0 || node_at(index, list)->kind != NODE_SEQUENCE) {
        return TAUTH_OK;
    }
    for (node_id item = node_at(index, list)->first; item != 0;
         item = node_at(index, item)->next) {
        node_id url = node_path(index, item, "issuer", "url", NULL);
        if (url == 0 || !span_equal(node_text(index, node_follow(index, url)), issuer)) {
            continue;
        }
        if (*entry != 0) {
            return node_report(
                stream->diags, RULE_DUPLICATE_ISSUER, index, url,
                "remove one of the two entries",
                "Duplicate value: \"%.*s\"; the first entry of this issuer "
                "is on line %u",
                SPAN_ARG(issuer), node_line(index, *entry));
        }
        *entry = item;
    }
    return TAUTH_OK;
}

static enum tauth_status want_jwt(struct talos_stream *stream, struct talos_merge *merge,
                                  struct arena *arena, node_id configuration,
                                  struct want *body) {
    const struct yaml_index *index = stream->index;
    node_id jwt = not_null(index, node_get(index, configuration, SPAN("jwt"), NULL));
    node_id existing = 0;
    enum tauth_status status =
        multidoc_find_entry(stream, jwt, merge->oidc->issuer, &existing);
    struct want *list = want_child(arena, body, SPAN("jwt"), WANT_SEQUENCE);
    struct want *entry = authentication_entry(arena, merge->oidc);
    if (status == TAUTH_OK && (list == NULL || entry == NULL)) {
        status = TAUTH_NO_MEMORY;
    }
    if (status == TAUTH_OK && existing != 0) {
        status = entry_update(stream, merge, arena, existing, entry);
        entry->item = existing;
    }
    if (status == TAUTH_OK) {
        want_adopt(list, entry);
    }
    return status;
}

static enum tauth_status want_anonymous(struct talos_stream *stream, struct arena *arena,
                                        node_id configuration, struct want *body) {
    const struct yaml_index *index = stream->index;
    node_id anonymous =
        not_null(index, node_get(index, configuration, SPAN("anonymous"), NULL));
    if (anonymous != 0) {
        return warn_probes(stream, anonymous);
    }
    struct want *want = authentication_anonymous(arena);
    if (want == NULL) {
        return TAUTH_NO_MEMORY;
    }
    want->key = SPAN("anonymous");
    want_adopt(body, want);
    return TAUTH_OK;
}

enum tauth_status multidoc_warn_algorithms(const struct oidc *oidc,
                                           struct tauth_diags *diags) {
    const struct setting_place place = {oidc->settings, TAUTH_SIGNING_ALGS, 0};
    return setting_report(
        &place, diags, RULE_SIGNING_ALGS_IGNORED, "leave it out for this layout",
        "structured authentication accepts all nine algorithms; the key of "
        "the issuer decides");
}

struct want *multidoc_new(struct arena *arena) {
    struct want *root = want_new(arena, WANT_MAPPING);
    want_string(arena, root, "apiVersion", SPAN("v1alpha1"));
    return want_string(arena, root, "kind", SPAN("KubeAuthenticationConfig")) == NULL
               ? NULL
               : root;
}

static enum tauth_status merge_authentication(struct talos_stream *stream,
                                              struct talos_merge *merge,
                                              struct edit *edit) {
    struct arena *arena = edit->arena;
    const struct yaml_index *index = stream->index;
    bool append = stream->authentication == NO_DOCUMENT;
    node_id configuration =
        not_null(index, node_path(index, talos_root(stream, stream->authentication),
                                  "configuration", NULL));
    struct want *root = multidoc_new(arena);
    struct want *body = want_child(arena, root, SPAN("configuration"), WANT_MAPPING);
    if (body == NULL) {
        return TAUTH_NO_MEMORY;
    }
    enum tauth_status status = refuse_encrypted(stream, configuration);
    if (status == TAUTH_OK) {
        status = want_anonymous(stream, arena, configuration, body);
    }
    if (status == TAUTH_OK) {
        status = want_jwt(stream, merge, arena, configuration, body);
    }
    if (status == TAUTH_OK && merge->oidc->algorithms_given) {
        status = multidoc_warn_algorithms(merge->oidc, stream->diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    return append ? edit_append_document(edit, root)
                  : edit_document(edit, (size_t)stream->authentication, root);
}

enum tauth_status multidoc_merge(struct talos_stream *stream, struct talos_merge *merge,
                                 struct edit *edit) {
    enum tauth_status status =
        merge->oidc == NULL ? TAUTH_OK : merge_authentication(stream, merge, edit);
    return status == TAUTH_OK ? manifest_merge(stream, merge, edit, NULL) : status;
}
