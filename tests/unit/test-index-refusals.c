/* SPDX-License-Identifier: MIT */
/* What the index refuses, in the words of Talos' reader, with the place. */
#include "unit.h"

#include "yaml/read.h"

struct row {
    struct span text;
    enum rule rule;
    uint32_t line;
    uint32_t column;
    const char *message; /* its beginning */
};

#define ROW(text, rule, line, column, message) \
    { {text, sizeof(text) - 1}, rule, line, column, message }

static const struct row rows[] = {
    ROW("a: 1\nb: 2\na: 3\n", RULE_DUPLICATE_KEY, 3, 1,
        "mapping key \"a\" already defined at line 1"),
    ROW("x: {a: 1, 'a': 2}\n", RULE_DUPLICATE_KEY, 1, 11,
        "mapping key \"a\" already defined at line 1"),
    ROW("a: &x b\n*x : 1\nb: 2\n", RULE_DUPLICATE_KEY, 3, 1,
        "mapping key \"b\" already defined at line 2"),
    ROW("a: *x\n", RULE_UNDEFINED_ALIAS, 1, 4, "unknown anchor 'x' referenced"),
    ROW("a: &x 1\n---\nb: *x\n", RULE_UNDEFINED_ALIAS, 3, 4,
        "unknown anchor 'x' referenced"),
    ROW("a: &x [1, *x]\n", RULE_YAML_ALIASES, 1, 11, "anchor 'x' value contains itself"),
    ROW("a: &x\n  b:\n    c: *x\n", RULE_YAML_ALIASES, 3, 8,
        "anchor 'x' value contains itself"),
    ROW("{a: b}: c\n", RULE_KEY_NOT_SCALAR, 1, 1, "mapping key must be a scalar"),
    ROW("? [a]\n: c\n", RULE_KEY_NOT_SCALAR, 1, 3, "mapping key must be a scalar"),
    ROW("a: &x [1]\n*x : c\n", RULE_KEY_NOT_SCALAR, 2, 1, "mapping key must be a scalar"),
    ROW("a: {{ b }}\n", RULE_TEMPLATE, 1, 4, "{{ }} is a template, not data"),
    ROW("a: {{ b }}c\n", RULE_TEMPLATE, 1, 11, ""),
    ROW("%YAML 1.2\n---\na: 1\n", RULE_YAML_DIRECTIVE, 1, 1,
        "found incompatible YAML document: Talos and kubectl refuse %YAML 1.2"),
    ROW("%YAML 2.0\n---\na: 1\n", RULE_YAML_SYNTAX, 1, 1,
        "found incompatible YAML document"),
    ROW("a: b: c\n", RULE_YAML_SYNTAX, 1, 5, "mapping values are not allowed"),
    ROW("\xC3\xA9: [1\n", RULE_YAML_SYNTAX, 2, 1, "did not find expected ',' or ']'"),
    ROW("a: \x01\n", RULE_YAML_SYNTAX, 1, 4, "control characters are not allowed"),
    ROW("a: 1\nb: \xC2\x81\n", RULE_YAML_SYNTAX, 2, 4,
        "control characters are not allowed"),
    ROW("a:\n\t- b\n", RULE_YAML_SYNTAX, 2, 1, "found character that cannot start"),
    ROW("a: \xFF\n", RULE_ENCODING, 1, 4, "byte 0xff is not valid UTF-8"),
    ROW("\xC3\xA9: \xED\xA0\x80\n", RULE_ENCODING, 1, 4, "byte 0xed is not valid UTF-8"),
    ROW("\xFF\xFE"
        "a\0",
        RULE_ENCODING, 1, 1, "UTF-16 text is not edited"),
    ROW("\xFE\xFF\0a", RULE_ENCODING, 1, 1, "UTF-16 text is not edited"),
    ROW("a: b\nc: \0d\n", RULE_ENCODING, 2, 4, "control characters are not allowed"),
    ROW("a: 1\n\xEF\xBB\xBF"
        "b: 2\n",
        RULE_ENCODING, 2, 1, "byte order mark inside the file"),
    ROW("a: 1\rb: 2\r", RULE_LINE_ENDS, 1, 5, "CR-only line ends are not edited"),
};

static void faults_are_refused_where_they_are(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        const struct row *row = &rows[i];
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
        struct source source = {.name = "-", .text = row->text};
        assert_int_equal(yaml_index_build(&index, &source, diags), TAUTH_REFUSED);
        assert_int_equal(tauth_diags_count(diags), 1);
        const struct tauth_diag *diag = tauth_diags_get(diags, 0);
        if (strcmp(diag->rule, rule_info(row->rule)->id) != 0 ||
            diag->line != row->line || diag->column != row->column ||
            strncmp(diag->message, row->message, strlen(row->message)) != 0) {
            fail_msg("row %zu: %u:%u: %s [%s]", i, diag->line, diag->column,
                     diag->message, diag->rule);
        }
    }
}

