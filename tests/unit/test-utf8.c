/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "text/utf8.h"

struct row {
    const char *name;
    struct span text;
    size_t good; /* bytes before the fault, or all of them */
};

/* The edges of every length, and one step beyond each (RFC 3629). */
static const struct row rows[] = {
    {"empty", {"", 0}, 0},
    {"NUL", {"\0", 1}, 1},
    {"U+007F", {"\x7F", 1}, 1},
    {"lone continuation", {"\x80", 1}, 0},
    {"last continuation", {"\xBF", 1}, 0},
    {"overlong two, C0", {"\xC0\x80", 2}, 0},
    {"overlong two, C1", {"\xC1\xBF", 2}, 0},
    {"U+0080", {"\xC2\x80", 2}, 2},
    {"U+07FF", {"\xDF\xBF", 2}, 2},
    {"two, cut", {"\xDF", 1}, 0},
    {"two, then ASCII",
     {"\xC2"
      "a",
      2},
     0},
    {"overlong three", {"\xE0\x9F\xBF", 3}, 0},
    {"U+0800", {"\xE0\xA0\x80", 3}, 3},
    {"U+D7FF", {"\xED\x9F\xBF", 3}, 3},
    {"U+D800", {"\xED\xA0\x80", 3}, 0},
    {"U+DFFF", {"\xED\xBF\xBF", 3}, 0},
    {"U+E000", {"\xEE\x80\x80", 3}, 3},
    {"U+FFFF", {"\xEF\xBF\xBF", 3}, 3},
    {"three, cut", {"\xEF\xBF", 2}, 0},
    {"three, bad third", {"\xE1\x80\xC0", 3}, 0},
    {"overlong four", {"\xF0\x8F\xBF\xBF", 4}, 0},
    {"U+10000", {"\xF0\x90\x80\x80", 4}, 4},
    {"U+10FFFF", {"\xF4\x8F\xBF\xBF", 4}, 4},
    {"U+110000", {"\xF4\x90\x80\x80", 4}, 0},
    {"F5", {"\xF5\x80\x80\x80", 4}, 0},
    {"FF", {"\xFF", 1}, 0},
    {"four, cut", {"\xF0\x90\x80", 3}, 0},
    {"four, bad fourth", {"\xF0\x90\x80\x7F", 4}, 0},
    {"fault behind eight ASCII bytes", {"12345678\x80", 9}, 8},
    {"fault inside a word", {"1234567\xFFx", 9}, 7},
    {"fault behind a good one", {"\xC3\xA9\xC3", 3}, 2},
    {"ASCII behind a long run", {"0123456789abcdef\xE2\x82\xAC!", 20}, 20},
};

static void check_finds_the_first_fault(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        size_t good = utf8_check(rows[i].text);
        if (good != rows[i].good) {
            fail_msg("%s: %zu, not %zu", rows[i].name, good, rows[i].good);
        }
    }
}

static void ascii_is_below_0x80(void **state) {
    (void)state;
    char text[17];
    for (size_t i = 0; i < sizeof(text); i++) {
        memset(text, 0x7F, sizeof(text));
        assert_true(utf8_is_ascii((struct span){text, sizeof(text)}));
        text[i] = (char)0x80;
        assert_false(utf8_is_ascii((struct span){text, sizeof(text)}));
    }
    assert_true(utf8_is_ascii(TEXT("")));
}

static void next_decodes_every_length(void **state) {
    (void)state;
    struct span text = TEXT("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\x80z");
    static const uint32_t points[] = {'a', 0xE9, 0x20AC, 0x1F600, 0x80, 'z'};
    size_t at = 0;
    for (size_t i = 0; i < ARRAY_SIZE(points); i++) {
        assert_int_equal(utf8_next(text, &at), points[i]);
    }
    assert_int_equal(at, text.size);
}

static void next_does_not_read_behind_the_end(void **state) {
    (void)state;
    static const char bytes[] = "\xF0\x9F\x98\x80";
    size_t at = 0;
    struct span text = {bytes, 3};
    assert_int_equal(utf8_next(text, &at), 0xF0);
    assert_int_equal(at, 1);
}

