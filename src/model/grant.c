/* SPDX-License-Identifier: MIT */
#include "model/grant.h"

#include <string.h>

#include "base/attr.h"

#define GRANT_TYPE(name, value) [value] = name,
static const char *const names[] = {GRANT_TYPE_NAMES(GRANT_TYPE)};
#undef GRANT_TYPE

const char *grant_type_name(enum tauth_grant_type type) {
    return names[type];
}

enum tauth_grant_type grant_type_find(const char *name) {
    for (size_t i = TAUTH_GRANT_AUTO; i < ARRAY_SIZE(names); i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum tauth_grant_type)i;
        }
    }
    return TAUTH_GRANT_DEFAULT;
}
