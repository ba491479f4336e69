/* SPDX-License-Identifier: MIT */
/* Days as they are shown. */
#ifndef CHECK_DATE_H
#define CHECK_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { DATE_SIZE = 32 };

/* Seconds since 1970 as YYYY-MM-DD in UTC, written to `out` of DATE_SIZE bytes. */
static inline const char *date_text(int64_t seconds, char *out) {
    time_t time = (time_t)seconds;
    struct tm broken;
    bool good = gmtime_r(&time, &broken) != NULL &&
                strftime(out, DATE_SIZE, "%Y-%m-%d", &broken) > 0;
    return good ? out : "a date out of reach";
}

#endif
