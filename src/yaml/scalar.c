/* SPDX-License-Identifier: MIT */
#include "yaml/scalar.h"

#include "text/utf8.h"

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_one_of(struct span text, const char *const *words) {
    for (; *words != NULL; words++) {
        if (span_is(text, *words)) {
            return true;
        }
    }
    return false;
}

static bool reads_null(struct span text) {
    static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};
    return is_one_of(text, words);
}

static bool is_bool(struct span text) {
    static const char *const words[] = {"true",  "True",  "TRUE", "false",
                                        "False", "FALSE", NULL};
    return is_one_of(text, words);
}

static bool is_special_float(struct span text) {
    static const char *const words[] = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf",
                                        "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
                                        ".NaN",  ".NAN",  NULL};
    return is_one_of(text, words);
}

/* The words that YAML 1.1 readers take for booleans besides true and false. */
static bool is_yaml11_bool(struct span text) {
    static const char *const words[] = {"y",  "Y",   "yes", "Yes", "YES", "n",
                                        "N",  "no",  "No",  "NO",  "on",  "On",
                                        "ON", "off", "Off", "OFF", NULL};
    return is_one_of(text, words);
}

static bool is_base_digit(char byte, unsigned base) {
    if (base == 16 && ((byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F'))) {
        return true;
    }
    return is_digit(byte) && (unsigned)(byte - '0') < base;
}

static struct span without_sign(struct span text) {
    bool sign = text.size > 0 && (text.data[0] == '+' || text.data[0] == '-');
    return span_slice(text, sign, text.size);
}

/* Go's base-0 integers, underscores removed. */
static bool is_int(struct span text) {
    text = without_sign(text);
    unsigned base = 10;
    if (text.size > 2 && text.data[0] == '0') {
        char mark = text.data[1];
        base = mark == 'x' || mark == 'X'   ? 16
               : mark == 'o' || mark == 'O' ? 8
               : mark == 'b' || mark == 'B' ? 2
                                            : 10;
        text = base == 10 ? text : span_slice(text, 2, text.size);
    }
    size_t digits = 0;
    bool octal = base == 10 && text.size > 1 && text.data[0] == '0';
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '_') {
            continue;
        }
        if (!is_base_digit(text.data[i], octal ? 8 : base)) {
            return false;
        }
        digits++;
    }
    return digits > 0 && text.data[0] != '_';
}

/* Go's integers with base 0, with _ between digits. */
static unsigned base_of(struct span text, size_t *start) {
    char mark = text.size > 1 && text.data[0] == '0' ? text.data[1] : '\0';
    *start = mark == '\0' ? 0 : mark == '_' || is_digit(mark) ? 1 : 2;
    return mark == '\0'                 ? 10
           : mark == 'x' || mark == 'X' ? 16
           : mark == 'b' || mark == 'B' ? 2
                                        : 8;
}

bool scalar_integer(struct span text, uint64_t *value) {
    uint64_t sum = 0;
    size_t at = 0;
    if (!is_int(text) || text.data[0] == '-') {
        return false;
    }
    text = without_sign(text);
    unsigned base = base_of(text, &at);
    for (; at < text.size; at++) {
        char byte = text.data[at];
        if (byte == '_') {
            continue;
        }
        unsigned digit =
            is_digit(byte) ? (unsigned)(byte - '0') : ((unsigned)byte | 0x20) - 'a' + 10;
        if (sum > (UINT64_MAX - digit) / base) {
            return false;
        }
        sum = sum * base + digit;
    }
    *value = sum;
    return true;
}

bool scalar_is_true(struct span text, bool plain) {
    static const char *const words[] = {"y",  "Y",  "yes", "Yes", "YES",
                                        "on", "On", "ON",  NULL};
    static const char *const plain_words[] = {"true", "True", "TRUE", NULL};
    return is_one_of(text, words) || (plain && is_one_of(text, plain_words));
}

static size_t skip_digits(struct span text, size_t at, size_t *digits) {
    for (; at < text.size && (is_digit(text.data[at]) || text.data[at] == '_'); at++) {
        *digits += text.data[at] != '_';
    }
    return at;
}

/* ^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$ with underscores removed. */
static bool is_float(struct span text) {
    text = without_sign(text);
    size_t digits = 0, at = skip_digits(text, 0, &digits);
    if (text.size == 0 || text.data[0] == '_') {
        return false;
    }
    if (at < text.size && text.data[at] == '.') {
        at = skip_digits(text, at + 1, &digits);
    }
    if (digits == 0) {
        return false;
    }
    if (at < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
        size_t exponent = 0;
        at++;
        at += at < text.size && (text.data[at] == '+' || text.data[at] == '-');
        at = skip_digits(text, at, &exponent);
        if (exponent == 0) {
            return false;
        }
    }
    return at == text.size;
}

/* Takes one or two digits. */
static bool take_two(struct span text, size_t *at) {
    size_t start = *at;
    while (*at < text.size && *at - start < 2 && is_digit(text.data[*at])) {
        ++*at;
    }
    return *at > start;
}

