/* SPDX-License-Identifier: MIT */
/* pki/fingerprint.c, net/proxy.c, and what chains net/ never brings. */
#include "unit.h"

#include "net/proxy.h"
#include "pki/chain.h"

#define PAIRS                                          \
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:" \
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
#define DIGITS "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

struct fingerprint_row {
    const char *text;
    const char *problem; /* NULL: it is the one of PAIRS */
};

#define OTHER "it has other characters than hex digits and colons"
#define SIZE "it has not 64 hex digits"
#define COLONS "its colons are not between the pairs of digits"

static const struct fingerprint_row fingerprints[] = {
    {PAIRS, NULL},
    {DIGITS, NULL},
    {"sha256:" PAIRS, NULL},
    {"SHA256:" DIGITS, NULL},
    {"sha256 Fingerprint=" PAIRS, NULL},
    {"SHA256 Fingerprint=" PAIRS, NULL},
    {"", "it is empty"},
    {"sha256:", "it is empty"},
    {"sha1:" PAIRS, OTHER},
    {" " PAIRS, OTHER},
    {PAIRS "\n", OTHER},
    {"0x" DIGITS, OTHER},
    {DIGITS "00", SIZE},
    {"00", SIZE},
    {"g0112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", OTHER},
    {"SHA256:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/AbCdE", OTHER},
    {"00112233445566778899aabbccddeeff00112233", "40 hex digits are a SHA-1 fingerprint"},
    {"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
     "40 hex digits are a SHA-1 fingerprint"},
    {":" DIGITS, COLONS},
    {PAIRS ":", COLONS},
    {"0:011:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"
     "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
     COLONS},
    {"00:112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", COLONS},
};

static void test_fingerprint(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(fingerprints); i++) {
        const struct fingerprint_row *row = &fingerprints[i];
        unsigned char bytes[FINGERPRINT_SIZE];
        char text[FINGERPRINT_TEXT];
        const char *problem = "";
        bool valid = fingerprint_parse(span_of(row->text), bytes, &problem);
        assert_text(span_of(problem), span_of(row->problem), row->text);
        assert_int_equal(valid, row->problem == NULL);
        if (valid) {
            fingerprint_write(bytes, text);
            assert_text(span_of(text), span_of(PAIRS), row->text);
        }
    }
}

struct proxy_row {
    const char *no_proxy;
    const char *host;
    bool proxy;
};

/* The port is 6443. */
static const struct proxy_row proxies[] = {
    {NULL, "api.example.com", true},
    {"", "api.example.com", true},
    {NULL, "localhost", false},
    {NULL, "127.0.0.1", false},
    {NULL, "127.9.9.9", false},
    {NULL, "::1", false},
    {NULL, "::ffff:127.0.0.1", false},
    {NULL, "10.0.0.1", true},
    {"*", "api.example.com", false},
    {" a , * ", "api.example.com", false},
    {"example.com", "example.com", false},
    {"example.com", "api.example.com", false},
    {"example.com", "myexample.com", true},
    {"EXAMPLE.com", "api.Example.COM", false},
    {".example.com", "api.example.com", false},
    {".example.com", "example.com", true},
    {"*.example.com", "api.example.com", false},
    {"*.example.com", "example.com", true},
    {"api.example.com:6443", "api.example.com", false},
    {"api.example.com:443", "api.example.com", true},
    {"api.example.com:", "api.example.com", false},
    {":6443", "api.example.com", true},
    {",,", "api.example.com", true},
    {"a b", "api.example.com", true},
    {"10.0.0.1", "10.0.0.1", false},
    {"10.0.0.1:6443", "10.0.0.1", false},
    {"10.0.0.1:443", "10.0.0.1", true},
    {"10.0.0.0/8", "10.1.2.3", false},
    {"10.0.0.7/8", "10.1.2.3", false},
    {"10.0.0.0/33", "10.1.2.3", true},
    {"10.0.0.0/", "10.1.2.3", true},
    {"10.0.0.0/8", "11.1.2.3", true},
    {"10.0.0.0/8", "api.example.com", true},
    {"0.0.0.0/0", "10.1.2.3", false},
    {"::/0", "10.1.2.3", true},
    {"::/0", "fd00::2", false},
    {"10.0.0.0/8", "fd00::2", true},
    {"fd00::/8", "fd12::1", false},
    {"fd00::/8", "fe80::1", true},
    {"fd00:0::2", "fd00::2", false},
    {"[fd00::2]:6443", "fd00::2", false},
    {"[fd00::2]:443", "fd00::2", true},
    {"[fd00::2]", "fd00::2", true},
    {"::ffff:10.0.0.1", "10.0.0.1", false},
    {"10.1", "10.1", false},
};

static void test_proxy(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(proxies); i++) {
        const struct proxy_row *row = &proxies[i];
        if (proxy_is_for(row->no_proxy, row->host, 6443) != row->proxy) {
            fail_msg("NO_PROXY=%s %s", row->no_proxy == NULL ? "(null)" : row->no_proxy,
                     row->host);
        }
    }
}

static void cleanup_chain(struct chain *chain) {
    chain_deinit(chain);
}

static void test_chain_refuses(void **state) {
    (void)state;
    _cleanup_(cleanup_chain) struct chain chain = {0};
    size_t chosen = 7;
    assert_int_equal(chain_choose(&chain, NULL, &chosen), CHAIN_EMPTY);
    assert_int_equal(chain_add(&chain, TEXT("")), TAUTH_REFUSED);
    assert_int_equal(chain_add(&chain, TEXT("\x30\x03\x02\x01\x00")), TAUTH_REFUSED);
    assert_int_equal(chain.items.count, 0);
    assert_int_equal(chosen, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fingerprint),
        cmocka_unit_test(test_proxy),
        cmocka_unit_test(test_chain_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
