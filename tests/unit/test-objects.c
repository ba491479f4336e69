/* SPDX-License-Identifier: MIT */
/* model/objects.c with its tables: every kind is read, and written in one way. */
#include "unit.h"

#include <time.h>

#include <talosauth/talosauth.h>

#include "model/presets.h"

#define _cleanup_objects_ _cleanup_(cleanup_objects)
#define _cleanup_text_ _cleanup_(tauth_text_free)

static void cleanup_objects(struct tauth_objects **objects) {
    tauth_objects_free(*objects);
}

static struct tauth_objects *read_good(struct span text) {
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    struct tauth_objects *objects = NULL;
    enum tauth_status status = tauth_objects_read(
        "f.yaml", (struct tauth_text){text.data, text.size}, &objects, diags);
    if (status != TAUTH_OK) {
        fail_msg("%s: %s", tauth_status_text(status),
                 tauth_diags_count(diags) == 0 ? "" : tauth_diags_get(diags, 0)->message);
    }
    assert_int_equal(tauth_diags_count(diags), 0);
    return objects;
}

/* Of one document; the text belongs to the caller. */
static struct tauth_text write_first(const struct tauth_objects *objects) {
    struct tauth_text text = {0};
    assert_int_equal(tauth_objects_count(objects), 1);
    assert_int_equal(tauth_objects_write(tauth_objects_get(objects, 0), 1, &text),
                     TAUTH_OK);
    return text;
}

static void check_written(struct span given, struct span wanted, const char *what) {
    _cleanup_objects_ struct tauth_objects *objects = read_good(given);
    _cleanup_text_ struct tauth_text text = write_first(objects);
    assert_text(((struct span){text.data, text.size}), wanted, what);
}

#define ACCESS "apiVersion: talosauth/v1alpha1\nkind: ClusterAccess\n"
#define RBAC "apiVersion: rbac.authorization.k8s.io/v1\n"
#define RBAC_HEAD(kind) \
    "apiVersion: \"rbac.authorization.k8s.io/v1\"\nkind: \"" kind "\"\n"

