/* SPDX-License-Identifier: MIT */
/* text/url.c and check/settings/issuer.c. */
#include "unit.h"

#include "check/settings/issuer.h"
#include "model/setting-place.h"
#include "text/url.h"

#define PREFIX "jwt[0].issuer.url: Invalid value: "

/* What kube-apiserver 1.34.9 answers; NULL behind the last of several. */
static const struct {
    const char *url;
    const char *messages[5];
} refused[] = {
    {"http://idp.example.com",
     {PREFIX "\"http://idp.example.com\": URL scheme must be https"}},
    {"idp.example.com", {PREFIX "\"idp.example.com\": URL scheme must be https"}},
    {"//idp.example.com", {PREFIX "\"//idp.example.com\": URL scheme must be https"}},
    {"ftp://idp.example.com",
     {PREFIX "\"ftp://idp.example.com\": URL scheme must be https"}},
    {"https://idp.example.com?a=b",
     {PREFIX "\"https://idp.example.com?a=b\": URL must not contain a query"}},
    {"https://idp.example.com#f",
     {PREFIX "\"https://idp.example.com#f\": URL must not contain a fragment"}},
    /* The API server shows user and password; we do not. */
    {"https://u@idp.example.com",
     {PREFIX "\"https://******@idp.example.com\": URL must not contain a username or "
             "password"}},
    {"https://u:p@idp.example.com",
     {PREFIX "\"https://******@idp.example.com\": URL must not contain a username or "
             "password"}},
    {"https://@idp.example.com",
     {PREFIX "\"https://******@idp.example.com\": URL must not contain a username or "
             "password"}},
    {"https://idp.example.com:abc",
     {PREFIX "\"https://idp.example.com:abc\": parse \"https://idp.example.com:abc\": "
             "invalid port \":abc\" after host"}},
    {"https://idp example.com",
     {PREFIX "\"https://idp example.com\": parse \"https://idp example.com\": invalid "
             "character \" \" in host name"}},
    {" https://idp.example.com",
     {PREFIX "\" https://idp.example.com\": parse \" https://idp.example.com\": first "
             "path segment in URL cannot contain colon"}},
    {"https://idp.example.com ",
     {PREFIX "\"https://idp.example.com \": parse \"https://idp.example.com \": invalid "
             "character \" \" in host name"}},
    {"https://idp.example.com/%zz",
     {PREFIX "\"https://idp.example.com/%zz\": parse \"https://idp.example.com/%zz\": "
             "invalid URL escape \"%zz\""}},
    {"https://[2001:db8::1",
     {PREFIX "\"https://[2001:db8::1\": parse \"https://[2001:db8::1\": missing ']' in "
             "host"}},
    {"http://idp", {PREFIX "\"http://idp\": URL scheme must be https"}},
    {"https://idp?x=1", {PREFIX "\"https://idp?x=1\": URL must not contain a query"}},
    {"https://a:b@idp",
     {PREFIX "\"https://******@idp\": URL must not contain a username or password"}},
    {"http://a:b@idp?x=1#y",
     {PREFIX "\"http://******@idp?x=1#y\": URL scheme must be https",
      PREFIX "\"http://******@idp?x=1#y\": URL must not contain a username or password",
      PREFIX "\"http://******@idp?x=1#y\": URL must not contain a query",
      PREFIX "\"http://******@idp?x=1#y\": URL must not contain a fragment"}},
    /* What the API server takes although it cannot work. */
    {"HTTPS://idp", {"the scheme of the URL has upper-case letters"}},
    {"https://", {"the URL has no host"}},
    {"https:", {"the URL has no host"}},
    {"https:idp", {"the URL has no host"}},
    {"https://idp?", {"nothing follows the ? or # of the URL"}},
    {"https://idp#", {"nothing follows the ? or # of the URL"}},
    {"https://idp/a b", {"there is a blank in the URL"}},
    {"https://idp/ ", {"there is a blank in the URL"}},
    {"https://idp\u00A0", {"there is a blank in the URL"}},
    {"https://idp/\u200B", {"there is a blank in the URL"}},
    {"https://idp/.well-known/openid-configuration",
     {"this is the URL of the discovery document, not of the issuer"}},
};

