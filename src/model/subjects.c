/* SPDX-License-Identifier: MIT */
#include "model/subjects.h"

struct span subject_prefix(struct arena *arena, const struct oidc *oidc,
                           enum name_kind kind) {
    bool user = kind == NAME_USER;
    return effective_prefix(arena, kind, oidc->issuer,
                            user ? oidc->username_claim : oidc->groups_claim,
                            user ? oidc->username_prefix : oidc->groups_prefix);
}

const char *subject_name(struct arena *arena, const struct oidc *oidc,
                         enum name_kind kind, struct span name) {
    struct span prefix = subject_prefix(arena, oidc, kind);
    return prefix.data == NULL
               ? NULL
               : arena_printf(arena, "%.*s%.*s", SPAN_ARG(prefix), SPAN_ARG(name));
}