static const struct {
    const char *name;
    const char *given;
    const char *written;
} full[] = {
    {"access",
     "login: {grantType: device-code, scopes: [email, 'a b'], clientId: \"340\"}\n"
     "rbac:\n"
     "  roleBindings: [{clusterRole: edit, namespace: t, name: b, users: [u]}]\n"
     "  clusterRoleBindings: [{users: [], groups: [g, h], clusterRole: view, name: a}]\n"
     "  viewerRole: view\n  viewers: [v]\n  admins: [o, p]\n"
     "claims:\n  required: [{value: '1', claim: hd}]\n"
     "  groups: {prefix: '', claim: groups}\n  username: {prefix: \"-\", claim: sub}\n"
     "issuer:\n  signingAlgorithms: [RS256, ES256]\n  caFile: ca.pem\n"
     "  audiences:\n  - a\n  - \"2\"\n  url: https://i.example\n"
     "  provider: pocket-id\n"
     "talos: {version: v1.11}\ncluster: {server: https://s:6443, name: demo}\n"
     "kind: ClusterAccess\napiVersion: talosauth/v1alpha1\n",
     "apiVersion: \"talosauth/v1alpha1\"\nkind: \"ClusterAccess\"\n"
     "cluster:\n  name: \"demo\"\n  server: \"https://s:6443\"\n"
     "talos:\n  version: \"v1.11\"\n"
     "issuer:\n  provider: \"pocket-id\"\n  url: \"https://i.example\"\n"
     "  audiences:\n  - \"a\"\n  - \"2\"\n  caFile: \"ca.pem\"\n"
     "  signingAlgorithms:\n  - \"RS256\"\n  - \"ES256\"\n"
     "claims:\n  username:\n    claim: \"sub\"\n    prefix: \"-\"\n"
     "  groups:\n    claim: \"groups\"\n    prefix: \"\"\n"
     "  required:\n  - claim: \"hd\"\n    value: \"1\"\n"
     "rbac:\n  admins:\n  - \"o\"\n  - \"p\"\n  viewers:\n  - \"v\"\n"
     "  viewerRole: \"view\"\n"
     "  clusterRoleBindings:\n  - name: \"a\"\n    clusterRole: \"view\"\n"
     "    groups:\n    - \"g\"\n    - \"h\"\n"
     "  roleBindings:\n  - name: \"b\"\n    namespace: \"t\"\n"
     "    clusterRole: \"edit\"\n    users:\n    - \"u\"\n"
     "login:\n  clientId: \"340\"\n  scopes:\n  - \"email\"\n  - \"a b\"\n"
     "  grantType: \"device-code\"\n"},
    {"access, nothing in it",
     ACCESS "issuer: {audiences: []}\nrbac: {}\nclaims: {groups: {}, required: []}\n",
     "apiVersion: \"talosauth/v1alpha1\"\nkind: \"ClusterAccess\"\n"},
    {"flags",
     "oidc-ca-file: /a\noidc-signing-algs: RS256,ES256\noidc-required-claim: [a=b, c=d]\n"
     "oidc-groups-prefix: ''\noidc-groups-claim: g\noidc-username-prefix: \"-\"\n"
     "oidc-username-claim: sub\noidc-client-id: [kube]\n"
     "oidc-issuer-url: https://i.example\n",
     "oidc-issuer-url:\n- \"https://i.example\"\noidc-client-id:\n- \"kube\"\n"
     "oidc-username-claim:\n- \"sub\"\noidc-username-prefix:\n- \"-\"\n"
     "oidc-groups-claim:\n- \"g\"\noidc-groups-prefix:\n- \"\"\n"
     "oidc-required-claim:\n- \"a=b\"\n- \"c=d\"\n"
     "oidc-signing-algs:\n- \"RS256,ES256\"\noidc-ca-file:\n- \"/a\"\n"},
    {"authentication",
     "kind: AuthenticationConfiguration\napiVersion: apiserver.config.k8s.io/v1\n"
     "jwt:\n- userValidationRules: [{message: m, expression: e}, {expression: f}]\n"
     "  claimMappings:\n    extra: [{valueExpression: v, key: a.example/b}]\n"
     "    uid: {expression: claims.sub}\n    groups: {prefix: '', claim: g}\n"
     "    username: {expression: claims.sub}\n"
     "  claimValidationRules:\n  - {requiredValue: '1', claim: a}\n"
     "  - {message: m, expression: e}\n"
     "  issuer:\n    egressSelectorType: cluster\n    certificateAuthority: |\n"
     "      x\n      y\n    audienceMatchPolicy: MatchAny\n    audiences: [a, b]\n"
     "    discoveryURL: https://d.example\n    url: https://i.example\n"
     "- {issuer: {url: u, audiences: []}, claimMappings: {username: {claim: c}}}\n"
     "anonymous: {conditions: [{path: /livez}], enabled: true}\n",
     "apiVersion: \"apiserver.config.k8s.io/v1\"\n"
     "kind: \"AuthenticationConfiguration\"\n"
     "anonymous:\n  enabled: true\n  conditions:\n  - path: \"/livez\"\n"
     "jwt:\n- issuer:\n    url: \"https://i.example\"\n"
     "    discoveryURL: \"https://d.example\"\n    audiences:\n    - \"a\"\n    - \"b\"\n"
     "    audienceMatchPolicy: \"MatchAny\"\n    certificateAuthority: |\n"
     "      x\n      y\n    egressSelectorType: \"cluster\"\n"
     "  claimValidationRules:\n  - claim: \"a\"\n    requiredValue: \"1\"\n"
     "  - expression: \"e\"\n    message: \"m\"\n"
     "  claimMappings:\n    username:\n      expression: \"claims.sub\"\n"
     "    groups:\n      claim: \"g\"\n      prefix: \"\"\n"
     "    uid:\n      expression: \"claims.sub\"\n"
     "    extra:\n    - key: \"a.example/b\"\n      valueExpression: \"v\"\n"
     "  userValidationRules:\n  - expression: \"e\"\n    message: \"m\"\n"
     "  - expression: \"f\"\n"
     "- issuer:\n    url: \"u\"\n    audiences: []\n"
     "  claimMappings:\n    username:\n      claim: \"c\"\n"},
    {"ClusterRole",
     RBAC "kind: ClusterRole\naggregationRule: ~\n"
          "metadata: {labels: {a: 1}, creationTimestamp: null, name: a}\n"
          "rules:\n- {verbs: [get], resourceNames: [x], resources: [pods], "
          "apiGroups: ['']}\n- {verbs: ['*'], nonResourceURLs: [/x]}\n",
     RBAC_HEAD("ClusterRole") "metadata:\n  name: \"a\"\n"
                              "rules:\n- apiGroups:\n  - \"\"\n  resources:\n"
                              "  - \"pods\"\n  resourceNames:\n  - \"x\"\n"
                              "  verbs:\n  - \"get\"\n- nonResourceURLs:\n"
                              "  - \"/x\"\n  verbs:\n  - \"*\"\n"},
    {"ClusterRoleBinding",
     RBAC "kind: ClusterRoleBinding\nmetadata: {name: a}\n"
          "subjects: [{name: 'x:y', kind: Group, apiGroup: g}]\n"
          "roleRef: {name: view, kind: ClusterRole, apiGroup: g}\n",
     RBAC_HEAD("ClusterRoleBinding") "metadata:\n  name: \"a\"\nroleRef:\n"
                                     "  apiGroup: \"g\"\n  kind: \"ClusterRole\"\n"
                                     "  name: \"view\"\nsubjects:\n- apiGroup: \"g\"\n"
                                     "  kind: \"Group\"\n  name: \"x:y\"\n"},
    {"Role", RBAC "kind: Role\nmetadata: {namespace: b, name: a}\nrules: []\n",
     RBAC_HEAD("Role") "metadata:\n  name: \"a\"\n  namespace: \"b\"\n"},
    {"RoleBinding",
     RBAC "kind: RoleBinding\nmetadata: {namespace: b, name: a}\n"
          "roleRef: {name: r, kind: Role}\n"
          "subjects: [{namespace: d, name: c, kind: ServiceAccount}]\n",
     RBAC_HEAD("RoleBinding") "metadata:\n  name: \"a\"\n  namespace: \"b\"\n"
                              "roleRef:\n  kind: \"Role\"\n  name: \"r\"\n"
                              "subjects:\n- kind: \"ServiceAccount\"\n"
                              "  name: \"c\"\n  namespace: \"d\"\n"},
};

