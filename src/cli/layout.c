/* SPDX-License-Identifier: MIT */
#include "cli/layout.h"

#include <string.h>

static const char *const names[] = {"auto", "legacy", "multidoc"};

enum tauth_layout layout_value(const struct arguments *arguments) {
    for (int i = TAUTH_LAYOUT_AUTO;
         arguments->layout != NULL && i <= TAUTH_LAYOUT_MULTIDOC; i++) {
        if (strcmp(arguments->layout, names[i]) == 0) {
            return (enum tauth_layout)i;
        }
    }
    return TAUTH_LAYOUT_AUTO;
}

bool layout_parse(struct arguments *arguments, enum tauth_layout *out) {
    *out = layout_value(arguments);
    if (*out != TAUTH_LAYOUT_AUTO || arguments->layout == NULL ||
        strcmp(arguments->layout, names[TAUTH_LAYOUT_AUTO]) == 0) {
        return true;
    }
    usage_fault(arguments, "--layout", "the value is auto, legacy or multidoc");
    return false;
}
