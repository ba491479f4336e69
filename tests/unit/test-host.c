/* SPDX-License-Identifier: MIT */
/* text/server.c and text/base64.c. */
#include "unit.h"

#include "text/base64.h"
#include "text/server.h"

static const struct {
    const char *text;
    const char *url; /* NULL: refused */
} servers[] = {
    {"api.example.com", "https://api.example.com:6443"},
    {"api.example.com:443", "https://api.example.com:443"},
    {"api.example.com.", "https://api.example.com.:6443"},
    {"localhost", "https://localhost:6443"},
    {"10.0.0.1", "https://10.0.0.1:6443"},
    {"10.0.0.1:65535", "https://10.0.0.1:65535"},
    {"[2001:db8::1]", "https://[2001:db8::1]:6443"},
    {"[2001:db8::1]:443", "https://[2001:db8::1]:443"},
    {"[::ffff:10.0.0.1]", "https://[::ffff:10.0.0.1]:6443"},
    {"https://api.example.com", "https://api.example.com:6443"},
    {"https://api.example.com:443", "https://api.example.com:443"},
    {"https://api.example.com/", "https://api.example.com:6443/"},
    {"https://api.example.com/k8s/clusters/c",
     "https://api.example.com:6443/k8s/clusters/c"},
    {"https://[2001:db8::1]/a%20b", "https://[2001:db8::1]:6443/a%20b"},
    {"HTTPS://api.example.com", "https://api.example.com:6443"},
    {"a_b.example.com", "https://a_b.example.com:6443"},
    {"1a.2b", "https://1a.2b:6443"},
    {"", NULL},
    {" api.example.com", NULL},
    {"api.example.com ", NULL},
    {"http://api.example.com", NULL},
    {"HTTP://api.example.com", NULL},
    {"tcp://api.example.com", NULL},
    {"https://", NULL},
    {"https:///path", NULL},
    {"https:/api.example.com", NULL},
    {"//api.example.com", NULL},
    {"api.example.com/a/b", NULL},
    {"api.example.com/", NULL},
    {"user:pw@api.example.com", NULL},
    {"https://user:pw@api.example.com", NULL},
    {"https://@api.example.com", NULL},
    {"api.example.com?x=1", NULL},
    {"https://api.example.com/?x=1", NULL},
    {"https://api.example.com#f", NULL},
    {"[fe80::1%eth0]", NULL},
    {"[fe80::1%25eth0]:6443", NULL},
    {"https://[fe80::1%25eth0]:6443", NULL},
    {"2001:db8::1", NULL},
    {"https://2001:db8::1", NULL},
    {"[10.0.0.1]", NULL},
    {"[api.example.com]", NULL},
    {"[2001:db8::1", NULL},
    {"[2001:db8::1]6443", NULL},
    {"[]", NULL},
    {"api.example.com:", NULL},
    {"api.example.com:0", NULL},
    {"api.example.com:65536", NULL},
    {"api.example.com:99999999999", NULL},
    {"api.example.com:https", NULL},
    {":6443", NULL},
    {".example.com", NULL},
    {"api..example.com", NULL},
    {"-api.example.com", NULL},
    {"api-.example.com", NULL},
    {"api.exämple.com", NULL},
    {"10.0.0.256", NULL},
    {"10.0.1", NULL},
    {"010.0.0.1", NULL},
    {"api%2eexample.com", NULL},
    {"https://api.example.com/a b", NULL},
    {"https://api.example.com/\"x", NULL},
};

static void addresses_are_parsed_not_guessed(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(servers); i++) {
        struct server_address server;
        struct server_fault fault = {0};
        bool good = server_parse(span_of(servers[i].text), &server, &fault);
        if (good != (servers[i].url != NULL)) {
            fail_msg("%s: %s", servers[i].text, good ? "taken" : fault.problem);
        }
        if (!good) {
            assert_non_null(fault.problem);
            assert_non_null(fault.hint);
            continue;
        }
        _cleanup_buf_ struct buf url = {0};
        server_write(&url, &server, "6443");
        buf_byte(&url, '\0');
        assert_string_equal(url.data, servers[i].url);
    }
}

/* A URL of a file means what it says: kubectl takes 443 where no port is. */
static void urls_of_files_get_no_port(void **state) {
    (void)state;
    struct server_address server;
    struct server_fault fault;
    assert_true(server_parse(SPAN("https://api.example.com/x"), &server, &fault));
    _cleanup_buf_ struct buf url = {0};
    server_write(&url, &server, NULL);
    buf_byte(&url, '\0');
    assert_string_equal(url.data, "https://api.example.com/x");
}

static void base64_goes_there_and_back(void **state) {
    (void)state;
    size_t fault;
    static const char *const rows[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"\xff\xfe", "//4="},
    };
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf text = {0}, data = {0};
        base64_encode(&text, span_of(rows[i][0]));
        assert_true(span_is(buf_view(&text), rows[i][1]));
        assert_true(base64_decode(&data, buf_view(&text), &fault));
        assert_true(span_is(buf_view(&data), rows[i][0]));
    }
}

static void base64_may_have_line_breaks(void **state) {
    (void)state;
    size_t fault;
    _cleanup_buf_ struct buf data = {0};
    assert_true(base64_decode(&data, SPAN("Zm9v\r\nYmE=\n"), &fault));
    assert_true(span_is(buf_view(&data), "fooba"));
}

static void broken_base64_is_refused(void **state) {
    (void)state;
    size_t fault;
    static const char *const rows[] = {
        "Z",    "Zg",   "Zg=",   "Zg===", "Zm9v=", "Zg==Z",
        "Zm-v", "====", "Zm9v!", "=",     "Zm9vZ", "Zg==Zg=="};
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf data = {0};
        assert_false(base64_decode(&data, span_of(rows[i]), &fault));
    }
    _cleanup_buf_ struct buf data = {0};
    assert_false(base64_decode(&data, (struct span){"Zm9v\0", 5}, &fault));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_parsed_not_guessed),
        cmocka_unit_test(urls_of_files_get_no_port),
        cmocka_unit_test(base64_goes_there_and_back),
        cmocka_unit_test(base64_may_have_line_breaks),
        cmocka_unit_test(broken_base64_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