static void length_counts_code_points(void **state) {
    (void)state;
    assert_int_equal(utf8_length(TEXT("")), 0);
    assert_int_equal(utf8_length(TEXT("abc")), 3);
    assert_int_equal(utf8_length(TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80x")), 4);
}

static void breaks_of_every_kind(void **state) {
    (void)state;
    static const struct row breaks[] = {
        {"LF", {"\n", 1}, 1},
        {"CR", {"\r", 1}, 1},
        {"CR and a letter", {"\rx", 2}, 1},
        {"CRLF", {"\r\n", 2}, 2},
        {"LFCR", {"\n\r", 2}, 1},
        {"NEL", {"\xC2\x85", 2}, 2},
        {"NEL cut", {"\xC2", 1}, 0},
        {"U+0084", {"\xC2\x84", 2}, 0},
        {"LS", {"\xE2\x80\xA8", 3}, 3},
        {"PS", {"\xE2\x80\xA9", 3}, 3},
        {"U+2027", {"\xE2\x80\xA7", 3}, 0},
        {"U+202A", {"\xE2\x80\xAA", 3}, 0},
        {"LS cut", {"\xE2\x80", 2}, 0},
        {"letter", {"a", 1}, 0},
        {"form feed", {"\f", 1}, 0},
        {"vertical tab", {"\v", 1}, 0},
        {"end", {"", 0}, 0},
    };
    for (size_t i = 0; i < ARRAY_SIZE(breaks); i++) {
        size_t size = utf8_break(breaks[i].text, 0);
        if (size != breaks[i].good) {
            fail_msg("%s: %zu, not %zu", breaks[i].name, size, breaks[i].good);
        }
    }
    assert_int_equal(utf8_break(TEXT("a\nb"), 1), 1);
    assert_int_equal(utf8_break(TEXT("a\n"), 7), 0);
}

/* b e' b euro b smile, with the offset of each code point. */
static const char mixed[] = "b\xC3\xA9"
                            "b\xE2\x82\xAC"
                            "b\xF0\x9F\x98\x80";
static const size_t offsets[] = {0, 1, 3, 4, 7, 8, 12};

static void cursor_walks_forth_and_back(void **state) {
    (void)state;
    struct utf8_cursor cursor;
    utf8_cursor_init(&cursor, span_of(mixed), 0);
    for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
        assert_int_equal(utf8_cursor_seek(&cursor, i), offsets[i]);
    }
    for (size_t i = ARRAY_SIZE(offsets); i-- > 0;) {
        assert_int_equal(utf8_cursor_seek(&cursor, i), offsets[i]);
    }
    static const size_t jumps[] = {5, 1, 6, 0, 4, 2, 3, 3, 6};
    for (size_t i = 0; i < ARRAY_SIZE(jumps); i++) {
        assert_int_equal(utf8_cursor_seek(&cursor, jumps[i]), offsets[jumps[i]]);
    }
}

static void cursor_stops_at_the_end(void **state) {
    (void)state;
    struct utf8_cursor cursor;
    utf8_cursor_init(&cursor, span_of(mixed), 0);
    assert_int_equal(utf8_cursor_seek(&cursor, 100), 12);
    assert_int_equal(utf8_cursor_seek(&cursor, 5), 8);
    utf8_cursor_init(&cursor, TEXT("abc"), 0);
    assert_int_equal(utf8_cursor_seek(&cursor, 2), 2);
    assert_int_equal(utf8_cursor_seek(&cursor, 100), 3);
    assert_int_equal(utf8_cursor_seek(&cursor, 1), 1);
    utf8_cursor_init(&cursor, TEXT(""), 0);
    assert_int_equal(utf8_cursor_seek(&cursor, 1), 0);
}

static void cursor_starts_behind_a_byte_order_mark(void **state) {
    (void)state;
    struct utf8_cursor cursor;
    utf8_cursor_init(&cursor,
                     TEXT("\xEF\xBB\xBF"
                          "abc"),
                     3);
    assert_true(cursor.ascii);
    assert_int_equal(utf8_cursor_seek(&cursor, 0), 3);
    assert_int_equal(utf8_cursor_seek(&cursor, 2), 5);
    utf8_cursor_init(&cursor, TEXT("\xEF\xBB\xBF\xC3\xA9z"), 3);
    assert_int_equal(utf8_cursor_seek(&cursor, 1), 5);
    assert_int_equal(utf8_cursor_seek(&cursor, 0), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_finds_the_first_fault),
        cmocka_unit_test(ascii_is_below_0x80),
        cmocka_unit_test(next_decodes_every_length),
        cmocka_unit_test(next_does_not_read_behind_the_end),
        cmocka_unit_test(length_counts_code_points),
        cmocka_unit_test(breaks_of_every_kind),
        cmocka_unit_test(cursor_walks_forth_and_back),
        cmocka_unit_test(cursor_stops_at_the_end),
        cmocka_unit_test(cursor_starts_behind_a_byte_order_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
