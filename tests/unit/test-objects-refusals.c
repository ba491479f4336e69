/* SPDX-License-Identifier: MIT */
/* model/shape.c and model/objects.c: what is refused, and where. */
#include "unit.h"

#include <talosauth/talosauth.h>

enum { MOST = 6 };

#define ACCESS "apiVersion: talosauth/v1alpha1\nkind: ClusterAccess\n"
#define AUTHENTICATION \
    "apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n"
#define RBAC(kind) "apiVersion: rbac.authorization.k8s.io/v1\nkind: " kind "\n"
#define NOT_PLAIN "a number or boolean to some readers"

/* "RULE LINE:COLUMN MESSAGE" of every finding, NULL behind the last one. */
static const struct {
    const char *text;
    const char *findings[MOST];
} rows[] = {
    {"- a\n", {"document-root 1:1 the document must be a mapping"}},
    {"a\n", {"document-root 1:1 the document must be a mapping"}},
    {"{}\n", {"missing-key 1:1 the document needs the key \"kind\""}},
    {"a: b\n", {"missing-key 1:1 the document needs the key \"kind\""}},
    {"kind: ClusterAcces\n",
     {"object-kind 1:7 the kind \"ClusterAcces\" is not one that is read here"}},
    {"kind: 1\n", {"object-kind 1:7 the kind \"1\" is not one that is read here"}},
    {"kind: [Role]\n", {"object-kind 1:7 the kind \"\" is not one that is read here"}},
    {"a: &k Role\nkind: *k\n",
     {"missing-key 1:1 the document needs the key \"apiVersion\"",
      "unknown-key 1:1 unknown key \"a\" in the document",
      "no-alias 2:7 anchors and aliases are not read here",
      "missing-key 1:1 the document needs the key \"metadata\""}},
    {"kind: ClusterAccess\napiVersion: v1\n",
     {"object-kind 2:13 no kind \"ClusterAccess\" is registered for version \"v1\""}},
    {"kind: Role\n---\nkind: Role\napiVersion: v1\n",
     {"missing-key 1:1 the document needs the key \"apiVersion\"",
      "missing-key 1:1 the document needs the key \"metadata\"",
      "object-kind 4:13 no kind \"Role\" is registered for version \"v1\""}},

    {ACCESS "isuer: {}\n", {"unknown-key 3:1 unknown key \"isuer\" in the document"}},
    {ACCESS "issuer:\n", {"wrong-type 3:8 issuer must be a mapping, here is null"}},
    {ACCESS "issuer: []\n", {"wrong-type 3:9 issuer must be a mapping, here is a list"}},
    {ACCESS "issuer: {url: ~}\n",
     {"wrong-type 3:15 issuer.url must be a text, here is null"}},
    {ACCESS "issuer: {url: {}}\n",
     {"wrong-type 3:15 issuer.url must be a text, here is a mapping"}},
    {ACCESS "issuer: {audiences: 340}\n",
     {"wrong-type 3:21 issuer.audiences must be a list, here is a number"}},
    {ACCESS "issuer: {audiences: ~}\n",
     {"wrong-type 3:21 issuer.audiences must be a list, here is null"}},
    {ACCESS "issuer:\n  audiences: [a, 340, ~, [b], true]\n",
     {"wrong-type 4:18 issuer.audiences[1] must be a text, but without quotes 340 is a "
      "number",
      "wrong-type 4:23 issuer.audiences[2] must be a text, here is null",
      "wrong-type 4:26 issuer.audiences[3] must be a text, here is a list",
      "wrong-type 4:31 issuer.audiences[4] must be a text, but without quotes true is a "
      "boolean"}},
    {ACCESS "login: {clientId: y, scopes: [2026-01-01, 1.5]}\n",
     {"wrong-type 3:19 login.clientId must be a text, but without quotes y is " NOT_PLAIN,
      "wrong-type 3:31 login.scopes[0] must be a text, but without quotes 2026-01-01 is "
      "a date",
      "wrong-type 3:43 login.scopes[1] must be a text, but without quotes 1.5 is a "
      "number"}},
    {ACCESS "issuer: {provider: zitadell}\nrbac: {viewerRole: ''}\n"
            "login: {grantType: Auto}\n",
     {"unknown-value 3:20 issuer.provider cannot be \"zitadell\"",
      "unknown-value 4:20 rbac.viewerRole cannot be \"\"",
      "unknown-value 5:20 login.grantType cannot be \"Auto\""}},
    {ACCESS "issuer: {provider: 1}\n",
     {"wrong-type 3:20 issuer.provider must be a text, but without quotes 1 is a number"}},
    {ACCESS "claims:\n  required:\n  - {claim: a}\n  - value: b\n",
     {"missing-key 5:5 claims.required[0] needs the key \"value\"",
      "missing-key 6:5 claims.required[1] needs the key \"claim\""}},
    {ACCESS "rbac:\n  clusterRoleBindings:\n  - {name: a, namespace: b}\n",
     {"unknown-key 5:15 unknown key \"namespace\" in rbac.clusterRoleBindings[0]",
      "missing-key 5:5 rbac.clusterRoleBindings[0] needs the key \"clusterRole\""}},
    {ACCESS "rbac:\n  roleBindings:\n  - {name: a, clusterRole: b}\n",
     {"missing-key 5:5 rbac.roleBindings[0] needs the key \"namespace\""}},
    {ACCESS "cluster: {name: !x a, server: &s b}\n",
     {"wrong-type 3:17 tags are not read here",
      "no-alias 3:31 anchors and aliases are not read here"}},
    {ACCESS "cluster: {<<: {name: a}}\n",
     {"unknown-key 3:11 unknown key \"<<\" in cluster"}},
    {ACCESS "cluster: {name: \"a\\0b\"}\n",
     {"wrong-type 3:17 cluster.name holds a NUL character"}},
    {ACCESS "cluster: {\"na\\0me\": a}\n",
     {"unknown-key 3:11 unknown key \"na\" in cluster"}},
    {ACCESS "cluster: {\"na\\nme\": a}\n",
     {"unknown-key 3:11 unknown key \"na\nme\" in cluster"}},

    {"oidc-issuer: a\noidc-client-id: [a, 1]\noidc-ca-file: ~\noidc-groups-claim: {}\n"
     "oidc-groups-prefix: 1\n",
     {"unknown-key 1:1 unknown key \"oidc-issuer\" in the document",
      "wrong-type 2:21 oidc-client-id[1] must be a text, but without quotes 1 is a number",
      "wrong-type 3:15 oidc-ca-file must be a text, here is null",
      "wrong-type 4:20 oidc-groups-claim must be a list, here is a mapping",
      "wrong-type 5:21 oidc-groups-prefix must be a text, but without quotes 1 is a "
      "number"}},
    {"oidc-issuer-url: a\nv: \"2\"\n",
     {"missing-key 1:1 the document needs the key \"kind\""}},

    {AUTHENTICATION "anonymous: ~\njwt: {}\nusers: []\n",
     {"wrong-type 3:12 anonymous must be a mapping, here is null",
      "wrong-type 4:6 jwt must be a list, here is a mapping",
      "unknown-key 5:1 unknown key \"users\" in the document"}},
    {AUTHENTICATION "anonymous: {enabled: maybe, conditions: [{}]}\n",
     {"wrong-type 3:22 anonymous.enabled must be a boolean, here is a text",
      "missing-key 3:42 anonymous.conditions[0] needs the key \"path\""}},
    {AUTHENTICATION "anonymous: {enabled: \"true\"}\n",
     {"wrong-type 3:22 anonymous.enabled must be a boolean, here is a text"}},
    {AUTHENTICATION "jwt:\n- issuer: {url: a}\n  claimMappings: {}\n-\n- 1\n",
     {"missing-key 4:11 jwt[0].issuer needs the key \"audiences\"",
      "missing-key 5:18 jwt[0].claimMappings needs the key \"username\"",
      "wrong-type 6:2 jwt[1] must be a mapping, here is null",
      "wrong-type 7:3 jwt[2] must be a mapping, here is a number"}},

    {RBAC("ClusterRole") "metadata: {nam: a}\nrules:\n- verbs: '*'\n- {}\n",
     {"unknown-key 3:12 unknown key \"nam\" in metadata",
      "missing-key 3:11 metadata needs the key \"name\"",
      "wrong-type 5:10 rules[0].verbs must be a list, here is a text",
      "missing-key 6:3 rules[1] needs the key \"verbs\""}},
    {RBAC("ClusterRoleBinding") "metadata: {name: 1}\nsubjects: ~\n",
     {"wrong-type 3:18 metadata.name must be a text, but without quotes 1 is a number",
      "wrong-type 4:11 subjects must be a list, here is null",
      "missing-key 1:1 the document needs the key \"roleRef\""}},
    {RBAC("Role") "metadata: ~\nrules: ~\naggregationRule: {}\n",
     {"wrong-type 3:11 metadata must be a mapping, here is null",
      "wrong-type 4:8 rules must be a list, here is null",
      "unknown-key 5:1 unknown key \"aggregationRule\" in the document"}},
    {RBAC("RoleBinding") "metadata: {name: a, namespace: }\nroleRef: {kind: a}\n"
                         "subjects:\n- {kind: true, nam: b}\n",
     {"wrong-type 3:32 metadata.namespace must be a text, here is null",
      "missing-key 4:10 roleRef needs the key \"name\"",
      "wrong-type 6:10 subjects[0].kind must be a text, but without quotes true is a "
      "boolean",
      "unknown-key 6:16 unknown key \"nam\" in subjects[0]",
      "missing-key 6:3 subjects[0] needs the key \"name\""}},
};

