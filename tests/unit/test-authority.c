/* SPDX-License-Identifier: MIT */
/* pki/bundle.c and check/settings/authority.c: certificates, and whatever else is in the file. */
#include "unit.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <talosauth/talosauth.h>

#include "certificates.h"
#include "check/settings/authority.h"
#include "pki/bundle.h"

enum { NOW = 1767225600, DAY = 24 * 60 * 60, MOST = 4 }; /* 2026-01-01 */

static const int64_t end_2120 = 4733510400; /* 2120-01-01 */

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"
#define KEY "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
#define ENCRYPTED                    \
    BEGIN "Proc-Type: 4,ENCRYPTED\n" \
          "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n" END
/* Of an initializer. */
#define BYTES(literal) \
    { "" literal, sizeof(literal) - 1 }
#define EMPTY "ca-empty 1 data does not contain any valid RSA or ECDSA certificates"
#define UNREADABLE(line) "ca-unreadable " line " the certificate cannot be read"
#define PRIVATE(line) \
    "ca-private-key " line " here is a private key, which must not go into a config"

/* "RULE LINE MESSAGE" of the findings, and the PEM that comes out; NULL: refused. */
static const struct {
    const char *name;
    struct span text;
    const char *pem;
    const char *findings[MOST];
} rows[] = {
    {"one", BYTES(ROOT_PEM), ROOT_PEM, {NULL}},
    {"two", BYTES(ROOT_PEM QUOTED_PEM), ROOT_PEM QUOTED_PEM, {NULL}},
    {"text around",
     BYTES("a\n\n" ROOT_PEM "b: c\n" QUOTED_PEM "d"),
     ROOT_PEM QUOTED_PEM,
     {NULL}},
    {"END first", BYTES(END ROOT_PEM), ROOT_PEM, {NULL}},
    {"END twice", BYTES(ROOT_PEM END), ROOT_PEM, {NULL}},
    {"another block",
     BYTES("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
           "-----END EC PARAMETERS-----\n" ROOT_PEM),
     ROOT_PEM,
     {NULL}},
    {"BEGIN in the middle of a line is text", BYTES("x " KEY ROOT_PEM), ROOT_PEM, {NULL}},
    {"nothing", BYTES(""), NULL, {EMPTY}},
    {"NULs", BYTES("\0\0\0"), NULL, {EMPTY}},
    {"BEGIN of nothing", BYTES("-----BEGIN "), NULL, {EMPTY}},
    {"another label",
     BYTES("-----BEGIN X509 CERTIFICATE-----\nAAAA\n"
           "-----END X509 CERTIFICATE-----\n"),
     NULL,
     {EMPTY}},
    {"only in the middle of a line", BYTES("x" ROOT_PEM), NULL, {EMPTY}},
    {"BEGIN without END", BYTES(BEGIN "AAAA\n"), NULL, {UNREADABLE("1")}},
    {"BEGIN alone", BYTES("-----BEGIN CERTIFICATE-----"), NULL, {UNREADABLE("1")}},
    {"BEGIN and END", BYTES("a\n" BEGIN END), NULL, {UNREADABLE("2")}},
    {"no base64", BYTES(BEGIN "%%%%\n" END), NULL, {UNREADABLE("1")}},
    {"no DER", BYTES(BEGIN "AAAA\n" END), NULL, {UNREADABLE("1")}},
    {"END of another", BYTES(BEGIN "AAAA\n-----END X-----\n"), NULL, {UNREADABLE("1")}},
    {"nested", BYTES(BEGIN "AAAA\n" ROOT_PEM END), NULL, {UNREADABLE("1")}},
    {"NUL inside", BYTES(BEGIN "AA\0A\n" END ROOT_PEM), NULL, {UNREADABLE("1")}},
    {"encrypted", BYTES(ROOT_PEM ENCRYPTED), NULL, {UNREADABLE("11")}},
    {"several faults",
     BYTES(KEY BEGIN END LEAF_PEM),
     NULL,
     {PRIVATE("1"), UNREADABLE("4"),
      "ca-not-ca 6 \"CN=idp.example.com\" is not a certificate authority"}},
    {"a key behind", BYTES(ROOT_PEM KEY), NULL, {PRIVATE("11")}},
    {"a key without END",
     BYTES(ROOT_PEM "-----BEGIN PRIVATE KEY-----\n"),
     NULL,
     {PRIVATE("11")}},
    {"expired",
     BYTES(EXPIRED_PEM),
     NULL,
     {"ca-expired 1 the certificate of \"CN=old root\" expired on 2021-01-01"}},
    {"not yet valid",
     BYTES(ROOT_PEM FUTURE_PEM),
     NULL,
     {"ca-not-yet-valid 11 the certificate of \"CN=future root\" is valid from "
      "2090-01-01 on"}},
    {"a name that is not UTF-8", BYTES(BAD_NAME_PEM), NULL, {UNREADABLE("1")}},
};

