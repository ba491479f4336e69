/* SPDX-License-Identifier: MIT */
/* Findings as text with excerpts, and the choice of the format. */
#include "text/render.h"
#include "text/report.h"

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
    case TAUTH_REPORT_JSON:
        report_json(out, report);
        break;
    case TAUTH_REPORT_SARIF:
        report_sarif(out, report);
        break;
    case TAUTH_REPORT_GITHUB:
        report_github(out, report);
        break;
    default:
        report_text(out, report);
        break;
    }
}
