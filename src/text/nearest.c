/* SPDX-License-Identifier: MIT */
#include "text/nearest.h"

#include <stdbool.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 32, NEAR = 2 };

/* Number of single-character edits between two names; what is not near is not counted. */
static size_t distance(const char *left, size_t height, const char *right, size_t width) {
    size_t row[NAME_MAX_LENGTH + 1];
    if (height > NAME_MAX_LENGTH || width > NAME_MAX_LENGTH || height > width + NEAR ||
        width > height + NEAR) {
        return NAME_MAX_LENGTH;
    }
    for (size_t i = 0; i <= width; i++) {
        row[i] = i;
    }
    for (size_t y = 0; left[y] != '\0'; y++) {
        size_t corner = row[0];
        row[0] = y + 1;
        for (size_t x = 0; x < width; x++) {
            size_t change = corner + (left[y] != right[x]);
            size_t insert = row[x] + 1, remove = row[x + 1] + 1;
            corner = row[x + 1];
            row[x + 1] = change < insert ? change : insert;
            row[x + 1] = row[x + 1] < remove ? row[x + 1] : remove;
        }
    }
    return row[width];
}

const char *nearest(const char *text, next_name *next, const void *context) {
    const char *best = NULL, *name;
    size_t least = NEAR + 1, length = strlen(text);
    for (size_t i = 0; (name = next(context, i)) != NULL; i++) {
        size_t found = distance(text, length, name, strlen(name));
        bool prefix = length >= 3 && strncmp(name, text, length) == 0;
        found = prefix && found > NEAR ? NEAR : found;
        if (found < least) {
            least = found;
            best = name;
        }
    }
    return best;
}
