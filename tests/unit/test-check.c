/* SPDX-License-Identifier: MIT */
/* check/settings/settings.c, check/settings/names.c, and what tauth_settings_add() refuses. */
#include "unit.h"

#include <talosauth/talosauth.h>

enum { MOST = 6 };

struct given {
    enum tauth_setting setting;
    const char *value; /* NULL behind the last one */
};

struct row {
    const char *name;
    struct given given[MOST];
    const char *rule; /* of the only finding; NULL: none */
    const char *option;
    const char *message;
};

#define ISSUER \
    { TAUTH_ISSUER_URL, "https://idp.example.com" }
#define AUDIENCE \
    { TAUTH_AUDIENCE, "a" }
#define PAIR                                                                         \
    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* " \
    "flags are set"

static const struct row rows[] = {
    {"nothing", {{0}}, NULL, NULL, NULL},
    {"issuer and audience", {ISSUER, AUDIENCE}, NULL, NULL, NULL},
    {"issuer only", {ISSUER}, "issuer-and-audience", "--audience", PAIR},
    {"audience only", {AUDIENCE}, "issuer-and-audience", "--issuer-url", PAIR},
    {"claim only",
     {{TAUTH_USERNAME_CLAIM, "sub"}},
     "issuer-and-audience",
     "--issuer-url",
     PAIR},
    {"empty audience",
     {ISSUER, {TAUTH_AUDIENCE, ""}},
     "issuer-and-audience",
     "--audience",
     PAIR},
    {"empty second audience",
     {ISSUER, AUDIENCE, {TAUTH_AUDIENCE, ""}},
     "audience",
     "--audience",
     "jwt[0].issuer.audiences[1]: Required value: audience can't be empty"},
    {"audience twice",
     {ISSUER, AUDIENCE, {TAUTH_AUDIENCE, "b"}, AUDIENCE},
     "audience",
     "--audience",
     "jwt[0].issuer.audiences[2]: Duplicate value: \"a\""},
    {"bad issuer",
     {{TAUTH_ISSUER_URL, "http://idp"}, AUDIENCE},
     "issuer-url",
     "--issuer-url",
     "jwt[0].issuer.url: Invalid value: \"http://idp\": URL scheme must be https"},
    {"empty username claim",
     {ISSUER, AUDIENCE, {TAUTH_USERNAME_CLAIM, ""}},
     "username-claim",
     "--username-claim",
     "jwt[0].claimMappings.username: Required value: claim or expression is required"},
    {"empty groups claim",
     {ISSUER, AUDIENCE, {TAUTH_GROUPS_CLAIM, ""}},
     "groups-claim",
     "--groups-claim",
     "the groups claim is empty"},
    {"no equals sign",
     {ISSUER, AUDIENCE, {TAUTH_REQUIRED_CLAIM, "hd"}},
     "required-claim",
     "--required-claim",
     "invalid argument \"hd\" for \"--oidc-required-claim\" flag: malformed pair, expect "
     "string=string"},
    {"no claim name",
     {ISSUER, AUDIENCE, {TAUTH_REQUIRED_CLAIM, " =b"}},
     "required-claim",
     "--required-claim",
     "jwt[0].claimValidationRules[0]: Required value: claim or expression is required"},
    {"claim twice",
     {ISSUER, AUDIENCE, {TAUTH_REQUIRED_CLAIM, "a=1"}, {TAUTH_REQUIRED_CLAIM, "a=2"}},
     "required-claim",
     "--required-claim",
     "jwt[0].claimValidationRules[1].claim: Duplicate value: \"a\""},
    {"empty claim value",
     {ISSUER, AUDIENCE, {TAUTH_REQUIRED_CLAIM, "a="}},
     NULL,
     NULL,
     NULL},
    {"all algorithms",
     {ISSUER,
      AUDIENCE,
      {TAUTH_SIGNING_ALGS, "RS256,RS384,RS512,ES256,ES384,ES512,PS256,PS384,PS512"}},
     NULL,
     NULL,
     NULL},
    {"symmetric algorithm",
     {ISSUER, AUDIENCE, {TAUTH_SIGNING_ALGS, "RS256,HS256"}},
     "signing-alg",
     "--signing-algs",
     "oidc: unsupported signing alg: \"HS256\""},
    {"blank before an algorithm",
     {ISSUER, AUDIENCE, {TAUTH_SIGNING_ALGS, "RS256, ES256"}},
     "signing-alg",
     "--signing-algs",
     "oidc: unsupported signing alg: \" ES256\""},
    {"empty algorithm",
     {ISSUER, AUDIENCE, {TAUTH_SIGNING_ALGS, "RS256,"}},
     "signing-alg",
     "--signing-algs",
     "oidc: unsupported signing alg: \"\""},
    {"groups without prefix",
     {ISSUER, AUDIENCE, {TAUTH_GROUPS_CLAIM, "groups"}},
     "empty-groups-prefix",
     "--groups-prefix",
     "without a groups prefix a group system:masters of the provider is a super-user "
     "here"},
    {"groups with prefix",
     {ISSUER, AUDIENCE, {TAUTH_GROUPS_CLAIM, "groups"}, {TAUTH_GROUPS_PREFIX, "o:"}},
     NULL,
     NULL,
     NULL},
    {"groups of a preset",
     {ISSUER, AUDIENCE, {TAUTH_PROVIDER, "zitadel"}},
     NULL,
     NULL,
     NULL},
    {"preset with an emptied prefix",
     {ISSUER, AUDIENCE, {TAUTH_PROVIDER, "zitadel"}, {TAUTH_GROUPS_PREFIX, ""}},
     "empty-groups-prefix",
     "--groups-prefix",
     "without a groups prefix a group system:masters of the provider is a super-user "
     "here"},
    {"system users",
     {ISSUER, AUDIENCE, {TAUTH_USERNAME_PREFIX, "system:"}},
     "system-names",
     "--username-prefix",
     "names beginning with system: belong to Kubernetes; this prefix lets the provider "
     "make such names"},
    {"system groups",
     {ISSUER, AUDIENCE, {TAUTH_GROUPS_PREFIX, "system:x"}},
     "system-names",
     "--groups-prefix",
     "names beginning with system: belong to Kubernetes; this prefix lets the provider "
     "make such names"},
    {"quotes",
     {ISSUER, AUDIENCE, {TAUTH_USERNAME_PREFIX, "\"oidc:\""}},
     "prefix-quotes",
     "--username-prefix",
     "the quotes would become part of every name"},
    {"placeholder",
     {ISSUER, {TAUTH_AUDIENCE, "<project id>"}},
     "placeholder",
     "--audience",
     "\"<project id>\" is a placeholder"},
    {"slash of the provider",
     {{TAUTH_ISSUER_URL, "https://z.example/"}, AUDIENCE, {TAUTH_PROVIDER, "zitadel"}},
     "issuer-slash",
     "--issuer-url",
     "the issuer of zitadel has no trailing slash, and tokens are compared byte for "
     "byte"},
};

