/* SPDX-License-Identifier: MIT */
#include "pki/fingerprint.h"

#include <strings.h>

static int digit_of(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static struct span without_prefix(struct span text) {
    static const char *const prefixes[] = {"sha256:", "sha256 Fingerprint="};
    for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
        size_t size = strlen(prefixes[i]);
        if (text.size >= size && strncasecmp(text.data, prefixes[i], size) == 0) {
            return span_slice(text, size, text.size);
        }
    }
    return text;
}

static const char *problem_of(struct span text) {
    size_t digits = 0, colons = 0;
    for (size_t i = 0; i < text.size; i++) {
        digits += digit_of(text.data[i]) >= 0;
        colons += text.data[i] == ':';
    }
    if (text.size == 0) {
        return "it is empty";
    }
    if (digits + colons < text.size) {
        return "it has other characters than hex digits and colons";
    }
    if (digits == 40) {
        return "40 hex digits are a SHA-1 fingerprint";
    }
    return digits == 64 ? "its colons are not between the pairs of digits"
                        : "it has not 64 hex digits";
}

bool fingerprint_parse(struct span text, unsigned char *out, const char **problem) {
    struct span rest = without_prefix(text);
    size_t step = rest.size == FINGERPRINT_TEXT - 1 ? 3 : 2;
    bool valid = step == 3 || rest.size == FINGERPRINT_SIZE * 2;
    for (size_t i = 0; i < FINGERPRINT_SIZE && valid; i++) {
        const char *pair = rest.data + i * step;
        int high = digit_of(pair[0]), low = digit_of(pair[1]);
        bool last = i == FINGERPRINT_SIZE - 1;
        valid = high >= 0 && low >= 0 && (step == 2 || last || pair[2] == ':');
        out[i] = valid ? (unsigned char)(high * 16 + low) : 0;
    }
    *problem = valid ? NULL : problem_of(rest);
    return valid;
}

void fingerprint_write(const unsigned char *fingerprint, char *out) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < FINGERPRINT_SIZE; i++) {
        out[i * 3] = digits[fingerprint[i] >> 4];
        out[i * 3 + 1] = digits[fingerprint[i] & 15];
        out[i * 3 + 2] = i == FINGERPRINT_SIZE - 1 ? '\0' : ':';
    }
}