/* How much of the user's name is shown beside the mask is not looked at. */
static bool same_message(const char *got, const char *wanted) {
    const char *mask = strstr(wanted, "******");
    if (mask == NULL) {
        return strcmp(got, wanted) == 0;
    }
    return strncmp(got, wanted, strlen(PREFIX)) == 0 &&
           span_ends(span_of(got), mask + strlen("******")) &&
           strstr(got, ":p@") == NULL && strstr(got, ":b@") == NULL;
}

/* check_issuer() for settings with this URL and provider (NULL: none). */
static enum tauth_status check_url(const char *url, const char *provider,
                                   struct tauth_diags *diags) {
    struct tauth_settings *settings = tauth_settings_new();
    assert_non_null(settings);
    settings->preset = provider == NULL ? NULL : preset_find(provider);
    assert_int_equal(setting_keep(settings, TAUTH_ISSUER_URL, span_of(url)), TAUTH_OK);
    enum tauth_status status = check_issuer(settings, diags);
    tauth_settings_free(settings);
    return status;
}

static void check_refusal(size_t row) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    assert_int_equal(check_url(refused[row].url, NULL, diags), TAUTH_REFUSED);
    size_t wanted = 0;
    while (refused[row].messages[wanted] != NULL) {
        wanted++;
    }
    assert_int_equal(tauth_diags_count(diags), wanted);
    for (size_t i = 0; i < wanted; i++) {
        const char *got = tauth_diags_get(diags, i)->message;
        if (!same_message(got, refused[row].messages[i])) {
            fail_msg("%s, not %s", got, refused[row].messages[i]);
        }
        assert_string_equal(tauth_diags_get(diags, i)->option, "--issuer-url");
    }
}

static void issuers_are_refused_in_the_words_of_the_api_server(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        check_refusal(i);
    }
}

static void control_characters_are_refused(void **state) {
    (void)state;
    struct url url;
    _cleanup_buf_ struct buf problem = {0};
    assert_false(url_parse(TEXT("https://idp.example.com\t"), &url, &problem));
    assert_span(buf_view(&problem), "net/url: invalid control character in URL");
    buf_deinit(&problem);
    assert_false(url_parse(TEXT("https://idp\x7F"), &url, &problem));
    assert_span(buf_view(&problem), "net/url: invalid control character in URL");
}

static void issuers_that_work_are_taken(void **state) {
    (void)state;
    static const char *const good[] = {
        "https://idp.example.com",
        "https://idp.example.com/",
        "https://idp.example.com/realms/x",
        "https://idp.example.com:8443/a//b",
        "https://[2001:db8::1]:443/x",
        "https://idp.example.com/%7Euser",
        "https://192.0.2.1",
        "https://idp.example.com:/",
        "https://\xC3\xA9.example",
        "https://idp.example.com/a@b:c",
        "https://idp.example.com//",
        "https://idp.example.com:443",
        "https://idp.example.com/%20",
        "https://IDP.example.com",
        "https://10.0.0.1",
        "https://exa_mple.com",
        "https://*.example.com",
        "https://idp.example.com/../x",
        "https://[2001:db8::1]",
    };
    for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        enum tauth_status status = check_url(good[i], NULL, diags);
        if (status != TAUTH_OK || tauth_diags_count(diags) > 0) {
            fail_msg("%s: %s", good[i], tauth_diags_get(diags, 0)->message);
        }
    }
}

static const struct {
    const char *provider;
    const char *url;
    const char *hint; /* NULL: taken */
} slashes[] = {
    {"zitadel", "https://z.example", NULL},
    {"zitadel", "https://z.example/", "write https://z.example"},
    {"zitadel", "https://z.example//", "write https://z.example"},
    {"authentik", "https://a.example/application/o/x/", NULL},
    {"authentik", "https://a.example/application/o/x",
     "write https://a.example/application/o/x/"},
    {"auth0", "https://t.auth0.example", "write https://t.auth0.example/"},
    {"dex", "https://d.example", NULL},
    {"dex", "https://d.example/", NULL},
    {"generic", "https://g.example/", NULL},
    {"keycloak", "https://k.example/realms/r/", "write https://k.example/realms/r"},
};

