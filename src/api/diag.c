/* SPDX-License-Identifier: MIT */
#include <talosauth/diag.h>

#include "api/text.h"
#include "base/diag.h"
#include "text/render.h"

struct tauth_diags *tauth_diags_new(void) {
    return calloc(1, sizeof(struct tauth_diags));
}

void tauth_diags_free(struct tauth_diags *diags) {
    if (diags != NULL) {
        VEC_DEINIT(diags->items);
        arena_deinit(&diags->arena);
        free(diags);
    }
}

size_t tauth_diags_count(const struct tauth_diags *diags) {
    return diags->items.count;
}

const struct tauth_diag *tauth_diags_get(const struct tauth_diags *diags, size_t index) {
    return index < diags->items.count ? &diags->items.items[index] : NULL;
}

enum tauth_status tauth_diags_add(struct tauth_diags *diags,
                                  const struct tauth_diag *finding) {
    for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
        if (strcmp(rule_info(rule)->id, finding->rule) == 0) {
            struct diag_place place = {.file = finding->file, .option = finding->option};
            return diag_add(diags, rule, &place, finding->hint, "%s", finding->message);
        }
    }
    return TAUTH_INTERNAL;
}

enum tauth_status tauth_diags_text(const struct tauth_diags *diags,
                                   enum tauth_severity least, bool color,
                                   struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    for (size_t i = 0; i < diags->items.count; i++) {
        if (diags->items.items[i].severity >= least) {
            render_diag(&text, &diags->items.items[i], color);
        }
    }
    return text_hand_out(&text, out);
}
