/* SPDX-License-Identifier: MIT */
#include "model/prefix.h"

struct span effective_prefix(struct arena *arena, enum name_kind kind, struct span issuer,
                             struct span claim, struct span prefix) {
    if (kind == NAME_GROUP) {
        return prefix.size == 0 ? SPAN("") : prefix;
    }
    if (span_is(prefix, "-")) {
        return SPAN("");
    }
    if (prefix.size > 0) {
        return prefix;
    }
    if (span_is(claim, "email")) {
        return SPAN("");
    }
    return span_of(arena_printf(arena, "%.*s#", SPAN_ARG(issuer)));
}
