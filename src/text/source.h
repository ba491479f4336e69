/* SPDX-License-Identifier: MIT */
/* A named input and the places in it: lines, columns, line ends, reports. */
#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

#include "base/buf.h"
#include "base/diag.h"

struct source {
    const char *name; /* for messages; "-" is stdin */
    struct span text;
};

struct position {
    uint32_t line;   /* 1-based, LF lines */
    uint32_t column; /* 1-based, in code points */
};

struct position source_position(const struct source *source, size_t offset);

/* Start of the LF line that holds `offset`. */
size_t source_line_start(struct span text, size_t offset);

/* End of the line that holds `offset`: the next break of any kind (NEL, LS, PS too). */
size_t source_line_end(struct span text, size_t offset);

/* Number of bytes between the start of the line and `offset`, in code points. */
size_t source_column(struct span text, size_t offset);

/*
 * The line end to use at `offset`: that of its line, or of the line before when it has
 * none, or LF.
 */
struct span source_newline(struct span text, size_t offset);

/* What a finding is about. */
struct source_place {
    const struct source *source;
    size_t start;
    size_t end;                          /* 0: not known */
    bool read;                           /* where secrets are is known: */
    size_t secret;                       /* the first in the line; its end without one */
    const char *path;                    /* in the document, or NULL */
    const enum tauth_severity *severity; /* NULL: that of the rule */
};

/* Adds a finding at a place of the source. */
enum tauth_status source_report_list(struct tauth_diags *diags, enum rule rule,
                                     const struct source_place *place, const char *hint,
                                     const char *format, va_list arguments)
    _printf_(5, 0);

/* Adds a finding at a byte offset of the source. */
enum tauth_status source_report(struct tauth_diags *diags, enum rule rule,
                                const struct source *source, size_t offset,
                                const char *hint, const char *format, ...) _printf_(6, 7);

#endif
