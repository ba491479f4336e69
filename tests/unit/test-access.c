/* SPDX-License-Identifier: MIT */
/* api/access.c: an access file fills in what no option gave; check/settings/rbac.c. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include <talosauth/talosauth.h>

#include "certificates.h"
#include "model/settings.h"

enum { MOST = 6 };

#define HEAD "apiVersion: talosauth/v1alpha1\nkind: ClusterAccess\n"

static const char full[] =
    HEAD "talos: {version: v1.12.3}\n"
         "issuer:\n  provider: kanidm\n  url: https://file.example\n"
         "  audiences: [file-a, file-b]\n  signingAlgorithms: [RS256, ES512]\n"
         "claims:\n  username: {claim: file-u, prefix: 'file-up:'}\n"
         "  groups: {claim: file-g, prefix: 'file-gp:'}\n"
         "  required: [{claim: a, value: 'b=c'}, {claim: d, value: ''}]\n"
         "rbac: {admins: [file-admin], viewers: [file-v, file-w]}\n";

static const struct {
    enum tauth_setting setting;
    const char *option; /* given before */
    const char *values; /* of the file, joined by blanks */
} settings_rows[] = {
    {TAUTH_PROVIDER, "dex", "kanidm"},
    {TAUTH_ISSUER_URL, "https://option.example", "https://file.example"},
    {TAUTH_AUDIENCE, "option", "file-a file-b"},
    {TAUTH_USERNAME_CLAIM, "option", "file-u"},
    {TAUTH_USERNAME_PREFIX, "option", "file-up:"},
    {TAUTH_GROUPS_CLAIM, "option", "file-g"},
    {TAUTH_GROUPS_PREFIX, "option", "file-gp:"},
    {TAUTH_REQUIRED_CLAIM, "option=", "a=b=c d="},
    {TAUTH_SIGNING_ALGS, "RS512", "RS256 ES512"},
    {TAUTH_ADMIN_GROUP, "option", "file-admin"},
    {TAUTH_VIEWER_GROUP, "option", "file-v file-w"},
    {TAUTH_TALOS_VERSION, "v1.14.0", "v1.12.3"},
};

static void cleanup_settings(struct tauth_settings **settings) {
    tauth_settings_free(*settings);
}

#define _cleanup_settings_ _cleanup_(cleanup_settings)

static enum tauth_status take(struct tauth_settings *settings, const char *name,
                              const char *text, struct tauth_diags *diags) {
    return tauth_settings_access(settings, name, (struct tauth_text){text, strlen(text)},
                                 diags);
}

static void check_values(const struct tauth_settings *settings,
                         enum tauth_setting setting, const char *wanted) {
    _cleanup_buf_ struct buf got = {0};
    const struct setting_values *values = &settings->values[setting];
    for (size_t i = 0; i < values->list.count; i++) {
        buf_text(&got, i > 0 ? " " : "");
        buf_span(&got, values->list.items[i]);
    }
    assert_text(buf_view(&got), span_of(wanted), tauth_setting_option(setting));
}

/* Each setting given alone wins, lists as a whole; everything else comes from the file. */
static void only_what_was_not_given_is_filled(void **state) {
    (void)state;
    for (size_t given = 0; given <= ARRAY_SIZE(settings_rows); given++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_settings_ struct tauth_settings *settings = tauth_settings_new();
        if (given < ARRAY_SIZE(settings_rows)) {
            assert_int_equal(tauth_settings_add(settings, settings_rows[given].setting,
                                                settings_rows[given].option, diags),
                             TAUTH_OK);
        }
        assert_int_equal(take(settings, "f", full, diags), TAUTH_OK);
        assert_int_equal(tauth_diags_count(diags), 0);
        for (size_t i = 0; i < ARRAY_SIZE(settings_rows); i++) {
            check_values(settings, settings_rows[i].setting,
                         i == given ? settings_rows[i].option : settings_rows[i].values);
            assert_int_equal(settings->values[settings_rows[i].setting].from_access,
                             i != given);
        }
        assert_string_equal(settings->preset->name, given == 0 ? "dex" : "kanidm");
    }
}

static void an_access_file_may_say_nothing(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_settings_ struct tauth_settings *settings = tauth_settings_new();
    assert_int_equal(take(settings, "f", HEAD "issuer: {audiences: []}\n", diags),
                     TAUTH_OK);
    assert_false(tauth_settings_any(settings));
    assert_int_equal(take(settings, "g", HEAD, diags), TAUTH_REFUSED);
    assert_string_equal(message_of(diags, RULE_USAGE), "there is an access file already");
}

