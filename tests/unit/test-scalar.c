/* SPDX-License-Identifier: MIT */
/* yaml/scalar.c: what is written for a value, and what type a plain text has. */
#include "unit.h"

#include "text/source.h"
#include "yaml/node.h"
#include "yaml/read.h"
#include "yaml/scalar.h"

struct row {
    struct span value;
    const char *written;
};

#define ROW(value, written) \
    { {value, sizeof(value) - 1}, written }
#define PLAIN(value) ROW(value, value)
#define QUOTED(value) ROW(value, "\"" value "\"")

/* Every row reads back as the same string in YAML 1.1 readers and in Talos'. */
static const struct row rows[] = {
    PLAIN("https://idp.example"),
    PLAIN("https://idp.example/#frag"),
    QUOTED("-"),
    QUOTED(""),
    QUOTED("oidc:"),
    PLAIN("oidc:x"),
    PLAIN("system:masters"),
    QUOTED("a #b"),
    QUOTED("#x"),
    QUOTED("a: b"),
    QUOTED(": a"),
    QUOTED("? a"),
    QUOTED("- a"),
    QUOTED("true"),
    QUOTED("Yes"),
    QUOTED("off"),
    QUOTED("n"),
    QUOTED("null"),
    QUOTED("~"),
    QUOTED("Null"),
    QUOTED("123"),
    QUOTED("0x1f"),
    QUOTED("0o17"),
    QUOTED("017"),
    QUOTED("1e3"),
    QUOTED(".5"),
    QUOTED(".inf"),
    QUOTED("-.INF"),
    QUOTED(".nan"),
    QUOTED("1_000"),
    QUOTED("12:30:45"),
    QUOTED("2026-01-01"),
    QUOTED("*x"),
    QUOTED("&x"),
    QUOTED("!x"),
    QUOTED("%x"),
    QUOTED("@x"),
    QUOTED("`x"),
    QUOTED("|x"),
    QUOTED(">x"),
    QUOTED("'x"),
    ROW("\"x", "\"\\\"x\""),
    QUOTED("{x}"),
    QUOTED("[x]"),
    PLAIN("a,b"),
    PLAIN("x{y}"),
    QUOTED(" lead"),
    QUOTED("trail "),
    PLAIN("it's"),
    PLAIN("say \"hi\""),
    PLAIN("back\\slash"),
    ROW("a\tb", "\"a\\tb\""),
    ROW("a\nb", "\"a\\nb\""),
    ROW("a\rb", "\"a\\rb\""),
    PLAIN("\xC3\xA9\xE6\x97\xA5\xE6\x9C\xAC"),
    PLAIN("\xF0\x9F\x98\x80"),
    ROW("a\xC2\x85"
        "b",
        "\"a\\Nb\""),
    ROW("a\xE2\x80\xA8"
        "b",
        "\"a\\Lb\""),
    ROW("\xEF\xBB\xBFx", "\"\\uFEFFx\""),
    ROW("a\x07"
        "b",
        "\"a\\ab\""),
    ROW("a\xC2\xA0"
        "b",
        "\"a\\_b\""),
    QUOTED("<<"),
    QUOTED("="),
    QUOTED("---"),
    QUOTED("..."),
    QUOTED("--- x"),
    PLAIN("hd=example.com"),
    PLAIN("claims.sub"),
    QUOTED("'oidc:' + claims.sub"),
    /* more of the same kinds */
    ROW("a\xE2\x80\xA9"
        "b",
        "\"a\\Pb\""),
    ROW("\x1B[0m\x01", "\"\\e[0m\\x01\""),
    ROW("\xEF\xBF\xBF\xC2\x80", "\"\\uFFFF\\x80\""),
    ROW("a\0b", "\"a\\0b\""),
    ROW("\b\v\f\x7F", "\"\\b\\v\\f\\x7F\""),
    ROW("\\\n\"", "\"\\\\\\n\\\"\""),
    QUOTED("NO"),
    QUOTED("y"),
    QUOTED("+12"),
    QUOTED("-0b11"),
    QUOTED("190:20:30"),
    QUOTED("2026-01-01T10:00:00Z"),
    QUOTED("...x"),
    QUOTED("a:"),
    PLAIN("-x"),
    PLAIN("a#b"),
    PLAIN("a:b"),
    PLAIN("1.2.3"),
    PLAIN("v1.14"),
    PLAIN("yesterday"),
};

