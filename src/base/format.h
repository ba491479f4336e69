/* SPDX-License-Identifier: MIT */
/* Texts from a format. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/attr.h"

/* What vprintf() would write, for free(); NULL without memory. */
_printf_(1, 0) static inline char *format_text(const char *format, va_list arguments) {
    char *text = NULL;
    return vasprintf(&text, format, arguments) < 0 ? NULL : text;
}

#endif
