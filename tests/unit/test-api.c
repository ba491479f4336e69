/* SPDX-License-Identifier: MIT */
/* Every exported function, through the shared library and the public headers alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <talosauth/talosauth.h>

static const char config[] = "machine:\n    type: controlplane\n    token: abc.def\n"
                             "cluster:\n    apiServer:\n        extraArgs:\n"
                             "            oidc-ca-file: /x # c\n";
static const char merged_config[] =
    "machine:\n    type: controlplane\n    token: abc.def\n"
    "cluster:\n    apiServer:\n        extraArgs:\n"
    "            oidc-ca-file: /x # c\n"
    "            oidc-issuer-url: https://idp.example.com\n"
    "            oidc-client-id: kubernetes\n";

static struct tauth_text text_of(const char *text) {
    return (struct tauth_text){text, strlen(text)};
}

/* Texts of the library end without NUL. */
static bool text_has(struct tauth_text text, const char *part) {
    return text.size > 0 && memmem(text.data, text.size, part, strlen(part)) != NULL;
}

static void assert_texts(struct tauth_text got, const char *wanted) {
    if (got.size != strlen(wanted) || memcmp(got.data, wanted, got.size) != 0) {
        fail_msg("--- wanted\n%s\n--- got\n%.*s", wanted, (int)got.size, got.data);
    }
}

static struct tauth_settings *small_settings(struct tauth_diags *diags) {
    struct tauth_settings *settings = tauth_settings_new();
    assert_non_null(settings);
    assert_int_equal(
        tauth_settings_add(settings, TAUTH_ISSUER_URL, "https://idp.example.com", diags),
        TAUTH_OK);
    assert_int_equal(tauth_settings_add(settings, TAUTH_AUDIENCE, "kubernetes", diags),
                     TAUTH_OK);
    return settings;
}

static void statuses_and_version_are_constants(void **state) {
    (void)state;
    assert_string_equal(tauth_status_text(TAUTH_OK), "done");
    assert_string_equal(tauth_status_text(TAUTH_REFUSED), "refused");
    assert_string_equal(tauth_status_text(TAUTH_NO_MEMORY), "out of memory");
    assert_string_equal(tauth_status_text(TAUTH_IO), "input or output failed");
    assert_string_equal(tauth_status_text(TAUTH_INTERNAL), "internal error");
    assert_string_equal(tauth_status_text((enum tauth_status)77), "unknown status");
    int major, minor, patch;
    char rest;
    assert_int_equal(sscanf(tauth_version(), "%d.%d.%d%c", &major, &minor, &patch, &rest),
                     3);
    assert_string_equal(tauth_setting_option(TAUTH_ISSUER_URL), "--issuer-url");
    assert_string_equal(tauth_setting_option(TAUTH_TALOS_VERSION), "--talos-version");
    assert_string_equal(tauth_provider_name(0), "zitadel");
    assert_null(tauth_provider_name(1000));
}

static void null_may_be_freed(void **state) {
    (void)state;
    struct tauth_text text = {0};
    tauth_diags_free(NULL);
    tauth_settings_free(NULL);
    tauth_merge_free(NULL);
    tauth_file_free(NULL);
    tauth_text_free(&text);
    assert_null(text.data);
}

