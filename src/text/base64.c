/* SPDX-License-Identifier: MIT */
#include "text/base64.h"

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

struct decoder {
    struct buf *out;
    uint32_t group;
    unsigned count;   /* digits in the group */
    unsigned padding; /* equals signs seen */
};

static void flush(struct decoder *decoder) {
    uint32_t group = decoder->group << 6 * (4 - decoder->count);
    for (unsigned i = 0; i + 1 < decoder->count; i++) {
        buf_byte(decoder->out, (char)(group >> (16 - 8 * i)));
    }
    decoder->group = 0;
    decoder->count = 0;
}

static bool take(struct decoder *decoder, char byte) {
    const char *digit = byte == '\0' ? NULL : strchr(digits, byte);
    if (digit == NULL || decoder->padding > 0) {
        return false;
    }
    decoder->group = decoder->group << 6 | (uint32_t)(digit - digits);
    decoder->count++;
    if (decoder->count == 4) {
        flush(decoder);
    }
    return true;
}

bool base64_decode(struct buf *out, struct span text) {
    struct decoder decoder = {.out = out};
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
            continue;
        }
        if (byte == '=') {
            decoder.padding++;
        } else if (!take(&decoder, byte)) {
            return false;
        }
    }
    bool whole = decoder.count == 0
                     ? decoder.padding == 0
                     : decoder.count + decoder.padding == 4 && decoder.count >= 2;
    flush(&decoder);
    return whole;
}
