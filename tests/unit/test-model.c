/* SPDX-License-Identifier: MIT */
/* model: versions, the effective prefix, presets, settings. */
#include "unit.h"

#include "model/prefix.h"
#include "model/setting-place.h"

static const struct {
    const char *text;
    bool valid;
    struct talos_version version;
} versions[] = {
    {"v1.13.6", true, {1, 13, 6, 3, 0}},
    {"1.13.6", true, {1, 13, 6, 3, 0}},
    {"v1.14", true, {1, 14, 0, 3, 0}},
    {"v1.14.0-alpha.0", true, {1, 14, 0, 0, 0}},
    {"v1.14.0-beta.12", true, {1, 14, 0, 1, 12}},
    {"v1.14.0-rc.1", true, {1, 14, 0, 2, 1}},
    {"v10.200.3000", true, {10, 200, 3000, 3, 0}},
    {"", false, {0}},
    {"v", false, {0}},
    {"v1", false, {0}},
    {"v1.", false, {0}},
    {"v1.x", false, {0}},
    {"v1.14.", false, {0}},
    {"v1.14.0-", false, {0}},
    {"v1.14.0-alpha", false, {0}},
    {"v1.14.0-alpha.", false, {0}},
    {"v1.14.0-gamma.1", false, {0}},
    {"v1.14.0-alpha.1x", false, {0}},
    {"v1.14-alpha.1", false, {0}},
    {"v1.14.0 ", false, {0}},
    {" v1.14.0", false, {0}},
    {"V1.14.0", false, {0}},
    {"v1.14.0.1", false, {0}},
    {"v1.-1.0", false, {0}},
    {"v1.1234567.0", false, {0}},
};

static void versions_are_parsed(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
        struct talos_version got = {9, 9, 9, 9, 9};
        bool valid = talos_version_parse(span_of(versions[i].text), &got);
        if (valid != versions[i].valid) {
            fail_msg("%s", versions[i].text);
        }
        struct talos_version kept = {9, 9, 9, 9, 9};
        assert_memory_equal(&got, valid ? &versions[i].version : &kept, sizeof(got));
    }
}

/* In rising order, with what each can do. */
static const struct {
    const char *text;
    bool lists;
    bool multidoc;
} ordered[] = {
    {"v0.14.9", false, false},         {"v1.9.9", false, false},
    {"v1.12.11", false, false},        {"v1.13.0-alpha.1", false, false},
    {"v1.13.0", false, false},         {"v1.13.5", false, false},
    {"v1.13.6-alpha.0", true, false},  {"v1.13.6", true, false},
    {"v1.13.7", true, false},          {"v1.14.0-alpha.0", false, false},
    {"v1.14.0-alpha.1", false, false}, {"v1.14.0-alpha.2", false, true},
    {"v1.14.0-beta.0", true, true},    {"v1.14.0-rc.0", true, true},
    {"v1.14.0", true, true},           {"v1.14.1", true, true},
    {"v1.15.0-alpha.0", true, true},   {"v2.0", true, true},
};