static struct tauth_settings *settings_of(const struct given *given,
                                          struct tauth_diags *diags) {
    struct tauth_settings *settings = tauth_settings_new();
    assert_non_null(settings);
    for (size_t i = 0; i < MOST && given[i].value != NULL; i++) {
        assert_int_equal(
            tauth_settings_add(settings, given[i].setting, given[i].value, diags),
            TAUTH_OK);
    }
    return settings;
}

static void check_row(const struct row *row) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = settings_of(row->given, diags);
    enum tauth_status status = tauth_settings_check(settings, diags);
    tauth_settings_free(settings);
    const struct tauth_diag *diag = tauth_diags_get(diags, 0);
    if (row->rule == NULL) {
        if (status != TAUTH_OK || diag != NULL) {
            fail_msg("%s: %s", row->name, diag == NULL ? "" : diag->message);
        }
        return;
    }
    assert_int_equal(status, TAUTH_REFUSED);
    if (tauth_diags_count(diags) != 1 || strcmp(diag->rule, row->rule) != 0 ||
        strcmp(diag->option, row->option) != 0 ||
        strcmp(diag->message, row->message) != 0) {
        fail_msg("%s: %zu findings, %s: %s [%s]", row->name, tauth_diags_count(diags),
                 diag->option, diag->message, diag->rule);
    }
}

static void settings_are_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        check_row(&rows[i]);
    }
}

static void every_fault_is_said(void **state) {
    (void)state;
    static const struct given given[MOST] = {{TAUTH_ISSUER_URL, "http://idp"},
                                             {TAUTH_USERNAME_CLAIM, ""},
                                             {TAUTH_GROUPS_CLAIM, "groups"},
                                             {TAUTH_SIGNING_ALGS, "none"},
                                             {TAUTH_REQUIRED_CLAIM, "x"}};
    static const char *const rules[] = {"issuer-and-audience", "issuer-url",
                                        "username-claim",      "required-claim",
                                        "signing-alg",         "empty-groups-prefix"};
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = settings_of(given, diags);
    assert_int_equal(tauth_settings_check(settings, diags), TAUTH_REFUSED);
    assert_int_equal(tauth_diags_count(diags), ARRAY_SIZE(rules));
    for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
        assert_string_equal(tauth_diags_get(diags, i)->rule, rules[i]);
    }
    tauth_settings_free(settings);
}

static void what_is_allowed_is_not_refused(void **state) {
    (void)state;
    static const struct given given[MOST] = {ISSUER,
                                             AUDIENCE,
                                             {TAUTH_GROUPS_CLAIM, "groups"},
                                             {TAUTH_USERNAME_PREFIX, "system:x"}};
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = settings_of(given, diags);
    assert_int_equal(tauth_settings_check(settings, diags), TAUTH_REFUSED);
    assert_int_equal(tauth_diags_count(diags), 2);
    assert_int_equal(tauth_settings_allow(settings, "issuer-url"), TAUTH_REFUSED);
    assert_int_equal(tauth_settings_allow(settings, "empty-groups-prefix"), TAUTH_OK);
    assert_int_equal(tauth_settings_allow(settings, "system-names"), TAUTH_OK);
    assert_int_equal(tauth_settings_check(settings, diags), TAUTH_OK);
    assert_int_equal(tauth_diags_count(diags), 2);
    tauth_settings_free(settings);
}

