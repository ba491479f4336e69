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

struct report_counts report_count(const struct report *report) {
    struct report_counts counts = {0};
    for (size_t i = 0; i < report->count; i++) {
        const struct tauth_diags *diags = report->files[i].diags;
        for (size_t j = 0; j < diags->items.count; j++) {
            counts.of[diags->items.items[j]->severity]++;
        }
    }
    return counts;
}

static void write_count(struct buf *out, size_t count, const char *what) {
    buf_printf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

void report_summary(struct buf *out, const struct report *report) {
    struct report_counts counts = report_count(report);
    bool any = false;
    for (int i = TAUTH_ERROR; i >= TAUTH_NOTE; i--) {
        if (counts.of[i] > 0) {
            buf_text(out, any ? ", " : "");
            write_count(out, counts.of[i], severity_name((enum tauth_severity)i));
            any = true;
        }
    }
    buf_text(out, any ? " in " : "nothing found in ");
    write_count(out, report->count, "file");
    buf_byte(out, '\n');
}