static void write_value(struct buf *out, struct span value) {
    if (scalar_plain_is_safe(value, false)) {
        buf_span(out, value);
    } else {
        scalar_write_double(out, value);
    }
}

static void values_are_written_as_the_table_says(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf out = {0};
        write_value(&out, rows[i].value);
        assert_text(buf_view(&out), span_of(rows[i].written), "row of the table");
    }
}

/* Reads `text` as the value of a key and compares it with the value it should have. */
static void check_reads_back(struct span text, struct span value) {
    _cleanup_buf_ struct buf out = {0};
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    buf_text(&out, "k: ");
    buf_span(&out, text);
    buf_text(&out, "\n");
    struct source source = {.name = "-", .text = buf_view(&out)};
    assert_int_equal(yaml_index_build(&index, &source, diags), TAUTH_OK);
    node_id id = node_path(&index, index.documents.items[0].root, "k", NULL);
    assert_text(node_text(&index, id), value, "decoded");
    assert_int_equal(node_type(&index, id), SCALAR_STRING);
}

static void values_read_back(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf out = {0}, quoted = {0}, single = {0};
        write_value(&out, rows[i].value);
        check_reads_back(buf_view(&out), rows[i].value);
        scalar_write_double(&quoted, rows[i].value);
        check_reads_back(buf_view(&quoted), rows[i].value);
        if (scalar_single_is_safe(rows[i].value)) {
            scalar_write_single(&single, rows[i].value);
            check_reads_back(buf_view(&single), rows[i].value);
        }
    }
}

static void long_values_stay_on_one_line(void **state) {
    (void)state;
    char value[601];
    memset(value, 'x', sizeof(value));
    value[300] = ' ';
    struct span text = {value, sizeof(value)};
    _cleanup_buf_ struct buf out = {0};
    write_value(&out, text);
    assert_text(buf_view(&out), text, "as it is");
}

static const struct {
    const char *text;
    enum scalar_type type;
} types[] = {
    {"", SCALAR_NULL},
    {"~", SCALAR_NULL},
    {"null", SCALAR_NULL},
    {"Null", SCALAR_NULL},
    {"NULL", SCALAR_NULL},
    {"nULL", SCALAR_STRING},
    {"true", SCALAR_BOOL},
    {"True", SCALAR_BOOL},
    {"TRUE", SCALAR_BOOL},
    {"false", SCALAR_BOOL},
    {"False", SCALAR_BOOL},
    {"FALSE", SCALAR_BOOL},
    {"tRUE", SCALAR_STRING},
    {"yes", SCALAR_STRING},
    {"on", SCALAR_STRING},
    {"y", SCALAR_STRING},
    {"0", SCALAR_INT},
    {"-7", SCALAR_INT},
    {"+7", SCALAR_INT},
    {"017", SCALAR_INT},
    {"018", SCALAR_FLOAT},
    {"0o17", SCALAR_INT},
    {"0O17", SCALAR_INT},
    {"0x1F", SCALAR_INT},
    {"0b101", SCALAR_INT},
    {"0b102", SCALAR_STRING},
    {"1_000", SCALAR_INT},
    {"_1", SCALAR_STRING},
    {"0x", SCALAR_STRING},
    {"0xg", SCALAR_STRING},
    {"1e3", SCALAR_FLOAT},
    {"1E+3", SCALAR_FLOAT},
    {"1e", SCALAR_STRING},
    {"1.5", SCALAR_FLOAT},
    {".5", SCALAR_FLOAT},
    {"5.", SCALAR_FLOAT},
    {"+.5e-1", SCALAR_FLOAT},
    {".", SCALAR_STRING},
    {"-", SCALAR_STRING},
    {"+", SCALAR_STRING},
    {"..", SCALAR_STRING},
    {".inf", SCALAR_FLOAT},
    {"-.Inf", SCALAR_FLOAT},
    {"+.INF", SCALAR_FLOAT},
    {".nan", SCALAR_FLOAT},
    {".NaN", SCALAR_FLOAT},
    {"-.nan", SCALAR_STRING},
    {".iNF", SCALAR_STRING},
    {"2026-01-01", SCALAR_TIMESTAMP},
    {"1.2.3", SCALAR_STRING},
    {"2026-01-01T10:00:00Z", SCALAR_TIMESTAMP},
    {"1a", SCALAR_STRING},
    {"12:30:45", SCALAR_STRING},
    {"<<", SCALAR_MERGE},
    {"<", SCALAR_STRING},
    {"=", SCALAR_STRING},
    {"abcdef", SCALAR_STRING},
    {"v1", SCALAR_STRING},
    {"340112345678901234", SCALAR_INT},
};