static const struct {
    struct given given;
    const char *rule;
} texts[] = {
    {{TAUTH_AUDIENCE, "a\nb"}, "setting-text"},
    {{TAUTH_AUDIENCE, "a\t"}, "setting-text"},
    {{TAUTH_AUDIENCE, "a\x7F"}, "setting-text"},
    {{TAUTH_AUDIENCE, "\xFF"}, "setting-text"},
    {{TAUTH_AUDIENCE, "\xC2\x85"}, "setting-text"},
    {{TAUTH_AUDIENCE, "\xE2\x80\xA8"}, "setting-text"},
    {{TAUTH_AUDIENCE, "\xED\xA0\x80"}, "setting-text"},
    {{TAUTH_AUDIENCE, "\xC3\xA9 x"}, NULL},
    {{TAUTH_PROVIDER, "zitadell"}, "provider"},
    {{TAUTH_PROVIDER, ""}, "provider"},
    {{TAUTH_PROVIDER, "zitadel"}, NULL},
    {{TAUTH_TALOS_VERSION, "1.x"}, "talos-version"},
    {{TAUTH_TALOS_VERSION, "v1.13"}, NULL},
};

static void settings_are_one_line_of_text(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        struct tauth_settings *settings = tauth_settings_new();
        enum tauth_status status = tauth_settings_add(settings, texts[i].given.setting,
                                                      texts[i].given.value, diags);
        bool refused = texts[i].rule != NULL;
        assert_int_equal(status, refused ? TAUTH_REFUSED : TAUTH_OK);
        assert_int_equal(tauth_diags_count(diags), refused);
        if (refused) {
            const struct tauth_diag *diag = tauth_diags_get(diags, 0);
            assert_string_equal(diag->rule, texts[i].rule);
            assert_string_equal(diag->option,
                                tauth_setting_option(texts[i].given.setting));
        }
        tauth_settings_free(settings);
    }
}

/* For tauth_rbac(). */
static const struct row group_rows[] = {
    {"no group",
     {{TAUTH_GROUPS_PREFIX, "o:"}},
     "rbac-subject",
     "--admin-group",
     "no group to bind was given"},
    {"empty group",
     {{TAUTH_GROUPS_PREFIX, "o:"}, {TAUTH_ADMIN_GROUP, ""}},
     "rbac-subject",
     "--admin-group",
     "subjects[0].name: Required value"},
    {"group twice",
     {{TAUTH_GROUPS_PREFIX, "o:"}, {TAUTH_VIEWER_GROUP, "a"}, {TAUTH_VIEWER_GROUP, "a"}},
     "rbac-subject",
     "--viewer-group",
     "group a is there twice"},
    {"no prefix",
     {{TAUTH_ADMIN_GROUP, "a"}},
     "empty-groups-prefix",
     "--groups-prefix",
     "the groups have no prefix"},
    {"placeholder",
     {{TAUTH_PROVIDER, "zitadel"}, {TAUTH_ADMIN_GROUP, "<admins>"}},
     "placeholder",
     "--admin-group",
     "\"<admins>\" is a placeholder"},
    {"system prefix",
     {{TAUTH_GROUPS_PREFIX, "system:"}, {TAUTH_ADMIN_GROUP, "a"}},
     "system-names",
     "--groups-prefix",
     "names beginning with system: belong to Kubernetes; this prefix lets the provider "
     "make such names"},
    {"both groups",
     {{TAUTH_PROVIDER, "zitadel"}, {TAUTH_ADMIN_GROUP, "a"}, {TAUTH_VIEWER_GROUP, "a"}},
     NULL,
     NULL,
     NULL},
};

static void groups_are_checked(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(group_rows); i++) {
        const struct row *row = &group_rows[i];
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        struct tauth_settings *settings = settings_of(row->given, diags);
        struct tauth_text text = {0};
        enum tauth_status status = tauth_rbac(settings, &text, diags);
        assert_int_equal(status, row->rule == NULL ? TAUTH_OK : TAUTH_REFUSED);
        assert_int_equal(text.size > 0, row->rule == NULL);
        if (row->rule != NULL) {
            const struct tauth_diag *diag = tauth_diags_get(diags, 0);
            assert_string_equal(diag->rule, row->rule);
            assert_string_equal(diag->option, row->option);
            assert_string_equal(diag->message, row->message);
            assert_int_equal(tauth_diags_count(diags), 1);
        }
        tauth_text_free(&text);
        tauth_settings_free(settings);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_checked),
        cmocka_unit_test(every_fault_is_said),
        cmocka_unit_test(what_is_allowed_is_not_refused),
        cmocka_unit_test(settings_are_one_line_of_text),
        cmocka_unit_test(groups_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
