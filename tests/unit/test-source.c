/* SPDX-License-Identifier: MIT */
/* text/source.c, text/secret.c and text/render.c. */
#include "unit.h"

#include "text/render.h"
#include "text/secret.h"
#include "text/source.h"

#define BOM "\xEF\xBB\xBF"

static const struct {
    const char *text;
    size_t offset;
    uint32_t line;
    uint32_t column;
} positions[] = {
    {"", 0, 1, 1},
    {"abc", 2, 1, 3},
    {"abc", 3, 1, 4},
    {"abc", 99, 1, 4},
    {"a\nbc\n", 1, 1, 2},
    {"a\nbc\n", 2, 2, 1},
    {"a\nbc\n", 3, 2, 2},
    {"a\nbc\n", 5, 3, 1},
    {"a\r\nb", 3, 2, 1},
    {"\n\n\nx", 3, 4, 1},
    {"\xC3\xA9\xE2\x82\xACx", 5, 1, 3},
    {"\xF0\x9F\x98\x80x", 4, 1, 2},
    {"a\xC2\x85"
     "b",
     3, 1, 3}, /* editors count LF lines */
    {"a\rb", 2, 1, 3},
    {BOM "a", 3, 1, 1},
    {BOM "ab", 4, 1, 2},
    {BOM "a\nb", 5, 2, 1},
};

static void positions_are_those_of_an_editor(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(positions); i++) {
        struct source source = {.name = "x", .text = span_of(positions[i].text)};
        struct position at = source_position(&source, positions[i].offset);
        if (at.line != positions[i].line || at.column != positions[i].column) {
            fail_msg("row %zu: %u:%u", i, at.line, at.column);
        }
    }
}

static void lines_start_behind_lf_and_end_at_any_break(void **state) {
    (void)state;
    struct span text = TEXT("ab\ncd\r\nef\xC2\x85gh\xE2\x80\xA8i\xE2\x82\xACj\rk");
    assert_int_equal(source_line_start(text, 0), 0);
    assert_int_equal(source_line_start(text, 2), 0);
    assert_int_equal(source_line_start(text, 3), 3);
    assert_int_equal(source_line_start(text, 12), 7);
    assert_int_equal(source_line_end(text, 0), 2);
    assert_int_equal(source_line_end(text, 2), 2);
    assert_int_equal(source_line_end(text, 3), 5);
    assert_int_equal(source_line_end(text, 7), 9);
    assert_int_equal(source_line_end(text, 11), 13);
    assert_int_equal(source_line_end(text, 16), 21);
    assert_int_equal(source_line_end(text, 22), text.size);
    assert_int_equal(source_column(text, 5), 2);
    assert_int_equal(source_column(TEXT("x\n\xE2\x82\xAC: y"), 5), 1);
}

static void new_lines_end_like_their_neighbour(void **state) {
    (void)state;
    assert_span(source_newline(TEXT("a\nb\r\nc"), 0), "\n");
    assert_span(source_newline(TEXT("a\nb\r\nc"), 2), "\r\n");
    assert_span(source_newline(TEXT("a\nb\r\nc"), 5), "\r\n");
    assert_span(source_newline(TEXT("a\r\nb\nc"), 5), "\n");
    assert_span(source_newline(TEXT("a"), 0), "\n");
    assert_span(source_newline(TEXT(""), 0), "\n");
    assert_span(source_newline(TEXT("a\r\n"), 1), "\r\n");
}