/* "RULE LINE:COLUMN MESSAGE" of the findings; rbac says that tauth_rbac() gives them. */
static const struct {
    bool rbac;
    const char *text;
    const char *findings[MOST];
} refused[] = {
    {false, "", {"input-empty 1:1 there is no document in the access file"}},
    {false, HEAD "---\n" HEAD, {"object-kind 4:1 an access file is one document"}},
    {false,
     "oidc-ca-file: a\n",
     {"object-kind 1:1 this is another kind of document, not an access file"}},
    {false,
     "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\n",
     {"object-kind 2:7 this is another kind of document, not an access file"}},
    {false, HEAD "a: b\n", {"unknown-key 3:1 unknown key \"a\" in the document"}},
    {false,
     HEAD "issuer: {url: \"a\\nb\", audiences: [a, \"b\\tc\"]}\n",
     {"setting-text 3:15 the value is not one line of UTF-8 text",
      "setting-text 3:38 the value is not one line of UTF-8 text"}},
    {false,
     HEAD "talos: {version: latest}\n",
     {"talos-version 3:18 \"latest\" is not a Talos version"}},
    {false,
     HEAD "claims: {required: [{claim: 'a=b', value: c}, {claim: ' a', value: b},"
          " {claim: a, value: \"b\\t\"}, {claim: \"a\\n\", value: b}]}\n",
     {"flag-claim 3:21 a claim with an equals sign, or with spaces at its ends, cannot be "
      "written as a flag",
      "flag-claim 3:47 a claim with an equals sign, or with spaces at its ends, cannot be "
      "written as a flag",
      "flag-claim 3:72 a claim with an equals sign, or with spaces at its ends, cannot be "
      "written as a flag",
      "setting-text 3:98 the value is not one line of UTF-8 text"}},
    {true, HEAD, {"rbac-subject 1:1 rbac.admins is missing: no group to bind was given"}},
    {true,
     HEAD "issuer: {provider: dex}\nrbac: {admins: [a, '', a, \"<b>\"]}\n",
     {"placeholder 4:27 \"<b>\" is a placeholder",
      "rbac-subject 4:20 subjects[1].name: Required value",
      "rbac-subject 4:24 group a is there twice"}},
    {true,
     HEAD "rbac: {admins: ['system:masters']}\n",
     {"empty-groups-prefix 1:1 claims.groups.prefix is missing: the groups have no "
      "prefix",
      "system-names 3:17 system:masters belongs to Kubernetes"}},
    {true,
     HEAD "claims: {groups: {prefix: 'ENC[x'}}\nrbac: {admins: [a]}\n",
     {"sops-encrypted 3:27 the value is encrypted by SOPS"}},
    {true,
     HEAD "issuer: {provider: dex}\nclaims: {required: [{claim: a, value: 'ENC['}]}\n"
          "rbac: {admins: [a]}\n",
     {"sops-encrypted 4:39 the value is encrypted by SOPS"}},
    {true,
     HEAD "issuer: {provider: dex}\nrbac:\n  clusterRoleBindings:\n"
          "  - {name: a/b, clusterRole: '..', groups: [\"x\\ny\", a, a]}\n"
          "  - {name: dex-admin, clusterRole: '', groups: [a]}\n"
          "  admins: [a]\n",
     {"rbac-name 6:12 metadata.name: Invalid value: \"a/b\": may not contain '/'",
      "rbac-name 6:30 roleRef.name: Invalid value: \"..\": may not be '..'",
      "setting-text 6:45 the value is not one line of UTF-8 text",
      "rbac-subject 6:56 group a is there twice",
      "rbac-name 7:36 roleRef.name: Required value",
      "rbac-name 7:12 there is another ClusterRoleBinding dex-admin"}},
    {true,
     HEAD "issuer: {provider: dex}\nrbac:\n  roleBindings:\n"
          "  - {name: a, namespace: Te, clusterRole: c, users: [u, u]}\n"
          "  - {name: a, namespace: '', clusterRole: c, users: ['<u>']}\n"
          "  - {name: a, namespace: Te, clusterRole: c}\n",
     {"rbac-name 6:26 metadata.namespace: Invalid value: \"Te\": a lowercase RFC 1123 "
      "label must consist of lower case alphanumeric characters or '-', and must start "
      "and end with an alphanumeric character",
      "rbac-subject 6:57 user u is there twice",
      "rbac-name 7:26 metadata.namespace: Required value",
      "placeholder 7:54 here is a placeholder",
      "rbac-name 8:26 metadata.namespace: Invalid value: \"Te\": a lowercase RFC 1123 "
      "label must consist of lower case alphanumeric characters or '-', and must start "
      "and end with an alphanumeric character",
      "rbac-name 8:12 there is another RoleBinding Te/a"}},
    {true,
     HEAD "issuer: {provider: generic}\nclaims: {username: {prefix: ''}}\n"
          "rbac: {roleBindings: [{name: a, namespace: te, clusterRole: c, "
          "users: [u]}]}\n",
     {"rbac-subject 3:9 issuer.url is missing: without another prefix the names of users "
      "begin with the issuer's URL"}},
};