static void check_findings(const struct tauth_diags *diags, const char *const *wanted,
                           const char *name) {
    _cleanup_buf_ struct buf got = {0}, all = {0};
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        const struct tauth_diag *diag = tauth_diags_get(diags, i);
        buf_printf(&got, "%s %u %s\n", diag->rule, diag->line, diag->message);
    }
    for (size_t i = 0; i < MOST && wanted[i] != NULL; i++) {
        buf_printf(&all, "%s\n", wanted[i]);
    }
    assert_text(buf_view(&got), buf_view(&all), name);
}

static void bundles_are_judged(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_buf_ struct buf pem = {0};
        struct source source = {.name = "ca.pem", .text = rows[i].text};
        enum tauth_status status = check_authority(&source, NOW, &pem, diags);
        check_findings(diags, rows[i].findings, rows[i].name);
        assert_text(buf_view(&pem), span_of(rows[i].pem), rows[i].name);
        assert_int_equal(status, rows[i].pem == NULL ? TAUTH_REFUSED : TAUTH_OK);
    }
}

/* OpenSSL asks at the terminal, or where there is none reads standard input. */
static void nobody_is_asked_for_a_password(void **state) {
    (void)state;
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    int ends[2], waiting = 0, old = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "password\n", 9), 9);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    assert_true(bundle_read(&bundle, TEXT(ENCRYPTED)));
    assert_int_equal(bundle.blocks.items[0].kind, PEM_UNREADABLE);
    assert_int_equal(ioctl(STDIN_FILENO, FIONREAD, &waiting), 0);
    assert_int_equal(waiting, 9);
    dup2(old, STDIN_FILENO);
    assert_int_equal(close(old) | close(ends[0]) | close(ends[1]), 0);
}

static void line_ends_do_not_matter(void **state) {
    (void)state;
    static const char pem[] = ROOT_PEM QUOTED_PEM;
    _cleanup_buf_ struct buf crlf = {0};
    for (const char *at = pem; *at != '\0'; at++) {
        buf_text(&crlf, *at == '\n' ? "\r\n" : "");
        buf_append(&crlf, at, *at != '\n');
    }
    struct span texts[] = {buf_view(&crlf), {pem, sizeof(pem) - 2}};
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        _cleanup_(bundle_deinit) struct bundle bundle = {0};
        assert_true(bundle_read(&bundle, texts[i]));
        assert_int_equal(bundle.blocks.count, 2);
        assert_span(buf_view(&bundle.pem), pem);
    }
}

static void blocks_are_described(void **state) {
    (void)state;
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    assert_true(bundle_read(&bundle, TEXT("x\n" ROOT_PEM QUOTED_PEM LEAF_PEM)));
    assert_int_equal(bundle.blocks.count, 3);
    const struct pem_block *blocks = bundle.blocks.items;
    assert_int_equal(blocks[0].kind, PEM_CERTIFICATE);
    assert_int_equal(blocks[0].offset, 2);
    assert_true(blocks[0].authority);
    assert_true(blocks[0].not_before == 1577836800); /* 2020-01-01 */
    assert_true(blocks[0].not_after == end_2120);
    assert_string_equal(blocks[0].subject, "CN=Example Root");
    assert_int_equal(blocks[1].offset, 2 + sizeof(ROOT_PEM) - 1);
    assert_string_equal(blocks[1].subject,
                        "CN=Root 2,O=Gr\\C3\\B6\\C3\\9Fe\\, \\\"x\\\"");
    assert_false(blocks[2].authority);
}

