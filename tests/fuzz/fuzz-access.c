/* SPDX-License-Identifier: MIT */
/*
 * An access file: letters of the first line say which settings were given before it and
 * how to merge, the rest is the file. What is accepted reads back from what is written,
 * makes manifests that read back too, and merges into a small config once; what is removed
 * from there leaves YAML.
 */
#include <talosauth/talosauth.h>

#include "certificates.h"
#include "fuzz.h"
#include "yaml/node.h"
#include "yaml/read.h"

static const char legacy[] = "machine:\n  type: controlplane\n  token: x\n"
                             "cluster:\n  apiServer:\n    extraArgs:\n      v: \"2\"\n";
static const char multidoc[] =
    "machine:\n  type: controlplane\n---\napiVersion: v1alpha1\n"
    "kind: KubeAPIServerConfig\n---\napiVersion: v1alpha1\n"
    "kind: KubeAuthenticationConfig\nconfiguration:\n  jwt: []\n";

static const struct {
    char letter;
    enum tauth_setting setting;
    const char *value;
} rows[] = {
    {'z', TAUTH_PROVIDER, "zitadel"},      {'i', TAUTH_ISSUER_URL, "https://i.example"},
    {'a', TAUTH_AUDIENCE, "kube"},         {'u', TAUTH_USERNAME_CLAIM, "sub"},
    {'x', TAUTH_USERNAME_PREFIX, "x:"},    {'g', TAUTH_GROUPS_CLAIM, "groups"},
    {'G', TAUTH_GROUPS_PREFIX, "g:"},      {'q', TAUTH_REQUIRED_CLAIM, "n=1"},
    {'h', TAUTH_SIGNING_ALGS, "ES256"},    {'m', TAUTH_ADMIN_GROUP, "ops"},
    {'v', TAUTH_VIEWER_GROUP, "everyone"}, {'t', TAUTH_TALOS_VERSION, "v1.13.6"},
};

struct ask {
    struct tauth_settings *settings;
    struct tauth_merge_options options;
    const char *config;
};

/* Findings of one call: there is an error when it refuses, and they can be shown. */
static bool check_findings(enum tauth_status status, struct tauth_diags *diags) {
    struct tauth_text text = {0};
    size_t errors = 0;
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        errors += tauth_diags_get(diags, i)->severity == TAUTH_ERROR;
    }
    bool refused = status == TAUTH_REFUSED || status == TAUTH_IO;
    HOLDS(status == TAUTH_OK || refused, "nothing fails");
    HOLDS(refused == (errors > 0), "a refusal has its reason");
    HOLDS(tauth_diags_text(diags, TAUTH_NOTE, false, &text) == TAUTH_OK,
          "findings can be shown");
    tauth_text_free(&text);
    tauth_diags_free(diags);
    return status == TAUTH_OK;
}

static void take_letter(struct ask *ask, char letter, struct tauth_diags *diags) {
    static const struct tauth_text pem = {ROOT_PEM, sizeof(ROOT_PEM) - 1};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].letter == letter) {
            status =
                tauth_settings_add(ask->settings, rows[i].setting, rows[i].value, diags);
        }
    }
    if (letter == 'c') {
        status = tauth_settings_issuer_ca(ask->settings, "ca.pem", pem, diags);
    } else if (letter == 'A') {
        status = tauth_settings_allow(ask->settings, "system-names");
    } else if (letter == 'E') {
        status = tauth_settings_allow(ask->settings, "empty-groups-prefix");
    }
    HOLDS(status == TAUTH_OK, "the settings are good ones");
    ask->options.with_rbac |= letter == 'r';
    ask->options.role_bindings |= letter == 'R';
    ask->options.files_only |= letter == 'f';
    ask->options.prune |= letter == 'p';
    ask->config = letter == 'L' ? multidoc : ask->config;
}

static void ask_init(struct ask *ask, struct span letters) {
    struct tauth_diags *diags = tauth_diags_new();
    *ask = (struct ask){.settings = tauth_settings_new(), .config = legacy};
    ask->options.size = sizeof(ask->options);
    for (size_t i = 0; i < letters.size && i < 32; i++) {
        take_letter(ask, letters.data[i], diags);
    }
    tauth_diags_free(diags);
}