static enum tauth_status build_text(struct span text, struct tauth_diags *diags) {
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    struct source source = {.name = "-", .text = text};
    return yaml_index_build(&index, &source, diags);
}

static void nest(struct buf *out, size_t depth, bool block) {
    for (size_t i = 0; i < depth; i++) {
        buf_text(out, block ? "- " : "[");
    }
    buf_text(out, block ? "x" : "");
    for (size_t i = 0; i < depth && !block; i++) {
        buf_text(out, "]");
    }
}

static void depth_128_is_taken_and_129_refused(void **state) {
    (void)state;
    for (int block = 0; block < 2; block++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_buf_ struct buf fits = {0}, deep = {0};
        nest(&fits, 128, block);
        nest(&deep, 129, block);
        assert_int_equal(build_text(buf_view(&fits), diags), TAUTH_OK);
        assert_int_equal(build_text(buf_view(&deep), diags), TAUTH_REFUSED);
        assert_string_equal(message_of(diags, RULE_YAML_TOO_DEEP),
                            "exceeded max depth of 128");
    }
}

/* Small mappings are compared pairwise, large ones through a hash. */
static void duplicates_are_found_in_mappings_of_every_size(void **state) {
    (void)state;
    for (int count = 2; count < 40; count++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_buf_ struct buf text = {0};
        for (int i = 0; i < count; i++) {
            buf_printf(&text, "key%d: x\n", i);
        }
        assert_int_equal(build_text(buf_view(&text), diags), TAUTH_OK);
        buf_printf(&text, "'key%d': y\n", count / 2);
        assert_int_equal(build_text(buf_view(&text), diags), TAUTH_REFUSED);
        const struct tauth_diag *diag = tauth_diags_get(diags, 0);
        assert_string_equal(diag->rule, "duplicate-key");
        assert_int_equal(diag->line, count + 1);
        _cleanup_buf_ struct buf hint = {0};
        buf_printf(&hint, "the first one is on line %d", count / 2 + 1);
        assert_span(buf_view(&hint), diag->hint);
    }
}

/* Each line stands for nine of the line before. */
static void write_bomb(struct buf *out, int lines) {
    buf_text(out, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < lines; i++) {
        buf_printf(out, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++) {
            buf_printf(out, "%s*a%d", j > 0 ? ", " : "", i - 1);
        }
        buf_text(out, "]\n");
    }
}

static void aliases_that_blow_up_are_refused(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_buf_ struct buf small = {0}, large = {0};
    write_bomb(&small, 4);
    write_bomb(&large, 9);
    assert_int_equal(build_text(buf_view(&small), diags), TAUTH_OK);
    assert_int_equal(build_text(buf_view(&large), diags), TAUTH_REFUSED);
    assert_string_equal(message_of(diags, RULE_YAML_ALIASES),
                        "document contains excessive aliasing");
}

static void sixteen_mebibytes_are_the_limit(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_buf_ struct buf text = {0};
    buf_text(&text, "a: 1\n#");
    buf_fill(&text, 'x', YAML_SIZE_MAX - text.size);
    assert_int_equal(build_text(buf_view(&text), diags), TAUTH_OK);
    buf_byte(&text, 'x');
    assert_int_equal(build_text(buf_view(&text), diags), TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(diags, 0)->rule, "input-too-large");
}

static void odd_but_good_texts_are_taken(void **state) {
    (void)state;
    const struct span good[] = {
        TEXT(""),
        {NULL, 0},
        TEXT("a: &x 1\nb: &x 2\nc: *x\n"),
        TEXT("<<: a\n"),
        TEXT("a: \xEF\xBB\xBF"
             "b\n"),
        TEXT("a: 1\r\nb: 2\n"),
        TEXT("a: \"{{ x }}\"\n"),
        TEXT("a: 1\r\n\rb: 2\n"),
    };
    for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        if (build_text(good[i], diags) != TAUTH_OK) {
            fail_msg("row %zu: %s", i, tauth_diags_get(diags, 0)->message);
        }
        assert_int_equal(tauth_diags_count(diags), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_refused_where_they_are),
        cmocka_unit_test(depth_128_is_taken_and_129_refused),
        cmocka_unit_test(duplicates_are_found_in_mappings_of_every_size),
        cmocka_unit_test(aliases_that_blow_up_are_refused),
        cmocka_unit_test(sixteen_mebibytes_are_the_limit),
        cmocka_unit_test(odd_but_good_texts_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