static enum tauth_status judge_at(int64_t now, const char **rule) {
    struct tauth_diags *diags = tauth_diags_new();
    _cleanup_buf_ struct buf pem = {0};
    struct source source = {.name = "ca.pem", .text = TEXT(ROOT_PEM)};
    enum tauth_status status = check_authority(&source, now, &pem, diags);
    *rule = tauth_diags_count(diags) == 0 ? "" : tauth_diags_get(diags, 0)->rule;
    tauth_diags_free(diags); /* rules are constants */
    return status;
}

static void the_last_days_are_warned_of(void **state) {
    (void)state;
    static const struct {
        int64_t before_end;
        enum tauth_status status;
        const char *rule;
    } days[] = {
        {31 * DAY, TAUTH_OK, ""},
        {30 * DAY, TAUTH_OK, ""},
        {30 * DAY - 1, TAUTH_OK, "ca-expires-soon"},
        {0, TAUTH_OK, "ca-expires-soon"},
        {-1, TAUTH_REFUSED, "ca-expired"},
    };
    const char *rule;
    for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
        assert_int_equal(judge_at(end_2120 - days[i].before_end, &rule), days[i].status);
        assert_string_equal(rule, days[i].rule);
    }
    assert_int_equal(judge_at(1577836800, &rule), TAUTH_OK);
    assert_int_equal(judge_at(1577836799, &rule), TAUTH_REFUSED);
    assert_string_equal(rule, "ca-not-yet-valid");
}

static double seconds_to_read(const char *unit, size_t count, size_t blocks) {
    _cleanup_buf_ struct buf text = {0};
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    struct timespec start, end;
    for (size_t i = 0; i < count; i++) {
        buf_text(&text, unit);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    assert_true(bundle_read(&bundle, buf_view(&text)));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    assert_int_equal(bundle.blocks.count, blocks);
    return (double)(end.tv_sec - start.tv_sec) +
           (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static void many_blocks_are_read_in_linear_time(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        size_t count; /* of units that are a block each; the rest is none */
    } units[] = {
        {ROOT_PEM, 10000},
        {BEGIN, 20000},
        {END, 0},
        {"-----BEGIN X-----\n", 20000},
        {"x-----BEGIN X-----", 0},
    };
    for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
        size_t many = units[i].count > 0 ? units[i].count : 20000;
        double some = seconds_to_read(units[i].unit, many / 4, units[i].count / 4);
        double all = seconds_to_read(units[i].unit, many, units[i].count);
        if (all > 0.5 && all > 10 * some) {
            fail_msg("%s: %f s, four times as many %f s", units[i].unit, some, all);
        }
    }
}

static void der_has_a_hint(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = tauth_settings_new();
    static const char der[] = "\x30\x82\x01\x64\x30\x82";
    assert_int_equal(tauth_settings_issuer_ca(settings, "ca.der",
                                              (struct tauth_text){der, sizeof(der) - 1},
                                              diags),
                     TAUTH_REFUSED);
    assert_false(tauth_settings_any(settings));
    const struct tauth_diag *diag = tauth_diags_get(diags, 0);
    assert_string_equal(diag->file, "ca.der");
    assert_non_null(strstr(diag->hint, "openssl x509 -inform der"));
    tauth_settings_free(settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_asked_for_a_password),
        cmocka_unit_test(bundles_are_judged),
        cmocka_unit_test(line_ends_do_not_matter),
        cmocka_unit_test(blocks_are_described),
        cmocka_unit_test(the_last_days_are_warned_of),
        cmocka_unit_test(many_blocks_are_read_in_linear_time),
        cmocka_unit_test(der_has_a_hint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
