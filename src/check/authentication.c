/* SPDX-License-Identifier: MIT */
/* Where an AuthenticationConfiguration can stand, and its rules. */
#include "base/status.h"
#include "check/flags.h"
#include "check/groups.h"
#include "check/jwt.h"

enum { JWT_MAX = 64, TALOS_MIN_KUBE = 32 };

static void check_count(struct authn *authn, node_id list) {
    uint32_t count = list == 0 ? 0 : node_at(authn->index, list)->size;
    struct too_old old;
    if (count > JWT_MAX) {
        authn_error(authn, RULE_ISSUER_COUNT, list, "leave some out",
                    "jwt: Too many: %u: must have at most %d items", count, JWT_MAX);
    } else if (count > 1 && authn_before(authn, 30, &old)) {
        authn_report(
            authn, RULE_ISSUER_COUNT, old.severity, list, "leave all but one out",
            "jwt: Too many: %u: must have at most 1 items%s", count, old.versions);
    }
}

void authn_check(struct authn *authn) {
    if (!authn_decode(authn)) {
        return;
    }
    struct jwt_seen seen = {0};
    struct jwt jwt = {.authn = authn};
    node_id list = authn_get(authn, authn->root, "jwt");
    check_count(authn, list);
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next) {
        jwt.node = node_follow(authn->index, item);
        jwt_issuer(&jwt, &seen);
        jwt_claim_rules(&jwt);
        jwt_mappings(&jwt);
        jwt_user_rules(&jwt);
        jwt_lints(&jwt);
        jwt.number++;
    }
    authn_anonymous(authn);
    strset_deinit(&seen.urls);
    strset_deinit(&seen.discovery_urls);
}

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
    if (input->index.documents.count > 1) {
        authn_error(&authn, RULE_AUTHENTICATION_DOCUMENTS,
                    input->index.documents.items[1].root,
                    "put everything into the first document",
                    "the API server reads the first document only; this one and what "
                    "follows are ignored");
    }
}

/* Without API server document and in a config, nobody reads it. */
static void check_document(struct check_input *input) {
    const struct talos_stream *stream = &input->stream;
    node_id document = talos_root(stream, stream->authentication);
    node_id root = node_get(&input->index, document, SPAN("configuration"), NULL);
    bool null =
        root == 0 || node_is_null(&input->index, node_follow(&input->index, root));
    if (document == 0 || (stream->config && stream->api_server == NO_DOCUMENT)) {
        return;
    }
    struct authn authn = {.input = input,
                          .index = &input->index,
                          .root = root == 0 ? document : node_follow(&input->index, root),
                          .kube = input->kube,
                          .talos = true};
    authn.kube.min = authn.kube.min < TALOS_MIN_KUBE ? TALOS_MIN_KUBE : authn.kube.min;
    authn.kube.max = authn.kube.max < authn.kube.min ? authn.kube.min : authn.kube.max;
    if (!null) {
        authn_check(&authn);
    } else if (stream->config) {
        authn_anonymous(&authn);
    }
}

static const struct check_row rows[] = {
    {RULE_AUTHENTICATION_KIND, ON(INPUT_AUTHENTICATION), check_file},
    {RULE_AUTHENTICATION_FIELD, ON(INPUT_TALOS), check_document},
    {RULE_FLAG_UNKNOWN, ON(INPUT_TALOS), check_flags},
};

const struct check_group authentication_group = {rows, ARRAY_SIZE(rows)};