static void findings_are_kept_and_shown(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text text = {0};
    struct tauth_diag error = {
        .rule = "usage", .option = "--x", .message = "bad %s", .hint = "do %d"};
    struct tauth_diag warning = {.rule = "leftover", .file = "f", .message = "old"};
    struct tauth_diag unknown = {.rule = "no-such-rule", .message = "m"};
    assert_non_null(diags);
    assert_int_equal(tauth_diags_count(diags), 0);
    assert_null(tauth_diags_get(diags, 0));
    assert_int_equal(tauth_diags_add(diags, &error), TAUTH_REFUSED);
    assert_int_equal(tauth_diags_add(diags, &warning), TAUTH_OK);
    assert_int_equal(tauth_diags_add(diags, &unknown), TAUTH_INTERNAL);
    assert_int_equal(tauth_diags_count(diags), 2);
    assert_string_equal(tauth_diags_get(diags, 0)->message, "bad %s");
    assert_int_equal(tauth_diags_get(diags, 1)->severity, TAUTH_WARNING);
    assert_int_equal(tauth_diags_text(diags, TAUTH_ERROR, false, &text), TAUTH_OK);
    assert_texts(text, "talosauth: error: --x: bad %s [usage]\n    hint: do %d\n");
    tauth_text_free(&text);
    assert_int_equal(tauth_diags_text(diags, TAUTH_NOTE, false, &text), TAUTH_OK);
    assert_texts(text, "talosauth: error: --x: bad %s [usage]\n    hint: do %d\n"
                       "f: warning: old [leftover]\n");
    tauth_text_free(&text);
    assert_int_equal(text.size, 0);
    tauth_diags_free(diags);
}

static void settings_are_collected(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = tauth_settings_new();
    assert_false(tauth_settings_any(settings));
    assert_int_equal(tauth_settings_add(settings, TAUTH_ADMIN_GROUP, "a", diags),
                     TAUTH_OK);
    assert_int_equal(tauth_settings_add(settings, TAUTH_TALOS_VERSION, "v1.13.6", diags),
                     TAUTH_OK);
    assert_false(tauth_settings_any(settings));
    assert_int_equal(tauth_settings_check(settings, diags), TAUTH_OK);
    assert_int_equal(tauth_settings_add(settings, TAUTH_AUDIENCE, "a", diags), TAUTH_OK);
    assert_true(tauth_settings_any(settings));
    assert_int_equal(tauth_settings_check(settings, diags), TAUTH_REFUSED);
    assert_int_equal(tauth_settings_allow(settings, "system-names"), TAUTH_OK);
    assert_int_equal(tauth_settings_allow(settings, "usage"), TAUTH_REFUSED);
    tauth_settings_free(settings);
    tauth_diags_free(diags);
}

static void merge_changes_what_is_asked(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = small_settings(diags);
    struct tauth_merge_result *result = NULL, *again = NULL;
    struct tauth_text diff = {0};
    assert_int_equal(
        tauth_merge(settings, NULL, "c.yaml", text_of(config), &result, diags), TAUTH_OK);
    assert_texts(tauth_merge_text(result), merged_config);
    assert_true(tauth_merge_changed(result));
    assert_int_equal(tauth_merge_leftovers(result), 1);
    assert_int_equal(tauth_merge_layout(result), TAUTH_LAYOUT_LEGACY);
    const struct tauth_diag *diag = tauth_diags_get(diags, 0);
    assert_string_equal(diag->rule, "leftover");
    assert_string_equal(diag->file, "c.yaml");
    assert_int_equal(diag->line, 7);
    assert_int_equal(diag->column, 13);
    assert_int_equal(tauth_merge_diff(result, false, &diff), TAUTH_OK);
    assert_texts(diff, "--- c.yaml\n+++ c.yaml\n@@ -5,3 +5,5 @@\n     apiServer:\n"
                       "         extraArgs:\n             oidc-ca-file: /x # c\n"
                       "+            oidc-issuer-url: https://idp.example.com\n"
                       "+            oidc-client-id: kubernetes\n");
    tauth_text_free(&diff);
    struct tauth_text merged = tauth_merge_text(result);
    assert_int_equal(tauth_merge(settings, NULL, "c.yaml", merged, &again, diags),
                     TAUTH_OK);
    assert_false(tauth_merge_changed(again));
    assert_ptr_equal(tauth_merge_text(again).data, merged.data);
    assert_int_equal(tauth_merge_diff(again, true, &diff), TAUTH_OK);
    assert_int_equal(diff.size, 0);
    tauth_text_free(&diff);
    tauth_merge_free(again);
    tauth_merge_free(result);
    tauth_settings_free(settings);
    tauth_diags_free(diags);
}