static void write_findings(struct buf *out, const struct tauth_diags *diags) {
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        const struct tauth_diag *diag = tauth_diags_get(diags, i);
        buf_printf(out, "%s %u:%u %s\n", diag->rule, diag->line, diag->column,
                   diag->message);
        assert_string_equal(diag->file, "f.yaml");
    }
}

static void check_row(const char *given, const char *const *findings) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_buf_ struct buf wanted = {0}, got = {0};
    struct tauth_objects *const mark = (struct tauth_objects *)&diags;
    struct tauth_objects *objects = mark;
    struct tauth_text text = {given, strlen(given)};
    assert_int_equal(tauth_objects_read("f.yaml", text, &objects, diags), TAUTH_REFUSED);
    assert_ptr_equal(objects, mark);
    for (size_t i = 0; i < MOST && findings[i] != NULL; i++) {
        buf_printf(&wanted, "%s\n", findings[i]);
    }
    write_findings(&got, diags);
    assert_text(buf_view(&got), buf_view(&wanted), given);
}

static void everything_wrong_is_told_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        check_row(rows[i].text, rows[i].findings);
    }
}

static void the_first_hundred_findings_are_told(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_buf_ struct buf text = {0};
    struct tauth_objects *objects = NULL;
    buf_text(&text, ACCESS "rbac:\n  admins:\n");
    for (size_t i = 0; i < 20000; i++) {
        buf_text(&text, "  - 1\n");
    }
    struct tauth_text given = {text.data, text.size};
    assert_int_equal(tauth_objects_read("f", given, &objects, diags), TAUTH_REFUSED);
    assert_int_equal(tauth_diags_count(diags), 100);
}