static void each_kind_is_written_in_one_way(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(full); i++) {
        struct span written = span_of(full[i].written);
        check_written(span_of(full[i].given), written, full[i].name);
        check_written(written, written, full[i].name);
    }
}

static void structs_hold_what_was_read(void **state) {
    (void)state;
    _cleanup_objects_ struct tauth_objects *objects = read_good(span_of(full[0].given));
    const struct tauth_object *object = tauth_objects_get(objects, 0);
    assert_null(tauth_objects_get(objects, 1));
    assert_int_equal(object->kind, TAUTH_OBJECT_ACCESS);
    const struct tauth_access *access = object->as.access;
    assert_string_equal(access->cluster.name, "demo");
    assert_int_equal(access->issuer.provider, TAUTH_POCKET_ID);
    assert_int_equal(access->issuer.audiences.count, 2);
    assert_string_equal(access->issuer.audiences.items[1], "2");
    assert_string_equal(access->claims.groups.prefix, "");
    assert_int_equal(access->rbac.viewer_role, TAUTH_VIEWER_VIEW);
    assert_int_equal(access->rbac.cluster_role_bindings_count, 1);
    assert_int_equal(access->rbac.cluster_role_bindings[0].users.count, 0);
    assert_null(access->rbac.cluster_role_bindings[0].namespace_name);
    assert_string_equal(access->rbac.role_bindings[0].namespace_name, "t");
    assert_int_equal(access->login.grant_type, TAUTH_GRANT_DEVICE_CODE);
    _cleanup_objects_ struct tauth_objects *least = read_good(SPAN(ACCESS));
    access = tauth_objects_get(least, 0)->as.access;
    assert_null(access->issuer.url);
    assert_int_equal(access->issuer.provider, TAUTH_NO_PROVIDER);
    assert_null(access->issuer.audiences.items);
    assert_null(access->rbac.role_bindings);
}

static void documents_are_counted(void **state) {
    (void)state;
    struct tauth_text text = {0};
    struct tauth_object list[2];
    _cleanup_objects_ struct tauth_objects *none = read_good(SPAN("# none\n---\n~\n"));
    assert_int_equal(tauth_objects_count(none), 0);
    assert_int_equal(tauth_objects_write(NULL, 0, &text), TAUTH_OK);
    assert_int_equal(text.size, 0);
    tauth_text_free(&text);
    _cleanup_objects_ struct tauth_objects *two =
        read_good(SPAN("oidc-ca-file: a\n---\n---\noidc-client-id: b\n"));
    assert_int_equal(tauth_objects_count(two), 2);
    list[0] = *tauth_objects_get(two, 1);
    list[1] = *tauth_objects_get(two, 0);
    assert_int_equal(tauth_objects_write(list, 2, &text), TAUTH_OK);
    assert_text(((struct span){text.data, text.size}),
                SPAN("oidc-client-id:\n- \"b\"\n---\noidc-ca-file:\n- \"a\"\n"), "two");
    tauth_text_free(&text);
    tauth_objects_free(NULL);
}