/* Y-M-D, alone or before a time of day, whose details do not matter here. */
static bool is_timestamp(struct span text) {
    size_t at = 5;
    for (size_t i = 0; i < 4; i++) {
        if (text.size < 8 || !is_digit(text.data[i])) {
            return false;
        }
    }
    if (text.data[4] != '-' || !take_two(text, &at) || at >= text.size ||
        text.data[at++] != '-' || !take_two(text, &at)) {
        return false;
    }
    if (at == text.size) {
        return true;
    }
    bool clock = strchr("Tt \t", text.data[at]) != NULL;
    for (; clock && at < text.size; at++) {
        clock = is_digit(text.data[at]) || strchr("Tt \tZ:.+-", text.data[at]) != NULL;
    }
    return clock;
}

/* 12:30:45 is a number in YAML 1.1. */
static bool is_sexagesimal(struct span text) {
    text = without_sign(text);
    bool colon = false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (!is_digit(byte) && byte != ':' && byte != '_' && byte != '.') {
            return false;
        }
        colon |= byte == ':';
    }
    return colon && text.size > 0 && is_digit(text.data[0]);
}

enum scalar_type scalar_resolve(struct span text) {
    if (text.size == 0) {
        return SCALAR_NULL;
    }
    char first = text.data[0];
    if (is_digit(first) || first == '+' || first == '-' || first == '.') {
        if (is_int(text)) {
            return SCALAR_INT;
        }
        if (is_float(text) || is_special_float(text)) {
            return SCALAR_FLOAT;
        }
        return is_timestamp(text) ? SCALAR_TIMESTAMP : SCALAR_STRING;
    }
    if (text.size > 5) {
        return SCALAR_STRING;
    }
    if (reads_null(text)) {
        return SCALAR_NULL;
    }
    return is_bool(text)         ? SCALAR_BOOL
           : span_is(text, "<<") ? SCALAR_MERGE
                                 : SCALAR_STRING;
}

/* Anything that is not a visible character on one line (a soft line break is one too). */
static bool needs_escape(uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0xA0) || point == 0x2028 ||
           point == 0x2029 || point == 0xFEFF || point == 0xFFFE || point == 0xFFFF ||
           (point >= 0xD800 && point <= 0xDFFF);
}

static bool is_one_visible_line(struct span text) {
    for (size_t at = 0; at < text.size;) {
        if (needs_escape(utf8_next(text, &at))) {
            return false;
        }
    }
    return true;
}

static bool has_plain_indicator(struct span text, bool flow) {
    static const char starts[] = ",[]{}#&*!|>'\"%@`?:";
    if (strchr(starts, text.data[0]) != NULL) {
        return true;
    }
    if (text.data[0] == '-' && (text.size == 1 || text.data[1] == ' ')) {
        return true;
    }
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        char next = i + 1 < text.size ? text.data[i + 1] : ' ';
        if ((byte == ':' && next == ' ') || (byte == ' ' && next == '#')) {
            return true;
        }
        if (flow && strchr(",[]{}", byte) != NULL) {
            return true;
        }
    }
    return false;
}

bool scalar_is_typed(struct span text) {
    return scalar_resolve(text) != SCALAR_STRING || is_yaml11_bool(text) ||
           is_sexagesimal(text);
}

bool scalar_plain_is_safe(struct span text, bool flow) {
    if (text.size == 0 || text.data[0] == ' ' || text.data[text.size - 1] == ' ' ||
        span_is(text, "=") || span_starts(text, "---") || span_starts(text, "...")) {
        return false;
    }
    return !scalar_is_typed(text) && !has_plain_indicator(text, flow) &&
           is_one_visible_line(text);
}

bool scalar_single_is_safe(struct span text) {
    return is_one_visible_line(text);
}

bool scalar_literal_is_safe(struct span text) {
    bool content = false;
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        bool line_end = at < text.size && text.data[at] == '\n';
        bool last = at == text.size;
        bool line_start = start == 0 || text.data[start - 1] == '\n';
        if (point == '\n' || (point == ' ' && !line_end && !last)) {
            continue;
        }
        if (point == ' ' || (point == '\t' && (line_start || line_end || last)) ||
            (point != '\t' && needs_escape(point))) {
            return false;
        }
        content |= start < at;
    }
    return content && !span_ends(text, "\n\n");
}

void scalar_write_single(struct buf *out, struct span text) {
    buf_byte(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') {
            buf_byte(out, '\'');
        }
        buf_byte(out, text.data[i]);
    }
    buf_byte(out, '\'');
}

static void write_escape(struct buf *out, uint32_t point) {
    static const struct {
        uint32_t point;
        char letter;
    } named[] = {{'\0', '0'},  {'\a', 'a'}, {'\b', 'b'}, {'\t', 't'},   {'\n', 'n'},
                 {'\v', 'v'},  {'\f', 'f'}, {'\r', 'r'}, {0x1B, 'e'},   {'"', '"'},
                 {'\\', '\\'}, {0x85, 'N'}, {0xA0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
    for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
        if (named[i].point == point) {
            buf_printf(out, "\\%c", named[i].letter);
            return;
        }
    }
    if (point > 0xFF) {
        buf_printf(out, "\\u%04X", point);
    } else {
        buf_printf(out, "\\x%02X", point);
    }
}

void scalar_write_double(struct buf *out, struct span text) {
    buf_byte(out, '"');
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        uint32_t point = utf8_next(text, &at);
        if (needs_escape(point) || point == '"' || point == '\\') {
            write_escape(out, point);
        } else {
            buf_append(out, text.data + start, at - start);
        }
    }
    buf_byte(out, '"');
}
