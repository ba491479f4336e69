/* SPDX-License-Identifier: MIT */
/* Dates as people give and read them. */
#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include "base/span.h"

/*
 * A full-date or a date-time of RFC 3339 in UTC ("2026-11-26", "2026-11-26T08:30:00Z"), as
 * seconds since 1970; a date is its midnight. False, with `out` untouched, when it is none.
 */
bool date_parse(struct span text, int64_t *out);

enum { DATE_SIZE = 32 };

/* Seconds since 1970 as YYYY-MM-DD in UTC, written to `out` of DATE_SIZE bytes. */
const char *date_text(int64_t seconds, char *out);

#endif