static void versions_are_ordered_with_pre_releases_first(void **state) {
    (void)state;
    struct talos_version parsed[ARRAY_SIZE(ordered)];
    for (size_t i = 0; i < ARRAY_SIZE(ordered); i++) {
        assert_true(talos_version_parse(span_of(ordered[i].text), &parsed[i]));
    }
    for (size_t i = 0; i < ARRAY_SIZE(ordered); i++) {
        for (size_t j = 0; j < ARRAY_SIZE(ordered); j++) {
            int order = talos_version_compare(&parsed[i], &parsed[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

static void versions_know_what_they_can_do(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(ordered); i++) {
        struct talos_version version;
        assert_true(talos_version_parse(span_of(ordered[i].text), &version));
        if (talos_takes_list_arguments(&version) != ordered[i].lists ||
            talos_generates_multidoc(&version) != ordered[i].multidoc) {
            fail_msg("%s", ordered[i].text);
        }
    }
}

/* k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go:530-552. */
static const struct {
    enum name_kind kind;
    const char *claim;
    const char *prefix;
    const char *effective;
} prefixes[] = {
    {NAME_USER, "email", NULL, ""},
    {NAME_USER, "email", "", ""},
    {NAME_USER, "Email", NULL, "https://idp/#"},
    {NAME_USER, "sub", NULL, "https://idp/#"},
    {NAME_USER, "sub", "", "https://idp/#"},
    {NAME_USER, NULL, NULL, "https://idp/#"},
    {NAME_USER, "sub", "-", ""},
    {NAME_USER, "email", "-", ""},
    {NAME_USER, "email", "oidc:", "oidc:"},
    {NAME_USER, "sub", "--", "--"},
    {NAME_GROUP, "groups", NULL, ""},
    {NAME_GROUP, "groups", "", ""},
    {NAME_GROUP, "groups", "-", "-"},
    {NAME_GROUP, "groups", "oidc:", "oidc:"},
};

static void prefixes_are_those_of_the_api_server(void **state) {
    (void)state;
    struct arena arena = {0};
    for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
        struct span got =
            effective_prefix(&arena, prefixes[i].kind, TEXT("https://idp/"),
                             span_of(prefixes[i].claim), span_of(prefixes[i].prefix));
        assert_non_null(got.data);
        assert_text(got, span_of(prefixes[i].effective), "prefix");
    }
    arena_deinit(&arena);
}

static void presets_have_their_order(void **state) {
    (void)state;
    static const char *const names[] = {"zitadel",  "keycloak",  "authentik", "dex",
                                        "authelia", "pocket-id", "kanidm",    "entra",
                                        "google",   "okta",      "auth0",     "generic"};
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        assert_string_equal(preset_at(i)->name, names[i]);
        assert_ptr_equal(preset_find(names[i]), preset_at(i));
        if (strcmp(names[i], "generic") != 0) {
            _cleanup_buf_ struct buf prefix = {0};
            buf_printf(&prefix, "%s:", names[i]);
            assert_span(buf_view(&prefix), preset_at(i)->prefix);
        }
    }
    assert_null(preset_at(ARRAY_SIZE(names)));
    assert_null(preset_find("Zitadel"));
    assert_null(preset_find(""));
    assert_string_equal(preset_find("generic")->prefix, "oidc:");
    assert_string_equal(preset_find("kanidm")->algorithm, "ES256");
    assert_null(preset_find("google")->groups_claim);
    assert_string_equal(preset_find("entra")->groups_claim, "roles");
}

static void presets_know_the_scopes_of_a_login(void **state) {
    (void)state;
    assert_string_equal(preset_find("zitadel")->scopes, "email profile offline_access");
    assert_string_equal(preset_find("keycloak")->scopes, "email profile groups");
    assert_string_equal(preset_find("dex")->scopes,
                        "email profile groups offline_access");
    assert_string_equal(preset_find("kanidm")->scopes, "email profile groups_name");
    assert_string_equal(preset_find("google")->scopes, "email profile");
    for (size_t i = 0; preset_at(i) != NULL; i++) {
        const char *scopes = preset_at(i)->scopes;
        assert_int_equal(strncmp(scopes, "email profile", strlen("email profile")), 0);
        assert_null(strstr(scopes, "openid"));
        assert_null(strstr(scopes, "  "));
        assert_int_not_equal(scopes[strlen(scopes) - 1], ' ');
    }
}

static struct tauth_settings *settings_of(const char *const (*rows)[2], size_t count) {
    struct tauth_settings *settings = tauth_settings_new();
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    for (size_t i = 0; i < count; i++) {
        enum tauth_setting setting = 0;
        while (strcmp(setting_option(setting), rows[i][0]) != 0) {
            setting++;
            assert_true(setting < TAUTH_SETTING_COUNT);
        }
        assert_int_equal(tauth_settings_add(settings, setting, rows[i][1], diags),
                         TAUTH_OK);
    }
    return settings;
}

static void presets_fill_what_is_not_given(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"--provider", "kanidm"},
                                          {"--issuer-url", "https://k.example"},
                                          {"--audience", "a"},
                                          {"--username-claim", "name"}};
    struct tauth_settings *settings = settings_of(rows, ARRAY_SIZE(rows));
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    assert_span(oidc.issuer, "https://k.example");
    assert_span(oidc.username_claim, "name");
    assert_span(oidc.username_prefix, "kanidm:");
    assert_span(oidc.groups_claim, "groups");
    assert_span(oidc.groups_prefix, "kanidm:");
    assert_false(oidc.groups_prefix_given);
    assert_int_equal(oidc.algorithm_count, 1);
    assert_span(oidc.algorithms[0], "ES256");
    assert_false(oidc.algorithms_given);
    tauth_settings_free(settings);
}

static void without_provider_nothing_is_assumed(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"--audience", "a"},
                                          {"--audience", "b"},
                                          {"--signing-algs", "RS256,ES256"},
                                          {"--groups-prefix", ""},
                                          {"--username-prefix", "x"},
                                          {"--username-prefix", "y"},
                                          {"--required-claim", "a=b"}};
    struct tauth_settings *settings = settings_of(rows, ARRAY_SIZE(rows));
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    assert_null(oidc.issuer.data);
    assert_null(oidc.username_claim.data);
    assert_null(oidc.groups_claim.data);
    assert_span(oidc.username_prefix, "y");
    assert_non_null(oidc.groups_prefix.data);
    assert_int_equal(oidc.groups_prefix.size, 0);
    assert_true(oidc.groups_prefix_given);
    assert_int_equal(oidc.audience_count, 2);
    assert_span(oidc.audiences[1], "b");
    assert_int_equal(oidc.algorithm_count, 2);
    assert_span(oidc.algorithms[1], "ES256");
    assert_true(oidc.algorithms_given);
    assert_int_equal(oidc.required_count, 1);
    tauth_settings_free(settings);
}

/* component-base cli/flag/map_string_string.go:65-102. */
static const char *const claims[][3] = {
    {"a=b", "a", "b"},
    {"a=b,c=d", "a", "b,c=d"},
    {"c=d=e", "c", "d=e"},
    {"a=", "a", ""},
    {"=b", "", "b"},
    {" a = b ", "a", "b"},
    {"a\t=\tb c ", "a", "b c"},
    {"a", NULL, NULL},
    {"", NULL, NULL},
};

static void required_claims_are_split_at_the_first_equals_sign(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(claims); i++) {
        struct required_claim claim;
        bool parsed = required_claim_parse(span_of(claims[i][0]), &claim);
        assert_int_equal(parsed, claims[i][1] != NULL);
        if (parsed) {
            assert_text(claim.name, span_of(claims[i][1]), claims[i][0]);
            assert_text(claim.value, span_of(claims[i][2]), claims[i][0]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_are_parsed),
        cmocka_unit_test(versions_are_ordered_with_pre_releases_first),
        cmocka_unit_test(versions_know_what_they_can_do),
        cmocka_unit_test(prefixes_are_those_of_the_api_server),
        cmocka_unit_test(presets_have_their_order),
        cmocka_unit_test(presets_know_the_scopes_of_a_login),
        cmocka_unit_test(presets_fill_what_is_not_given),
        cmocka_unit_test(without_provider_nothing_is_assumed),
        cmocka_unit_test(required_claims_are_split_at_the_first_equals_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
