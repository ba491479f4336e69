/* SPDX-License-Identifier: MIT */
#include "text/date.h"

#include <time.h>

enum { DAY = 24 * 60 * 60 };

static bool take_digits(struct span *text, size_t count, int64_t *out) {
    int64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == text->size || text->data[i] < '0' || text->data[i] > '9') {
            return false;
        }
        value = value * 10 + (text->data[i] - '0');
    }
    *text = span_slice(*text, count, text->size);
    *out = value;
    return true;
}

static bool take_mark(struct span *text, char mark) {
    if (text->size == 0 || text->data[0] != mark) {
        return false;
    }
    *text = span_slice(*text, 1, text->size);
    return true;
}

static int64_t days_of_month(int64_t year, int64_t month) {
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static int64_t days_since_1970(int64_t year, int64_t month, int64_t day) {
    int64_t before = year - 1;
    int64_t days = year * 365 + before / 4 - before / 100 + before / 400 + day - 1;
    for (int64_t i = 1; i < month; i++) {
        days += days_of_month(year, i);
    }
    return days - 719527; /* 1970-01-01, counted the same way */
}

/* A fraction of a second is read and left out. */
static bool take_time(struct span *text, int64_t *seconds) {
    int64_t hour, minute, second, digit;
    if (!take_digits(text, 2, &hour) || !take_mark(text, ':') ||
        !take_digits(text, 2, &minute) || !take_mark(text, ':') ||
        !take_digits(text, 2, &second)) {
        return false;
    }
    if (take_mark(text, '.')) {
        if (!take_digits(text, 1, &digit)) {
            return false;
        }
        while (take_digits(text, 1, &digit)) {
        }
    }
    *seconds = (hour * 60 + minute) * 60 + second;
    return hour < 24 && minute < 60 && second <= 60 && take_mark(text, 'Z');
}

bool date_parse(struct span text, int64_t *out) {
    int64_t year, month, day, seconds = 0;
    if (!take_digits(&text, 4, &year) || !take_mark(&text, '-') ||
        !take_digits(&text, 2, &month) || !take_mark(&text, '-') ||
        !take_digits(&text, 2, &day)) {
        return false;
    }
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month)) {
        return false;
    }
    if (take_mark(&text, 'T') && !take_time(&text, &seconds)) {
        return false;
    }
    if (text.size > 0) {
        return false;
    }
    *out = days_since_1970(year, month, day) * DAY + seconds;
    return true;
}

const char *date_text(int64_t seconds, char *out) {
    time_t time = (time_t)seconds;
    struct tm broken;
    bool good = gmtime_r(&time, &broken) != NULL &&
                strftime(out, DATE_SIZE, "%Y-%m-%d", &broken) > 0;
    return good ? out : "a date out of reach";
}