static const char *const masked[][2] = {
    {"plain: text", "plain: text"},
    {"token: abc", "token: ******"},
    {"  bootstrapToken: abc # x", "  bootstrapToken: ******"},
    {"password:", "password:"},
    {"key: abcd", "key: ******"},
    {"\"key\": abcd", "\"key\": ******"},
    {"'key': abcd", "'key': ******"},
    {"monkey: see", "monkey: see"},
    {"apiKey: x", "apiKey: ******"},
    {"a: {cookieSecret: x, b: y}", "a: {cookieSecret: ******"},
    {"crt: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", "crt: ******"},
    {"short: LS0tLS1CRUdJTiBDRVJUSUZ", "short: LS0tLS1CRUdJTiBDRVJUSUZ"},
    {"a LS0tLS1CRUdJTiBDRVJUSUZJ b", "a ****** b"},
    {"client-key-data: x", "client-key-data: ******"},
    {"? token", "? token"},
    {"  : abc", "  ******"},
    {"*t : abc", "******"},
    {"a: ENC[x] {token: y}", "a: ******"},
    {"-----BEGIN EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----"},
    {"\"-----BEGIN EC PRIVATE KEY-----\\nabc\"",
     "\"-----BEGIN EC PRIVATE KEY-----******"},
    {"kind: KubeAuthenticationConfig", "kind: KubeAuthenticationConfig"},
    {"kind: AuthorizationConfiguration", "kind: AuthorizationConfiguration"},
    {"- hostPath: /var/lib/talosauth/issuer-ca.crt",
     "- hostPath: /var/lib/talosauth/issuer-ca.crt"},
    {"x: KubeAuthenticationConfig", "x: ******"},
    {"name: bHVzaWNhbnRhbm90aGVyd29yZA", "name: ******"},
    {"path: /rTjkQwLxZbNvGhFdSpYmKcPq", "path: ******"},
    {"kind: KubeAuthenticationConfig2", "kind: ******"},
    {"path: /etc/0123456789abcdef0123456789", "path: ******"},
    /* a path needs no key that says so */
    {"authentication-config: /var/lib/talosauth/authentication.yaml",
     "authentication-config: /var/lib/talosauth/authentication.yaml"},
    {"- --oidc-ca-file=/etc/kubernetes/oidc/issuer.crt",
     "- --oidc-ca-file=/etc/kubernetes/oidc/issuer.crt"},
    {"a: /system/secrets/kubernetes/v1/kube-apiserver/",
     "a: /system/secrets/kubernetes/v1/kube-apiserver/"},
    {"x: registry.k8s.io/kubernetes/manifests/talosauth",
     "x: registry.k8s.io/kubernetes/manifests/talosauth"},
    {"namespace: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "namespace: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {"{name: a, namespace: \"abcdefghijklmnopqrstuvwxyz\"}",
     "{name: a, namespace: \"abcdefghijklmnopqrstuvwxyz\"}"},
    {"token: /var/lib/talosauth/authentication", "token: ******"},
    {"clientSecret: /var/lib/talosauth/authentication", "clientSecret: ******"},
    {"x: /var/lib/talosauth/Authentication", "x: ******"},
    {"x: /var/lib/talosauth/authentication=", "x: ******"},
    {"x: =/var/lib/talosauth/authentication", "x: ******"},
    {"x: /var/lib+talosauth/authentication", "x: ******"},
    {"x: /var//lib/talosauth/authentication", "x: ******"},
    {"x: /kxqwrtz/lib/talosauth/authentication", "x: ******"},
    {"x: /var/lib/talosauth/0123456789abcdef", "x: ******"},
    {"x: /dead/beef/0123/4567/89ab/cdef/00", "x: ******"},
    {"x: /p7fa/q3e9/m2kd/w8zt/b5xc/h1nv", "x: ******"},
    {"x: /auth0123/organization2024/administrators", "x: ******"},
    {"x: https://h/hooks/abacadaeafagahaiajakalam", "x: https:******"},
    {"x: correcthorsebatterystaplecorrect", "x: ******"},
    {"x: /correcthorsebatterystaplecorrect", "x: ******"},
    {"x: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x: ******"},
    {"namespace: 0123456789abcdef0123456789abcdef", "namespace: ******"},
    {"namespace: aGVsbG8gd29ybGQgYW5kIG1vcmU", "namespace: ******"},
    {"", ""},
};

/* The last line of each; `true` where YAML that is not broken is meant too. */
static const struct {
    const char *text;
    bool broken;
    bool sound;
} continued[] = {
    {"token:\n  x", true, true},
    {"token:\n- a\n- x", true, true},
    {"a:\n- key: y\n  x: z", true, false},
    {"token: a\nx: y", true, false},
    {"token: \"a\nx\ny", true, true},
    {"a: {token:\n\nb\nx", true, true},
    {"a: {\n token: b,\n},\nc:\n x", false, false},
    {"a:\n  token:\n      b\n  \tx", true, false},
    {"token: a\nb:\n  c", false, false},
    {"token: a\n---\nb", false, false},
    {"# token: a\nb", false, false},
    {"a: |\n -----BEGIN EC PRIVATE KEY-----\n x", true, true},
    {"-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----\nx", false, false},
    {"x", false, false},
};

static void lines_below_a_secret_may_continue_it(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(continued); i++) {
        struct span text = span_of(continued[i].text);
        size_t last = source_line_start(text, text.size);
        if (secret_continues(text, last, true) != continued[i].broken ||
            secret_continues(text, last, false) != continued[i].sound) {
            fail_msg("row %zu: %s", i, continued[i].text);
        }
    }
}

