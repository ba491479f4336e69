/* SPDX-License-Identifier: MIT */
/*
 * A kubeconfig: letters of the first line are options, the rest is the file that is merged
 * into, or with `f` where the cluster is read from. What comes out validates without an
 * error, merges once, and its context can be taken out again.
 */
#include <talosauth/talosauth.h>

#include "certificates.h"
#include "change.h"
#include "yaml/node.h"

#define CONTEXT "oidc@example"

static const struct tauth_text pem = {ROOT_PEM, sizeof(ROOT_PEM) - 1};
static const char *const listen[] = {"127.0.0.1:8000"};

struct ask {
    struct tauth_settings *settings;
    struct tauth_kubeconfig_options options;
    bool from;
};

static void take_letter(struct ask *ask, char letter) {
    struct tauth_kubeconfig_options *options = &ask->options;
    switch (letter) {
    case 'f':
        ask->from = true;
        break;
    case 'u':
        options->use = true;
        break;
    case 'o':
        options->force = true;
        break;
    case 'c':
        options->compat = true;
        break;
    case 'd':
        options->device = true;
        break;
    case 'b':
        options->both_flows = true;
        break;
    case 'l':
        options->trust_leaf = true;
        break;
    case 'a':
        options->listen_addresses = listen, options->listen_address_count = 1;
        break;
    case 'n':
        options->namespace_name = "team";
        break;
    case 'x':
        options->exec_command = "/opt/kubelogin";
        break;
    default:
        break;
    }
}

static void add(struct ask *ask, enum tauth_setting setting, const char *value,
                struct tauth_diags *diags) {
    HOLDS(tauth_settings_add(ask->settings, setting, value, diags) == TAUTH_OK,
          "the settings are good ones");
}

static void ask_init(struct ask *ask, struct span letters, struct tauth_diags *diags) {
    *ask = (struct ask){.settings = tauth_settings_new(),
                        .options = {.size = sizeof(ask->options)}};
    for (size_t i = 0; i < letters.size && i < 32; i++) {
        take_letter(ask, letters.data[i]);
    }
    add(ask, TAUTH_ISSUER_URL, "https://idp.example.com", diags);
    add(ask, TAUTH_LOGIN_CLIENT_ID, "kubectl", diags);
    if (!ask->from) {
        add(ask, TAUTH_SERVER, "api.example", diags);
        ask->options.ca = (struct tauth_named_text){"ca.pem", pem};
    }
}

/* An error exactly where something is refused. */
static bool check_end(enum tauth_status status, struct tauth_diags *diags) {
    size_t errors = 0;
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        errors += tauth_diags_get(diags, i)->severity == TAUTH_ERROR;
    }
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "nothing fails");
    HOLDS((status == TAUTH_REFUSED) == (errors > 0), "a refusal has its reason");
    tauth_diags_free(diags);
    return status == TAUTH_OK;
}

static void check_valid(struct tauth_text text) {
    struct tauth_validation *validation = NULL;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text shown = {0};
    HOLDS(tauth_validation_new(NULL, 1, &validation, diags) == TAUTH_OK &&
              tauth_validation_file(validation, 0, "out", text) == TAUTH_OK &&
              tauth_validation_finish(validation) == TAUTH_OK &&
              tauth_validation_report(validation, TAUTH_REPORT_TEXT, TAUTH_ERROR, false,
                                      &shown) == TAUTH_OK,
          "it can be judged");
    if (tauth_validation_count(validation, TAUTH_ERROR) > 0) {
        fwrite(shown.data, 1, shown.size, stderr);
    }
    HOLDS(tauth_validation_count(validation, TAUTH_ERROR) == 0,
          "what is written is good");
    tauth_text_free(&shown);
    tauth_validation_free(validation);
    tauth_diags_free(diags);
}

static void check_from(struct ask *ask, struct tauth_text input) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text out = {0};
    ask->options.from = (struct tauth_named_text){"from", input};
    if (check_end(tauth_kubeconfig(ask->settings, &ask->options, &out, diags), diags)) {
        check_valid(out);
    }
    tauth_text_free(&out);
}

static bool merge(const struct ask *ask, struct tauth_text input,
                  struct tauth_merge_result **result) {
    struct tauth_diags *diags = tauth_diags_new();
    const struct tauth_named_text named = {"config", input};
    return check_end(
        tauth_kubeconfig_merge(ask->settings, &ask->options, &named, result, diags),
        diags);
}

/* Nothing is left of the context; the rest may not be removable where aliases lead in. */
static void check_remove(struct tauth_text input) {
    struct tauth_merge_result *result = NULL, *again = NULL;
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_named_text named = {"config", input};
    const char *const contexts[] = {CONTEXT};
    const struct tauth_kubeconfig_remove_options what = {
        .size = sizeof(what), .contexts = contexts, .context_count = 1};
    if (check_end(tauth_kubeconfig_remove(&what, &named, &result, diags), diags)) {
        check_diff(result, input);
        named.text = tauth_merge_text(result);
        diags = tauth_diags_new();
        HOLDS(!check_end(tauth_kubeconfig_remove(&what, &named, &again, diags), diags),
              "the context is gone");
    }
    tauth_merge_free(again);
    tauth_merge_free(result);
}

static void check_merge(const struct ask *ask, struct tauth_text input) {
    struct tauth_merge_result *result = NULL, *again = NULL;
    if (merge(ask, input, &result)) {
        struct tauth_text text = tauth_merge_text(result);
        check_diff(result, input);
        HOLDS(merge(ask, text, &again), "what was merged can be merged again");
        HOLDS(!tauth_merge_changed(again), "merging twice is merging once");
        check_remove(text);
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
    ask_init(&ask, letters, diags);
    if (ask.from) {
        check_from(&ask, input);
    } else {
        check_merge(&ask, input);
    }
    tauth_settings_free(ask.settings);
    tauth_diags_free(diags);
    return 0;
}
