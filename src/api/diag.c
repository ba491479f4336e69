/* SPDX-License-Identifier: MIT */
#include <talosauth/diag.h>

#include "api/text.h"
#include "base/diag.h"
#include "text/nearest.h"
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

void tauth_diags_clear(struct tauth_diags *diags) {
    diags->items.count = 0;
}

size_t tauth_diags_count(const struct tauth_diags *diags) {
    return diags->items.count;
}

const struct tauth_diag *tauth_diags_get(const struct tauth_diags *diags, size_t index) {
    return index < diags->items.count ? diags->items.items[index] : NULL;
}

enum tauth_status tauth_diags_add(struct tauth_diags *diags,
                                  const struct tauth_diag *finding) {
    enum rule rule = rule_find(finding->rule);
    if (rule < RULE_COUNT) {
        struct diag_place place = {.file = finding->file, .option = finding->option};
        return diag_add(diags, rule, &place, finding->hint, "%s", finding->message);
    }
    return TAUTH_INTERNAL;
}

static bool same_text(const char *left, const char *right) {
    return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

static bool same_finding(const struct tauth_diag *left, const struct tauth_diag *right) {
    return left->severity == right->severity && left->line == right->line &&
           left->column == right->column && same_text(left->rule, right->rule) &&
           same_text(left->file, right->file) && same_text(left->option, right->option) &&
           same_text(left->message, right->message);
}

void tauth_diags_drop(struct tauth_diags *diags, const struct tauth_diags *known) {
    size_t kept = 0;
    for (size_t i = 0; i < diags->items.count; i++) {
        bool told = false;
        for (size_t j = 0; j < known->items.count && !told; j++) {
            told = same_finding(diags->items.items[i], known->items.items[j]);
        }
        if (!told) {
            diags->items.items[kept++] = diags->items.items[i];
        }
    }
    diags->items.count = kept;
}

/* By file as they came, inside a file by place; those without a place come last. */
static bool comes_before(const struct tauth_diag *left, const struct tauth_diag *right) {
    bool same =
        left->file != NULL && right->file != NULL && strcmp(left->file, right->file) == 0;
    if (!same || left->line == 0 || right->line == 0) {
        return false;
    }
    return left->line < right->line ||
           (left->line == right->line && left->column < right->column);
}

/* Findings come nearly in order: insertion keeps equal ones as they were added. */
static void sort_findings(struct tauth_diag **items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct tauth_diag *moved = items[i];
        size_t at = i;
        while (at > 0 && comes_before(moved, items[at - 1])) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = moved;
    }
}

enum tauth_status tauth_diags_text(const struct tauth_diags *diags,
                                   enum tauth_severity least, bool color,
                                   struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    size_t count = diags->items.count;
    _cleanup_(cleanup_free) struct tauth_diag **sorted =
        calloc(count + 1, sizeof(*sorted));
    if (sorted == NULL) {
        return TAUTH_NO_MEMORY;
    }
    if (count > 0) {
        memcpy(sorted, diags->items.items, count * sizeof(*sorted));
    }
    sort_findings(sorted, count);
    for (size_t i = 0; i < count; i++) {
        if (sorted[i]->severity >= least) {
            render_diag(&text, sorted[i], color);
        }
    }
    return text_hand_out(&text, out);
}

const char *tauth_nearest(const char *text,
                          const char *(*next)(const void *context, size_t index),
                          const void *context) {
    return nearest(text, next, context);
}
