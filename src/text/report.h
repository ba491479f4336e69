/* SPDX-License-Identifier: MIT */
/* The findings of many files in one of the formats. */
#ifndef TEXT_REPORT_H
#define TEXT_REPORT_H

#include <talosauth/validate.h>

#include "base/buf.h"
#include "base/diag.h"

struct report_file {
    const char *name;
    const char *layout; /* "legacy", "multidoc", or NULL */
    const struct tauth_diags *diags;
};

struct report {
    const struct report_file *files;
    size_t count;
    enum tauth_severity least; /* text and annotations leave out what is below */
    bool color;
};

/* Findings are sorted by place in every format. A failure is kept in the buffer. */
void report_write(struct buf *out, const struct report *report,
                  enum tauth_report_format format);

/* The findings of a file in the order of their places; NULL without memory. */
const struct tauth_diag **report_sort(const struct tauth_diags *diags);

struct report_counts {
    size_t of[TAUTH_ERROR + 1]; /* by severity */
};

struct report_counts report_count(const struct report *report);

/* "2 errors, 1 warning in 3 files". */
void report_summary(struct buf *out, const struct report *report);

/* The single formats. */
void report_text(struct buf *out, const struct report *report);
void report_json(struct buf *out, const struct report *report);
void report_sarif(struct buf *out, const struct report *report);
void report_github(struct buf *out, const struct report *report);

#endif