static struct tauth_objects *read_objects(struct tauth_text text) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_objects *objects = NULL;
    bool good = check_findings(tauth_objects_read("fuzz", text, &objects, diags), diags);
    HOLDS(good == (objects != NULL), "only what is accepted comes out");
    return objects;
}

static struct tauth_text write_objects(const struct tauth_objects *objects) {
    struct tauth_text text = {0};
    struct tauth_object list[16];
    size_t count = tauth_objects_count(objects);
    for (size_t i = 0; i < count && i < ARRAY_SIZE(list); i++) {
        list[i] = *tauth_objects_get(objects, i);
    }
    count = count < ARRAY_SIZE(list) ? count : ARRAY_SIZE(list);
    HOLDS(tauth_objects_write(list, count, &text) == TAUTH_OK,
          "what was read is written");
    return text;
}

static bool same(struct tauth_text left, struct tauth_text right) {
    return span_equal((struct span){left.data, left.size},
                      (struct span){right.data, right.size});
}

/* Reading and writing are each other's inverse, whatever kinds there are. */
static void check_objects(struct tauth_text text) {
    struct tauth_objects *objects = read_objects(text), *again;
    if (objects == NULL) {
        return;
    }
    struct tauth_text written = write_objects(objects);
    again = read_objects(written);
    HOLDS(again != NULL, "what was written reads back");
    struct tauth_text twice = write_objects(again);
    HOLDS(same(written, twice), "it is written as before");
    tauth_text_free(&twice);
    tauth_text_free(&written);
    tauth_objects_free(again);
    tauth_objects_free(objects);
}

static void check_rbac(const struct ask *ask) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text text = {0};
    if (!check_findings(tauth_rbac(ask->settings, &text, diags), diags)) {
        return;
    }
    struct tauth_objects *objects = read_objects(text);
    HOLDS(objects != NULL && tauth_objects_count(objects) > 0, "manifests read back");
    for (size_t i = 0; i < tauth_objects_count(objects); i++) {
        enum tauth_object_kind kind = tauth_objects_get(objects, i)->kind;
        HOLDS(kind >= TAUTH_OBJECT_CLUSTER_ROLE, "they are RBAC");
    }
    if (tauth_objects_count(objects) <= 16) {
        struct tauth_text again = write_objects(objects);
        HOLDS(same(text, again), "they are written in one way");
        tauth_text_free(&again);
    }
    tauth_objects_free(objects);
    tauth_text_free(&text);
}

static void check_removed(const struct ask *ask, struct tauth_text merged) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_merge_result *removed = NULL;
    struct yaml_index index = {0};
    if (check_findings(
            tauth_remove(ask->settings, NULL, "merged", merged, &removed, diags),
            diags)) {
        struct tauth_text text = tauth_merge_text(removed);
        struct source source = {.name = "removed", .text = {text.data, text.size}};
        diags = tauth_diags_new();
        HOLDS(yaml_index_build(&index, &source, diags) == TAUTH_OK, "YAML is left");
        tauth_diags_free(diags);
        yaml_index_deinit(&index);
    }
    tauth_merge_free(removed);
}

static void check_merge(const struct ask *ask) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text config = {ask->config, strlen(ask->config)};
    struct tauth_merge_result *result = NULL, *again = NULL;
    if (check_findings(
            tauth_merge(ask->settings, &ask->options, "config", config, &result, diags),
            diags)) {
        struct tauth_text merged = tauth_merge_text(result);
        diags = tauth_diags_new();
        HOLDS(check_findings(tauth_merge(ask->settings, &ask->options, "again", merged,
                                         &again, diags),
                             diags),
              "what was merged can be merged again");
        HOLDS(!tauth_merge_changed(again), "merging twice is merging once");
        check_removed(ask, merged);
    }
    tauth_merge_free(again);
    tauth_merge_free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span rest = {(const char *)data, size};
    struct span letters = fuzz_first_line(&rest);
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text input = {rest.data, rest.size};
    struct ask ask;
    check_objects(input);
    ask_init(&ask, letters);
    if (check_findings(tauth_settings_access(ask.settings, "fuzz", input, diags),
                       diags)) {
        check_rbac(&ask);
        check_merge(&ask);
    }
    tauth_settings_free(ask.settings);
    return 0;
}