static void check_refused(bool rbac, const char *text, const char *const *findings) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_settings_ struct tauth_settings *settings = tauth_settings_new();
    _cleanup_buf_ struct buf got = {0}, wanted = {0};
    struct tauth_text out = {0};
    enum tauth_status status = take(settings, "f", text, diags);
    if (rbac && status == TAUTH_OK) {
        status = tauth_rbac(settings, &out, diags);
    }
    for (size_t i = 0; i < tauth_diags_count(diags) && i < MOST; i++) {
        const struct tauth_diag *diag = tauth_diags_get(diags, i);
        buf_printf(&got, "%s %u:%u %s\n", diag->rule, diag->line, diag->column,
                   diag->message);
    }
    for (size_t i = 0; i < MOST && findings[i] != NULL; i++) {
        buf_printf(&wanted, "%s\n", findings[i]);
    }
    assert_text(buf_view(&got), buf_view(&wanted), text);
    assert_int_equal(status, TAUTH_REFUSED);
}

static void what_is_wrong_has_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
        check_refused(refused[i].rbac, refused[i].text, refused[i].findings);
    }
}

/* Status of caFile PATH in the access file NAME, and the path that a refusal begins with. */
static void check_authority_of(const char *name, const char *path,
                               enum tauth_status wanted, const char *file) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_settings_ struct tauth_settings *settings = tauth_settings_new();
    char text[256];
    snprintf(text, sizeof(text), HEAD "issuer: {caFile: \"%s\"}\n", path);
    assert_int_equal(take(settings, name, text, diags), wanted);
    if (wanted == TAUTH_OK) {
        assert_span(settings->issuer_ca, ROOT_PEM);
    } else {
        assert_string_equal(tauth_diags_get(diags, 0)->file, name);
        assert_int_equal(tauth_diags_get(diags, 0)->line, 3);
        assert_int_equal(strncmp(tauth_diags_get(diags, 0)->message, file, strlen(file)),
                         0);
    }
}

static void the_ca_stays_unread_where_none_is_needed(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_settings_ struct tauth_settings *settings = tauth_settings_new();
    tauth_settings_without_ca(settings);
    assert_int_equal(
        take(settings, "/nowhere/f", HEAD "issuer: {caFile: ca.pem}\n", diags), TAUTH_OK);
    assert_null(settings->issuer_ca.data);
}

static void the_ca_is_looked_for_beside_the_file(void **state) {
    (void)state;
    char directory[] = "/tmp/talosauth-unit-XXXXXX", name[64], ca[64];
    assert_non_null(mkdtemp(directory));
    snprintf(name, sizeof(name), "%s/access.yaml", directory);
    snprintf(ca, sizeof(ca), "%s/ca.pem", directory);
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text pem = {ROOT_PEM, sizeof(ROOT_PEM) - 1};
    assert_int_equal(tauth_file_create(ca, pem, NULL, diags), TAUTH_OK);
    check_authority_of(name, "ca.pem", TAUTH_OK, NULL);
    check_authority_of(name, ca, TAUTH_OK, NULL);
    check_authority_of("-", ca, TAUTH_OK, NULL);
    check_authority_of("/nowhere/f", "ca.pem", TAUTH_REFUSED, "/nowhere/ca.pem");
    check_authority_of("-", "no-such.pem", TAUTH_REFUSED, "no-such.pem");
    check_authority_of("f", "-", TAUTH_REFUSED, "./-"); /* not standard input */
    check_authority_of("-", "-", TAUTH_REFUSED, "./-");
    assert_int_equal(unlink(ca) | rmdir(directory), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_was_not_given_is_filled),
        cmocka_unit_test(an_access_file_may_say_nothing),
        cmocka_unit_test(what_is_wrong_has_its_place),
        cmocka_unit_test(the_ca_is_looked_for_beside_the_file),
        cmocka_unit_test(the_ca_stays_unread_where_none_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