static void secrets_are_masked(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(masked); i++) {
        _cleanup_buf_ struct buf out = {0};
        secret_mask_line(&out, span_of(masked[i][0]));
        assert_text(buf_view(&out), span_of(masked[i][1]), masked[i][0]);
    }
}

static void report_has_place_and_masked_excerpt(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct source source = {.name = "f.yaml",
                            .text = TEXT("a: 1\r\n  token: x\r\nz: 3\r\n")};
    assert_int_equal(source_report(diags, RULE_WRONG_TYPE, &source, 8, "do", "is %d", 7),
                     TAUTH_REFUSED);
    const struct tauth_diag *diag = tauth_diags_get(diags, 0);
    assert_string_equal(diag->file, "f.yaml");
    assert_int_equal(diag->line, 2);
    assert_int_equal(diag->column, 3);
    assert_string_equal(diag->source, "  token: ******");
    assert_string_equal(diag->message, "is 7");
    assert_string_equal(diag->hint, "do");
}

static void no_excerpt_of_long_or_broken_lines(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    char text[200];
    memset(text, 'x', sizeof(text));
    struct source longer = {.name = "-", .text = {text, 161}},
                  fits = {.name = "-", .text = {text, 160}};
    struct source broken = {.name = "-", .text = TEXT("a\xFF")},
                  empty = {.name = "-", .text = TEXT("")};
    assert_int_equal(source_report(diags, RULE_LEFTOVER, &longer, 0, NULL, "m"),
                     TAUTH_OK);
    assert_int_equal(source_report(diags, RULE_LEFTOVER, &fits, 500, NULL, "m"),
                     TAUTH_OK);
    assert_int_equal(source_report(diags, RULE_LEFTOVER, &broken, 1, NULL, "m"),
                     TAUTH_OK);
    assert_int_equal(source_report(diags, RULE_LEFTOVER, &empty, 0, NULL, "m"), TAUTH_OK);
    assert_null(tauth_diags_get(diags, 0)->source);
    assert_string_equal(tauth_diags_get(diags, 1)->source, "******");
    assert_int_equal(tauth_diags_get(diags, 1)->column, 161);
    assert_null(tauth_diags_get(diags, 2)->source);
    assert_null(tauth_diags_get(diags, 3)->source);
}

static void excerpt_leaves_the_byte_order_mark_out(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct source source = {.name = "-", .text = TEXT(BOM "a: b")};
    assert_int_equal(source_report(diags, RULE_LEFTOVER, &source, 6, NULL, "m"),
                     TAUTH_OK);
    assert_string_equal(tauth_diags_get(diags, 0)->source, "a: b");
    assert_int_equal(tauth_diags_get(diags, 0)->column, 4);
}

