/* SPDX-License-Identifier: MIT */
/* A whole AuthenticationConfiguration. */
#include "check/authentication/jwt.h"

enum { JWT_MAX = 64 };

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

void authn_documents(struct authn *authn) {
    if (authn->index->documents.count > 1) {
        authn_error(authn, RULE_AUTHENTICATION_DOCUMENTS,
                    authn->index->documents.items[1].root,
                    "put everything into the first document",
                    "the API server reads the first document only; this one and what "
                    "follows are ignored");
    }
}
