/* SPDX-License-Identifier: MIT */
#include "text/base64.h"

/* The six bits of a letter, or -1. */
static int bits_of(char byte) {
    return byte >= 'A' && byte <= 'Z'   ? byte - 'A'
           : byte >= 'a' && byte <= 'z' ? byte - 'a' + 26
           : byte >= '0' && byte <= '9' ? byte - '0' + 52
           : byte == '+'                ? 62
           : byte == '/'                ? 63
                                        : -1;
}

static size_t skip_breaks(struct span text, size_t at) {
    while (at < text.size && (text.data[at] == '\n' || text.data[at] == '\r')) {
        at++;
    }
    return at;
}

/* Behind the first `=`: with two letters before it there must be another one. */
static bool take_padding(struct span text, size_t at, size_t letters, size_t *fault) {
    size_t rest = skip_breaks(text, at + 1);
    *fault = at;
    if (letters < 2) {
        return false;
    }
    if (letters == 2) {
        *fault = rest;
        if (rest == text.size || text.data[rest] != '=') {
            return false;
        }
        rest = skip_breaks(text, rest + 1);
    }
    *fault = rest;
    return rest == text.size;
}

static void put(struct buf *out, uint32_t bits, size_t letters) {
    const char bytes[] = {(char)(bits >> 16), (char)(bits >> 8), (char)bits};
    buf_append(out, bytes, letters - 1);
}

bool base64_decode(struct buf *out, struct span text, size_t *fault) {
    uint32_t bits = 0;
    size_t letters = 0, start = 0;
    for (size_t at = skip_breaks(text, 0); at < text.size;
         at = skip_breaks(text, at + 1)) {
        int value = bits_of(text.data[at]);
        if (text.data[at] == '=') {
            bool good = take_padding(text, at, letters, fault);
            if (good) {
                put(out, bits << (6 * (4 - letters)), letters);
            }
            return good && !out->failed;
        }
        if (value < 0) {
            *fault = at;
            return false;
        }
        start = letters == 0 ? at : start;
        bits = bits << 6 | (uint32_t)value;
        if (++letters == 4) {
            put(out, bits, 4);
            bits = 0;
            letters = 0;
        }
    }
    *fault = start;
    return letters == 0 && !out->failed;
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                             "0123456789+/";

void base64_encode(struct buf *out, struct span data) {
    const unsigned char *bytes = (const unsigned char *)data.data;
    buf_reserve(out, (data.size + 2) / 3 * 4);
    for (size_t i = 0; i < data.size; i += 3) {
        size_t rest = data.size - i;
        uint32_t group = (uint32_t)bytes[i] << 16;
        group |= rest > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        group |= rest > 2 ? bytes[i + 2] : 0;
        buf_byte(out, digits[group >> 18]);
        buf_byte(out, digits[group >> 12 & 63]);
        buf_byte(out, rest > 1 ? digits[group >> 6 & 63] : '=');
        buf_byte(out, rest > 2 ? digits[group & 63] : '=');
    }
}