static void odd_texts_stay_as_they_are(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "a\nb",
        "a\n",
        "\n",
        "\n\na",
        "\t",
        "\"",
        "'",
        "\\",
        "\\n",
        "# a",
        "a # b",
        "a: b",
        "- a",
        "~",
        "null",
        "true",
        "0x1f",
        "1e3",
        "2026-01-01",
        "---",
        "...",
        "%YAML",
        "*a",
        "&a",
        "!a",
        "{}",
        "[",
        "\xC3\xA9",
        "\xF0\x9F\x98\x80",
        "\xC2\x85",
        "\xE2\x80\xA8",
        "\xEF\xBB\xBF",
        "\r",
        "a\r\nb",
        "\x01\x7F",
        " a \n  b\n\n",
    };
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        const char *items[] = {texts[i], texts[i]};
        struct tauth_oidc_flags flags = {.client_id = {items, 2}};
        struct tauth_object object = {TAUTH_OBJECT_OIDC_FLAGS, {.oidc_flags = &flags}};
        _cleanup_text_ struct tauth_text text = {0};
        assert_int_equal(tauth_objects_write(&object, 1, &text), TAUTH_OK);
        _cleanup_objects_ struct tauth_objects *objects =
            read_good((struct span){text.data, text.size});
        const struct tauth_strings *got =
            &tauth_objects_get(objects, 0)->as.oidc_flags->client_id;
        assert_int_equal(got->count, 2);
        assert_string_equal(got->items[0], texts[i]);
        assert_string_equal(got->items[1], texts[i]);
    }
}

static void bytes_that_are_not_text_are_not_written(void **state) {
    (void)state;
    const char *items[] = {"\xFF"};
    struct tauth_oidc_flags flags = {.client_id = {items, 1}};
    struct tauth_object object = {TAUTH_OBJECT_OIDC_FLAGS, {.oidc_flags = &flags}};
    struct tauth_text text = {"mark", 4};
    assert_int_equal(tauth_objects_write(&object, 1, &text), TAUTH_INTERNAL);
    assert_string_equal(text.data, "mark");
}

static double seconds_to_bind(uint32_t count) {
    _cleanup_buf_ struct buf text = {0};
    struct timespec start, end;
    buf_text(&text, ACCESS "issuer:\n  audiences:\n");
    for (uint32_t i = 0; i < count; i++) {
        buf_printf(&text, "  - \"audience-%u\"\n", i);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    _cleanup_objects_ struct tauth_objects *objects = read_good(buf_view(&text));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    const struct tauth_strings *list =
        &tauth_objects_get(objects, 0)->as.access->issuer.audiences;
    assert_int_equal(list->count, count);
    assert_string_equal(list->items[4999], "audience-4999");
    return (double)(end.tv_sec - start.tv_sec) +
           (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* Four times as many take about four times as long, not sixteen. */
static void many_items_are_bound_in_linear_time(void **state) {
    (void)state;
    double few = seconds_to_bind(5000), many = seconds_to_bind(20000);
    if (many > 0.2 && many > 10 * few) {
        fail_msg("5000 take %f s, 20000 take %f s", few, many);
    }
}

static void presets_are_in_the_order_of_the_enum(void **state) {
    (void)state;
#define ROW(text, value)                                       \
    assert_string_equal(preset_at((value)-1)->name, text);     \
    assert_string_equal(tauth_provider_name((value)-1), text); \
    assert_ptr_equal(preset_find(text), preset_at((value)-1));
    PRESET_NAMES(ROW)
#undef ROW
    assert_null(preset_at(TAUTH_GENERIC));
    assert_null(tauth_provider_name(TAUTH_GENERIC));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_written_in_one_way),
        cmocka_unit_test(structs_hold_what_was_read),
        cmocka_unit_test(documents_are_counted),
        cmocka_unit_test(odd_texts_stay_as_they_are),
        cmocka_unit_test(bytes_that_are_not_text_are_not_written),
        cmocka_unit_test(many_items_are_bound_in_linear_time),
        cmocka_unit_test(presets_are_in_the_order_of_the_enum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
