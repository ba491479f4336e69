/* SPDX-License-Identifier: MIT */
/* A named input and the places in it: lines, columns, line ends, reports. */
#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/vec.h"

/* A place that others are counted from. */
struct source_mark {
    size_t line_start;
    uint32_t line;
    uint32_t column; /* code points before it in its line */
};

/* Marks at equal distances, made as far as places are asked for. */
struct source_marks {
    VEC(struct source_mark) list;
};

struct source {
    const char *name; /* for messages; "-" is stdin */
    struct span text;
    struct source_marks *marks; /* NULL: every place is counted from the start */
};

struct position {
    uint32_t line;   /* 1-based, LF lines */
    uint32_t column; /* 1-based, in code points */
};

struct position source_position(const struct source *source, size_t offset);

/* Start of a line, 1-based; the size of the text behind the last one. */
size_t source_line_offset(const struct source *source, uint32_t line);

void source_marks_deinit(struct source_marks *marks);

/* Start of the LF line that holds `offset`. */
size_t source_line_start(struct span text, size_t offset);

/* End of the line that holds `offset`: the next break of any kind (NEL, LS, PS too). */
size_t source_line_end(struct span text, size_t offset);

/*
 * The line of `offset` without a byte order mark and its end, where it is short enough to
 * be shown. No more of the text is looked at, for a line can be as long as the file.
 */
bool source_short_line(struct span text, size_t offset, size_t *start, size_t *end);

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
