/* SPDX-License-Identifier: MIT */
/* Where an AuthenticationConfiguration can stand, and its rules. */
#include "base/status.h"
#include "check/authentication/flags.h"
#include "check/authentication/jwt.h"
#include "check/groups.h"
#include "check/input/unread.h"

enum { TALOS_MIN_KUBE = 32 };

/* A file of its own: Kubernetes reads its first document only. */
static void check_file(struct check_input *input) {
    if (input->index.documents.count == 0) {
        return;
    }
    struct authn authn = {.input = input,
                          .index = &input->index,
                          .root = input->index.documents.items[0].root,
                          .kube = input->kube};
    authn_check(&authn);
    authn_documents(&authn);
}

/* The versions that a Talos with documents can run. */
static struct kube_range documents_kube(const struct check_input *input) {
    struct kube_range range = input->kube;
    range.min = range.min < TALOS_MIN_KUBE ? TALOS_MIN_KUBE : range.min;
    range.max = range.max < range.min ? range.min : range.max;
    return range;
}

/* Without API server document and in a config, nobody reads it. */
static void check_document(struct check_input *input) {
    const struct talos_stream *stream = &input->stream;
    node_id document = talos_root(stream, stream->authentication);
    node_id root = node_get(&input->index, document, SPAN("configuration"), NULL);
    bool null =
        root == 0 || node_is_null(&input->index, node_follow(&input->index, root));
    bool unread = stream->config && stream->api_server == NO_DOCUMENT &&
                  !unread_has(input, "KubeAPIServerConfig");
    if (document == 0 || unread) {
        return;
    }
    struct authn authn = {.input = input,
                          .index = &input->index,
                          .root = root == 0 ? document : node_follow(&input->index, root),
                          .kube = documents_kube(input),
                          .talos = true};
    if (!null && !authn_deletes(&authn, authn.root)) {
        authn_check(&authn);
    } else if (null && stream->config) {
        authn_anonymous(&authn);
    }
}

static void check_arguments(struct check_input *input, node_id root, bool multidoc) {
    struct flags flags = {
        .multidoc = multidoc,
        .authn = {
            .input = input, .index = &input->index, .kube = input->kube, .flags = true}};
    bool worker = !multidoc && is_worker(input);
    root = root == 0 ? 0 : node_follow(&input->index, root);
    if (root == 0 || node_at(&input->index, root)->kind != NODE_MAPPING) {
        return;
    }
    flags.authn.root = root;
    for (node_id key = node_at(&input->index, root)->first; key != 0;
         key = node_at(&input->index, node_at(&input->index, key)->next)->next) {
        if (node_type(&input->index, node_follow(&input->index, key)) == SCALAR_MERGE) {
            flags.authn.merged = true;
            continue;
        }
        if (!worker) {
            check_flag_name(&flags, key);
        }
        check_flag_value(&flags, key);
    }
    if (worker) {
        return; /* it runs no API server, which is said already */
    }
    if (!multidoc) {
        check_oidc_flags(&flags);
        check_authentication_flag(&flags);
    } else { /* Talos passes authentication-config itself */
        check_feature_gate(&flags, root, documents_kube(input));
    }
}

static void check_flags(struct check_input *input) {
    const struct talos_stream *stream = &input->stream;
    check_arguments(input, talos_legacy_path(stream, "cluster", "apiServer", "extraArgs"),
                    false);
    check_arguments(input,
                    node_get(&input->index, talos_root(stream, stream->api_server),
                             SPAN("extraArgs"), NULL),
                    true);
}

static const struct check_row rows[] = {
    {RULE_AUTHENTICATION_KIND, ON(INPUT_AUTHENTICATION), check_file},
    {RULE_AUTHENTICATION_FIELD, ON(INPUT_TALOS), check_document},
    {RULE_FLAG_UNKNOWN, ON(INPUT_TALOS), check_flags},
};

const struct check_group authentication_group = {rows, ARRAY_SIZE(rows)};