static void merge_takes_raw_arguments(void **state) {
    (void)state;
    static const char *const set[] = {"profiling=false"}, *const unset[] = {
                                                              "oidc-ca-file"};
    struct tauth_merge_options options = {.size = sizeof(options),
                                          .set = set,
                                          .set_count = 1,
                                          .unset = unset,
                                          .unset_count = 1};
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = tauth_settings_new();
    struct tauth_merge_result *result = NULL;
    assert_int_equal(
        tauth_merge(settings, &options, "-", text_of(config), &result, diags), TAUTH_OK);
    assert_texts(tauth_merge_text(result),
                 "machine:\n    type: controlplane\n    token: abc.def\n"
                 "cluster:\n    apiServer:\n        extraArgs:\n"
                 "            profiling: \"false\"\n");
    tauth_merge_free(result);
    /* A caller that knows less of the options: what lies behind its size is not read. */
    options.size = offsetof(struct tauth_merge_options, unset);
    assert_int_equal(
        tauth_merge(settings, &options, "-", text_of(config), &result, diags), TAUTH_OK);
    assert_true(text_has(tauth_merge_text(result), "oidc-ca-file"));
    tauth_merge_free(result);
    options.size = 0;
    assert_int_equal(
        tauth_merge(settings, &options, "-", text_of(config), &result, diags),
        TAUTH_REFUSED);
    tauth_settings_free(settings);
    tauth_diags_free(diags);
}

/* Refusals leave what they would write as it was. */
static void out_parameters_stay_on_failure(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = small_settings(diags);
    struct tauth_settings *empty = tauth_settings_new();
    struct tauth_merge_result *const mark = (struct tauth_merge_result *)&diags;
    struct tauth_merge_result *result = mark;
    struct tauth_text text = {"mark", 4};
    struct tauth_file *const file_mark = (struct tauth_file *)&diags;
    struct tauth_file *file = file_mark;
    assert_int_equal(
        tauth_merge(settings, NULL, "-", text_of("a: b: c\n"), &result, diags),
        TAUTH_REFUSED);
    assert_int_equal(tauth_merge(empty, NULL, "-", text_of(config), &result, diags),
                     TAUTH_REFUSED);
    assert_ptr_equal(result, mark);
    assert_int_equal(tauth_patch(empty, NULL, &text, diags), TAUTH_REFUSED);
    assert_int_equal(tauth_rbac(empty, &text, diags), TAUTH_REFUSED);
    assert_texts(text, "mark");
    assert_true(tauth_file_read("/nonexistent/file", false, &file, diags) != TAUTH_OK);
    assert_ptr_equal(file, file_mark);
    assert_true(tauth_diags_count(diags) >= 5);
    tauth_settings_free(empty);
    tauth_settings_free(settings);
    tauth_diags_free(diags);
}

static void patch_and_rbac_are_written(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_settings *settings = small_settings(diags);
    struct tauth_text text = {0};
    struct tauth_patch_base base = {"c.yaml", text_of(config)};
    struct tauth_patch_options alone = {.size = sizeof(alone),
                                        .layout = TAUTH_LAYOUT_LEGACY};
    struct tauth_patch_options based = {.size = sizeof(based), .base = &base};
    assert_int_equal(tauth_patch(settings, &alone, &text, diags), TAUTH_OK);
    assert_texts(text, "cluster:\n    apiServer:\n        extraArgs:\n"
                       "            oidc-issuer-url: \"https://idp.example.com\"\n"
                       "            oidc-client-id: \"kubernetes\"\n");
    tauth_text_free(&text);
    assert_int_equal(tauth_patch(settings, &based, &text, diags), TAUTH_OK);
    assert_int_equal(strncmp(text.data, "cluster:\n", 9), 0);
    tauth_text_free(&text);
    assert_int_equal(tauth_settings_add(settings, TAUTH_PROVIDER, "dex", diags),
                     TAUTH_OK);
    assert_int_equal(tauth_settings_add(settings, TAUTH_ADMIN_GROUP, "ops", diags),
                     TAUTH_OK);
    assert_int_equal(tauth_rbac(settings, &text, diags), TAUTH_OK);
    assert_true(text_has(text, "name: \"dex-admin\"\n"));
    assert_true(text_has(text, "name: \"dex:ops\""));
    tauth_text_free(&text);
    tauth_settings_free(settings);
    tauth_diags_free(diags);
}