static void hints_name_what_was_meant(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *hint;
    } hints[] = {
        {"kind: ClusterRol\n", "did you mean ClusterRole?"},
        {ACCESS "isuer: {}\n", "did you mean issuer?"},
        {ACCESS "xyz: {}\n",
         "it can be: apiVersion kind cluster talos issuer claims rbac login"},
        {ACCESS "issuer: {provider: zitadell}\n", "did you mean zitadel?"},
        {ACCESS "rbac: {viewerRole: x}\n", "it can be: oidc-viewer view"},
        {ACCESS "rbac: {admins: a}\n", "write it in brackets: [...]"},
        {ACCESS "rbac: {admins: [1]}\n", "write \"1\", in quotes"},
        {ACCESS "issuer: {url: }\n", "give a value, or leave the key out"},
        {AUTHENTICATION "anonymous: {enabled: yes}\n", "write true or false"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(hints); i++) {
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        struct tauth_objects *objects = NULL;
        struct tauth_text text = {hints[i].text, strlen(hints[i].text)};
        assert_int_equal(tauth_objects_read("f", text, &objects, diags), TAUTH_REFUSED);
        assert_string_equal(tauth_diags_get(diags, 0)->hint, hints[i].hint);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_wrong_is_told_with_its_place),
        cmocka_unit_test(the_first_hundred_findings_are_told),
        cmocka_unit_test(hints_name_what_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
