/* SPDX-License-Identifier: MIT */
/* Option structs of callers, who may be built against another version. */
#ifndef API_OPTIONS_H
#define API_OPTIONS_H

#include <string.h>

#include "base/diag.h"

/*
 * Copies what the caller's struct has of ours; what it lacks is zero. `given` may be NULL;
 * a size of 0 is refused, because everything given would be ignored.
 */
#define options_take(given, out, diags)                                               \
    options_copy((given), (given) == NULL ? 0 : (given)->size, (out), sizeof(*(out)), \
                 (diags))

static inline enum tauth_status options_copy(const void *given, size_t given_size,
                                             void *out, size_t size,
                                             struct tauth_diags *diags) {
    memset(out, 0, size);
    if (given == NULL) {
        return TAUTH_OK;
    }
    if (given_size == 0) {
        return diag_option(diags, RULE_USAGE, "options",
                           "set size to the sizeof of the struct",
                           "the size of the options is 0");
    }
    memcpy(out, given, given_size < size ? given_size : size);
    return TAUTH_OK;
}

#endif
