/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share: the entry point and the assertion. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/span.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition, what)                                                        \
    do {                                                                              \
        if (!(condition)) {                                                           \
            fprintf(stderr, "%s:%d: violated: %s (%s)\n", __FILE__, __LINE__, (what), \
                    #condition);                                                      \
            abort();                                                                  \
        }                                                                             \
    } while (0)

/* The first line, and what follows it. */
static inline struct span fuzz_first_line(struct span *rest) {
    size_t end = span_find(*rest, '\n');
    struct span line = span_slice(*rest, 0, end);
    *rest = span_slice(*rest, end < rest->size ? end + 1 : end, rest->size);
    return line;
}

/* Line breaks of YAML that editors do not count; places are those of LF lines. */
static inline bool fuzz_odd_breaks(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\r' && (i + 1 == text.size || text.data[i + 1] != '\n')) {
            return true;
        }
    }
    return span_has(text, "\xC2\x85") || span_has(text, "\xE2\x80\xA8") ||
           span_has(text, "\xE2\x80\xA9");
}

#endif
