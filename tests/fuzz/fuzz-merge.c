/* SPDX-License-Identifier: MIT */
/*
 * A merge: letters of the first line switch settings on, the rest is the config. What is
 * merged says what was asked, leaves the other documents alone, merges into itself
 * without a change, and its diff fits.
 */
#include <talosauth/talosauth.h>

#include "change.h"
#include "yaml/node.h"
#include "yaml/read.h"

enum { ARGUMENTS = 8 };

#define ISSUER "https://idp.example.com"
#define LINES "a: b\n # no comment\n"

struct row {
    char letter;
    enum tauth_setting setting;
    const char *value;
};

static const struct row rows[] = {
    {'z', TAUTH_PROVIDER, "zitadel"},
    {'k', TAUTH_PROVIDER, "kanidm"},
    {'g', TAUTH_PROVIDER, "generic"},
    {'i', TAUTH_ISSUER_URL, ISSUER},
    {'a', TAUTH_AUDIENCE, "340112345678901234"},
    {'b', TAUTH_AUDIENCE, "true"},
    {'u', TAUTH_USERNAME_CLAIM, "na\xC3\xAFve: #claim"},
    {'e', TAUTH_USERNAME_PREFIX, "-"},
    {'x', TAUTH_USERNAME_PREFIX, "oidc:"},
    {'c', TAUTH_GROUPS_CLAIM, "groups"},
    {'f', TAUTH_GROUPS_PREFIX, "~"},
    {'r', TAUTH_REQUIRED_CLAIM, "hd=example.com"},
    {'q', TAUTH_REQUIRED_CLAIM, "n=1"},
    {'h', TAUTH_SIGNING_ALGS, "ES256,RS512"},
    {'t', TAUTH_TALOS_VERSION, "v1.13.6"},
};

struct ask {
    struct tauth_settings *settings;
    struct tauth_merge_options options;
    const char *set[ARGUMENTS];
    const char *unset[ARGUMENTS];
    bool issuer;
};

static void take_letter(struct ask *ask, char letter, struct tauth_diags *diags) {
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (rows[i].letter == letter) {
            enum tauth_status status =
                tauth_settings_add(ask->settings, rows[i].setting, rows[i].value, diags);
            HOLDS(status == TAUTH_OK, "the settings are good ones");
        }
    }
    size_t set = ask->options.set_count, unset = ask->options.unset_count;
    if (strchr("sSm", letter) != NULL && set < ARGUMENTS) {
        ask->set[ask->options.set_count++] = letter == 's'   ? "profiling=false"
                                             : letter == 'S' ? "audit=1 # \xE2\x82\xAC"
                                                             : "lines=" LINES;
    } else if (strchr("dD", letter) != NULL && unset < ARGUMENTS) {
        ask->unset[ask->options.unset_count++] =
            letter == 'd' ? "authentication-config" : "v";
    }
    ask->options.prune |= letter == 'p';
    ask->options.layout = letter == 'l'   ? TAUTH_LAYOUT_LEGACY
                          : letter == 'L' ? TAUTH_LAYOUT_MULTIDOC
                                          : ask->options.layout;
}

static void ask_init(struct ask *ask, struct span letters, struct tauth_diags *diags) {
    *ask = (struct ask){.settings = tauth_settings_new()};
    ask->options.size = sizeof(ask->options);
    ask->options.set = ask->set;
    ask->options.unset = ask->unset;
    for (size_t i = 0; i < letters.size && i < 32; i++) {
        if (letters.data[i] != '\0') {
            take_letter(ask, letters.data[i], diags);
        }
    }
    ask->issuer = tauth_settings_any(ask->settings);
}

static bool has_issuer(const struct yaml_index *index, node_id root) {
    node_id list = node_path(index, root, "configuration", "jwt", NULL);
    node_id item = list == 0 ? 0 : node_at(index, node_follow(index, list))->first;
    for (; item != 0; item = node_at(index, item)->next) {
        node_id url = node_path(index, item, "issuer", "url", NULL);
        if (url != 0 && node_is_text(index, url, ISSUER)) {
            return true;
        }
    }
    return false;
}

/* The value of an extraArgs key, in whichever document has it; 0: none. */
static node_id argument(const struct yaml_index *index, const char *key) {
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        node_id id =
            node_get(index, root, SPAN("kind"), NULL) != 0
                ? 0
                : node_path(index, root, "cluster", "apiServer", "extraArgs", key, NULL);
        if (id != 0) {
            return id;
        }
    }
    return 0;
}