static const struct {
    struct tauth_diag diag;
    const char *text;
} rendered[] = {
    {{.severity = TAUTH_ERROR, .rule = "r", .option = "--x", .message = "m"},
     "talosauth: error: --x: m [r]\n"},
    {{.severity = TAUTH_NOTE, .rule = "r", .file = "f", .message = "m", .hint = "h"},
     "f: note: m [r]\n    hint: h\n"},
    {{.severity = TAUTH_WARNING,
      .rule = "r",
      .file = "f",
      .line = 2,
      .column = 3,
      .message = "m",
      .source = "a\tb"},
     "f:2:3: warning: m [r]\n    a\tb\n     \t^\n"},
    {{.severity = TAUTH_ERROR,
      .rule = "r",
      .file = "f",
      .line = 1,
      .column = 3,
      .message = "m",
      .source = "\xC3\xA9\xE2\x82\xAC!"},
     "f:1:3: error: m [r]\n    \xC3\xA9\xE2\x82\xAC!\n      ^\n"},
    {{.severity = TAUTH_ERROR, .rule = "r", .file = "a\nb", .message = "x\033[2J\x7F\t"},
     "a\\x0ab: error: x\\x1b[2J\\x7f\t [r]\n"},
};

static void findings_are_rendered(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rendered); i++) {
        _cleanup_buf_ struct buf out = {0};
        render_diag(&out, &rendered[i].diag, false);
        assert_text(buf_view(&out), span_of(rendered[i].text), "plain");
    }
    _cleanup_buf_ struct buf out = {0};
    render_diag(&out, &rendered[1].diag, true);
    assert_span(buf_view(&out),
                "\033[1mf: \033[36mnote: \033[0m\033[1mm\033[0m [r]\n    hint: h\n");
}

/* In whatever order places are asked for. */
static void marks_change_nothing_but_the_cost(void **state) {
    (void)state;
    _cleanup_buf_ struct buf text = {0};
    buf_text(&text, BOM);
    for (int i = 0; i < 3000; i++) {
        buf_fill(&text, 'x', (size_t)(i * 7 % 23));
        buf_text(&text, i % 5 == 0 ? "\xC3\xA4" : i % 11 == 0 ? "\r\n" : "\n");
    }
    buf_fill(&text, 'y', 10000);
    struct source_marks marks = {0};
    struct source plain = {.name = "-", .text = buf_view(&text)};
    struct source marked = {.name = "-", .text = buf_view(&text), .marks = &marks};
    for (size_t i = 0; i <= text.size; i++) {
        size_t offset = i * 7919 % (text.size + 1);
        struct position left = source_position(&plain, offset);
        struct position right = source_position(&marked, offset);
        assert_int_equal(left.line, right.line);
        assert_int_equal(left.column, right.column);
    }
    uint32_t last = source_position(&plain, text.size).line;
    for (uint32_t line = 1; line <= last; line++) {
        size_t offset = source_line_offset(&marked, line);
        assert_int_equal(source_line_offset(&plain, line), offset);
        assert_int_equal(source_position(&plain, offset).line, line);
        assert_true(offset == 0 || text.data[offset - 1] == '\n');
    }
    assert_int_equal(source_line_offset(&marked, last + 1), text.size);
    source_marks_deinit(&marks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_are_those_of_an_editor),
        cmocka_unit_test(lines_start_behind_lf_and_end_at_any_break),
        cmocka_unit_test(new_lines_end_like_their_neighbour),
        cmocka_unit_test(secrets_are_masked),
        cmocka_unit_test(lines_below_a_secret_may_continue_it),
        cmocka_unit_test(report_has_place_and_masked_excerpt),
        cmocka_unit_test(no_excerpt_of_long_or_broken_lines),
        cmocka_unit_test(excerpt_leaves_the_byte_order_mark_out),
        cmocka_unit_test(findings_are_rendered),
        cmocka_unit_test(marks_change_nothing_but_the_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