static void plain_texts_have_the_type_of_talos_reader(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
        enum scalar_type type = scalar_resolve(span_of(types[i].text));
        if (type != types[i].type) {
            fail_msg("%s: %d, not %d", types[i].text, type, types[i].type);
        }
    }
}

static void flow_context_forbids_brackets_and_commas(void **state) {
    (void)state;
    static const char *const texts[] = {"a,b", "a]", "x{y}", "a[", "a}"};
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        assert_true(scalar_plain_is_safe(span_of(texts[i]), false));
        assert_false(scalar_plain_is_safe(span_of(texts[i]), true));
    }
    assert_true(scalar_plain_is_safe(TEXT("a/b"), true));
}

static const struct {
    const char *text;
    bool safe;
} literals[] = {
    {"a\nb", true},
    {"a\nb\n", true},
    {"a\n\nb\n", true},
    {" a\nb", true},
    {"\na", true},
    {"a\tb\nc", true},
    {"a\nb\n\n", false},
    {"\n", false},
    {"", false},
    {"a \nb", false},
    {"a\nb ", false},
    {"a\t\nb", false},
    {"\ta\nb", false},
    {"a\r\nb", false},
    {"a\x07\nb", false},
    {"a\xC2\x85"
     "b\n",
     false},
    {"a\xE2\x80\xA8"
     "b\n",
     false},
    {"a\n b\n", true},
    {"   \n", false},
    {"a\xC3\xA9\nb", true},
    {"\xEF\xBB\xBF"
     "a\nb",
     false},
};

static void literal_blocks_hold_visible_lines_only(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(literals); i++) {
        if (scalar_literal_is_safe(span_of(literals[i].text)) != literals[i].safe) {
            fail_msg("row %zu should be %d", i, literals[i].safe);
        }
    }
}

static void single_quotes_are_doubled(void **state) {
    (void)state;
    _cleanup_buf_ struct buf out = {0};
    scalar_write_single(&out, TEXT("it's 'x'"));
    assert_span(buf_view(&out), "'it''s ''x'''");
    assert_false(scalar_single_is_safe(TEXT("a\nb")));
    assert_false(scalar_single_is_safe(TEXT("a\xC2\xA0"
                                            "b")));
    assert_true(scalar_single_is_safe(TEXT("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_as_the_table_says),
        cmocka_unit_test(values_read_back),
        cmocka_unit_test(long_values_stay_on_one_line),
        cmocka_unit_test(plain_texts_have_the_type_of_talos_reader),
        cmocka_unit_test(flow_context_forbids_brackets_and_commas),
        cmocka_unit_test(literal_blocks_hold_visible_lines_only),
        cmocka_unit_test(single_quotes_are_doubled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