/* A key may also come, equal, through a merge key; those are not looked at. */
static void check_legacy(const struct ask *ask, const struct yaml_index *index) {
    node_id arguments = argument(index, NULL);
    bool merges = arguments != 0 && node_get(index, arguments, SPAN("<<"), NULL) != 0;
    node_id issuer = argument(index, "oidc-issuer-url");
    if (ask->issuer && !merges) {
        HOLDS(issuer != 0 && node_is_text(index, issuer, ISSUER), "the issuer is set");
    }
    for (size_t i = 0; i < ask->options.unset_count; i++) {
        HOLDS(argument(index, ask->unset[i]) == 0, "what was unset is gone");
    }
    for (size_t i = 0; i < ask->options.set_count; i++) {
        bool alone = ask->options.set_count == 1 && !merges;
        if (alone && ask->set[i][0] == 'l') {
            node_id id = argument(index, "lines");
            HOLDS(id != 0 && node_is_text(index, id, LINES), "the lines are set");
        }
    }
}

static void check_result(const struct ask *ask, enum tauth_layout layout,
                         struct tauth_text text) {
    struct tauth_diags *diags = tauth_diags_new();
    struct source source = {.name = "result", .text = {text.data, text.size}};
    struct yaml_index index = {0};
    HOLDS(yaml_index_build(&index, &source, diags) == TAUTH_OK, "the result is YAML");
    if (layout == TAUTH_LAYOUT_LEGACY) {
        check_legacy(ask, &index);
    } else {
        bool found = false;
        for (size_t i = 0; i < index.documents.count; i++) {
            found |= has_issuer(&index, index.documents.items[i].root);
        }
        HOLDS(!ask->issuer || found, "the issuer has its entry");
    }
    yaml_index_deinit(&index);
    tauth_diags_free(diags);
}

/* At most one document changes, or one comes at the end. */
static void check_untouched(struct tauth_text before, struct tauth_text after) {
    struct tauth_diags *diags = tauth_diags_new();
    struct source sources[] = {{.name = "before", .text = {before.data, before.size}},
                               {.name = "after", .text = {after.data, after.size}}};
    struct yaml_index index[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        HOLDS(yaml_index_build(&index[i], &sources[i], diags) == TAUTH_OK, "still YAML");
    }
    size_t count = index[0].documents.count, changed = 0;
    HOLDS(index[1].documents.count == count || index[1].documents.count == count + 1,
          "no document is gone");
    for (size_t i = 0; i < count; i++) {
        const struct document *old = &index[0].documents.items[i],
                              *new = &index[1].documents.items[i];
        changed += !span_equal(span_slice(sources[0].text, old->start, old->content_end),
                               span_slice(sources[1].text, new->start, new->content_end));
    }
    HOLDS(changed <= 1, "only one document changes");
    yaml_index_deinit(&index[0]);
    yaml_index_deinit(&index[1]);
    tauth_diags_free(diags);
}

static size_t count_errors(const struct tauth_diags *diags, bool *failed_edit) {
    size_t errors = 0;
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        const struct tauth_diag *diag = tauth_diags_get(diags, i);
        errors += diag->severity == TAUTH_ERROR;
        *failed_edit |= strcmp(diag->rule, "edit-failed") == 0 &&
                        strncmp(diag->message, "entries on the line", 19) != 0;
    }
    return errors;
}

static enum tauth_status merge(const struct ask *ask, struct tauth_text input,
                               struct tauth_merge_result **result) {
    struct tauth_diags *diags = tauth_diags_new();
    bool failed_edit = false;
    enum tauth_status status =
        tauth_merge(ask->settings, &ask->options, "fuzz", input, result, diags);
    size_t errors = count_errors(diags, &failed_edit);
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "a merge does not fail");
    HOLDS((status == TAUTH_REFUSED) == (errors > 0), "a refusal has its reason");
    HOLDS(status == TAUTH_OK || *result == NULL, "nothing comes out of a refusal");
    HOLDS(!failed_edit || getenv("TALOSAUTH_FUZZ_STRICT") == NULL,
          "what is planned reads back");
    struct tauth_text text = {0};
    HOLDS(tauth_diags_text(diags, TAUTH_NOTE, false, &text) == TAUTH_OK,
          "findings can be shown");
    tauth_text_free(&text);
    tauth_diags_free(diags);
    return status;
}

static void check_again(const struct ask *ask, struct tauth_text merged) {
    struct tauth_merge_result *again = NULL;
    HOLDS(merge(ask, merged, &again) == TAUTH_OK, "what was merged can be merged again");
    HOLDS(!tauth_merge_changed(again), "merging twice is merging once");
    HOLDS(tauth_merge_text(again).data == merged.data, "unchanged is the input itself");
    tauth_merge_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span rest = {(const char *)data, size};
    struct span letters = fuzz_first_line(&rest);
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_merge_result *result = NULL;
    struct tauth_text input = {rest.data, rest.size};
    struct ask ask;
    ask_init(&ask, letters, diags);
    if (merge(&ask, input, &result) == TAUTH_OK) {
        struct tauth_text text = tauth_merge_text(result);
        check_result(&ask, tauth_merge_layout(result), text);
        check_untouched(input, text);
        check_diff(result, input);
        check_again(&ask, text);
    }
    tauth_merge_free(result);
    tauth_settings_free(ask.settings);
    tauth_diags_free(diags);
    return 0;
}