static void providers_have_their_trailing_slash(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(slashes); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        enum tauth_status status = check_url(slashes[i].url, slashes[i].provider, diags);
        if (slashes[i].hint == NULL) {
            assert_int_equal(status, TAUTH_OK);
            assert_int_equal(tauth_diags_count(diags), 0);
        } else {
            assert_int_equal(status, TAUTH_REFUSED);
            assert_string_equal(tauth_diags_get(diags, 0)->rule, "issuer-slash");
            assert_string_equal(tauth_diags_get(diags, 0)->hint, slashes[i].hint);
        }
    }
}

static void discovery_urls_name_the_issuer(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    assert_int_equal(
        check_url("https://idp/r/.well-known/openid-configuration", NULL, diags),
        TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(diags, 0)->rule, "issuer-discovery");
    assert_string_equal(tauth_diags_get(diags, 0)->hint, "write https://idp/r");
}

static void parts_are_found(void **state) {
    (void)state;
    struct url url;
    _cleanup_buf_ struct buf problem = {0};
    assert_true(url_parse(TEXT("https://u:p@h.example:1/p/q?a=b?c#f#g"), &url, &problem));
    assert_span(url.scheme, "https");
    assert_true(url.has_userinfo);
    assert_span(url.userinfo, "u:p");
    assert_span(url.host, "h.example:1");
    assert_span(url.path, "/p/q");
    assert_span(url.query, "a=b?c");
    assert_span(url.fragment, "f#g");
    assert_true(url_parse(TEXT("mailto:x@y"), &url, &problem));
    assert_span(url.scheme, "mailto");
    assert_false(url.has_userinfo);
    assert_int_equal(problem.size, 0);
}

static const struct {
    const char *url;
    const char *problem;
} broken[] = {
    {":foo", "missing protocol scheme"},
    {"https://h/%", "invalid URL escape \"%\""},
    {"https://h/%4", "invalid URL escape \"%4\""},
    {"https://h/%4gx", "invalid URL escape \"%4g\""},
    {"https://h/a#%zz", "invalid URL escape \"%zz\""},
    {"https://[::1]x", "invalid port \"x\" after host"},
    {"https://[::1]:a", "invalid port \":a\" after host"},
    {"https://h:1:2x", "invalid port \":2x\" after host"},
    {"https://a\\b", "invalid character \"\\\\\" in host name"},
    {"https://a{b", "invalid character \"{\" in host name"},
};

static void faults_have_the_words_of_go(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
        struct url url;
        _cleanup_buf_ struct buf problem = {0};
        assert_false(url_parse(span_of(broken[i].url), &url, &problem));
        assert_text(buf_view(&problem), span_of(broken[i].problem), broken[i].url);
    }
}

/* An @ behind the host may end a password too: the URL may be broken. */
static const char *const passwords[] = {
    "https://u:secret@h/x", "https://u:secret:q@r@h", "https://:secret@h",
    "https://u:sec/ret@h",  "https://u:a#secret@h",
};

static void passwords_are_masked(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(passwords); i++) {
        _cleanup_buf_ struct buf out = {0};
        url_write_masked(&out, span_of(passwords[i]));
        assert_true(span_has(buf_view(&out), "******@h"));
        assert_true(span_starts(buf_view(&out), "https://"));
        assert_false(span_has(buf_view(&out), "sec") || span_has(buf_view(&out), "ret"));
    }
    static const char *const plain[] = {"https://h/x?y#z", "https://", "h:1", ""};
    for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
        _cleanup_buf_ struct buf out = {0};
        url_write_masked(&out, span_of(plain[i]));
        assert_text(buf_view(&out), span_of(plain[i]), plain[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issuers_are_refused_in_the_words_of_the_api_server),
        cmocka_unit_test(control_characters_are_refused),
        cmocka_unit_test(issuers_that_work_are_taken),
        cmocka_unit_test(providers_have_their_trailing_slash),
        cmocka_unit_test(discovery_urls_name_the_issuer),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(faults_have_the_words_of_go),
        cmocka_unit_test(passwords_are_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