static void starters_are_written(void **state) {
    (void)state;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text text = {0}, generic = {0};
    for (size_t i = 0; tauth_provider_name(i) != NULL; i++) {
        char line[64];
        snprintf(line, sizeof(line), "\n  provider: %s\n", tauth_provider_name(i));
        assert_int_equal(tauth_init(tauth_provider_name(i), &text, diags), TAUTH_OK);
        assert_true(text_has(text, "\nkind: ClusterAccess\n"));
        assert_true(text_has(text, line));
        tauth_text_free(&text);
    }
    assert_int_equal(tauth_init("generic", &generic, diags), TAUTH_OK);
    assert_int_equal(tauth_init(NULL, &text, diags), TAUTH_OK);
    assert_int_equal(text.size, generic.size);
    assert_memory_equal(text.data, generic.data, text.size);
    tauth_text_free(&text);
    assert_int_equal(tauth_diags_count(diags), 0);
    text = (struct tauth_text){"mark", 4};
    assert_int_equal(tauth_init("Zitadel", &text, diags), TAUTH_REFUSED);
    assert_texts(text, "mark");
    assert_string_equal(tauth_diags_get(diags, 0)->rule, "provider");
    assert_string_equal(tauth_diags_get(diags, 0)->option, "--provider");
    tauth_text_free(&generic);
    tauth_diags_free(diags);
}

static void files_are_created_read_and_replaced(void **state) {
    (void)state;
    char directory[] = "/tmp/talosauth-unit-XXXXXX";
    assert_non_null(mkdtemp(directory));
    char path[64], backup[80];
    snprintf(path, sizeof(path), "%s/f.yaml", directory);
    snprintf(backup, sizeof(backup), "%s.old", path);
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_file *file = NULL;
    struct tauth_file_options options = {
        .size = sizeof(options), .backup = ".old", .no_sync = true};
    assert_int_equal(tauth_file_create(path, text_of("one\n"), NULL, diags), TAUTH_OK);
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(tauth_file_create(path, text_of("two\n"), NULL, diags),
                     TAUTH_REFUSED);
    assert_int_equal(tauth_file_read(path, true, &file, diags), TAUTH_OK);
    assert_texts(tauth_file_text(file), "one\n");
    assert_int_equal(tauth_file_replace(file, text_of("three\n"), &options, diags),
                     TAUTH_OK);
    tauth_file_free(file);
    assert_int_equal(tauth_file_read(path, false, &file, diags), TAUTH_OK);
    assert_texts(tauth_file_text(file), "three\n");
    tauth_file_free(file);
    assert_int_equal(tauth_file_read(backup, false, &file, diags), TAUTH_OK);
    assert_texts(tauth_file_text(file), "one\n");
    tauth_file_free(file);
    assert_int_equal(unlink(path) | unlink(backup) | rmdir(directory), 0);
    tauth_diags_free(diags);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses_and_version_are_constants),
        cmocka_unit_test(null_may_be_freed),
        cmocka_unit_test(findings_are_kept_and_shown),
        cmocka_unit_test(settings_are_collected),
        cmocka_unit_test(merge_changes_what_is_asked),
        cmocka_unit_test(merge_takes_raw_arguments),
        cmocka_unit_test(out_parameters_stay_on_failure),
        cmocka_unit_test(patch_and_rbac_are_written),
        cmocka_unit_test(starters_are_written),
        cmocka_unit_test(files_are_created_read_and_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
