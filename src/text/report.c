/* SPDX-License-Identifier: MIT */
#include "text/report.h"

#include <stdlib.h>

#include "text/render.h"

static int by_place(const void *left, const void *right) {
    const struct tauth_diag *a = *(const struct tauth_diag *const *)left;
    const struct tauth_diag *b = *(const struct tauth_diag *const *)right;
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    if (a->column != b->column) {
        return a->column < b->column ? -1 : 1;
    }
    int rule = strcmp(a->rule, b->rule);
    return rule != 0 ? rule : strcmp(a->message, b->message);
}

const struct tauth_diag **report_sort(const struct tauth_diags *diags) {
    size_t count = diags->items.count;
    const struct tauth_diag **sorted = calloc(count + 1, sizeof(*sorted));
    if (sorted == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = diags->items.items[i];
    }
    qsort(sorted, count, sizeof(*sorted), by_place);
    return sorted;
}

void report_text(struct buf *out, const struct report *report) {
    for (size_t i = 0; i < report->count; i++) {
        _cleanup_(cleanup_free) const struct tauth_diag **sorted =
            report_sort(report->files[i].diags);
        if (sorted == NULL) {
            out->failed = true;
            return;
        }
        for (const struct tauth_diag **at = sorted; *at != NULL; at++) {
            if ((*at)->severity >= report->least) {
                render_diag(out, *at, report->color);
            }
        }
    }
}

void report_write(struct buf *out, const struct report *report,
                  enum tauth_report_format format) {
    switch (format) {
    default:
        report_text(out, report);
        break;
    }
}
