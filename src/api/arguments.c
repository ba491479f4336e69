/* SPDX-License-Identifier: MIT */
/* --set KEY=VALUE and --unset KEY. */
#include "api/merge.h"
#include "check/settings/names.h"
#include "talos/flag.h"
#include "text/utf8.h"
#include "yaml/sops.h"

enum { KEY_SIZE_MAX = 1024 };

static struct raw_argument *find(struct raw_arguments *arguments, struct span key) {
    for (size_t i = 0; i < arguments->list.count; i++) {
        if (span_equal(arguments->list.items[i].key, key)) {
            return &arguments->list.items[i];
        }
    }
    return NULL;
}

static enum tauth_status check_key(const char *option, struct span key,
                                   struct tauth_diags *diags) {
    if (key.size == 0 || utf8_check(key) != key.size) {
        return diag_option(diags, RULE_USAGE, option, "write the flag's name",
                           "the key is %s", key.size == 0 ? "empty" : "not UTF-8");
    }
    if (key.size > KEY_SIZE_MAX) {
        return diag_option(diags, RULE_USAGE, option,
                           "no flag of kube-apiserver is so long",
                           "the key has more than 1,024 characters, which libyaml cannot "
                           "read back");
    }
    if (key.data[0] != '-') {
        return TAUTH_OK;
    }
    struct span bare = key;
    while (bare.size > 0 && bare.data[0] == '-') {
        bare = span_slice(bare, 1, bare.size);
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "write %.*s", SPAN_ARG(bare));
    buf_byte(&hint, '\0');
    return hint.failed ? TAUTH_NO_MEMORY
                       : diag_option(diags, RULE_USAGE, option, hint.data,
                                     "keys of extraArgs carry no leading dashes");
}

/* True when the settings write this flag themselves; --unset may take another spelling. */
static bool is_setting(const struct oidc *oidc, const char *option, struct span key,
                       struct arena *arena) {
    struct want *flags = want_new(arena, WANT_MAPPING);
    if (flags == NULL || oidc == NULL || legacy_flags(arena, oidc, flags) != TAUTH_OK) {
        return false;
    }
    bool set = strcmp(option, "--set") == 0;
    for (const struct want *flag = flags->first; flag != NULL; flag = flag->next) {
        if (span_equal(flag->key, key) || (set && flag_is(key, flag->key.data))) {
            return true;
        }
    }
    return false;
}

static enum tauth_status check_clash(const char *option, const struct oidc *oidc,
                                     struct span key, struct tauth_diags *diags) {
    _cleanup_(arena_deinit) struct arena arena = {0};
    if (!is_setting(oidc, option, key, &arena)) {
        return TAUTH_OK;
    }
    return diag_option(diags, RULE_USAGE, option, "give it in one way",
                       "%.*s is among the settings already", SPAN_ARG(key));
}

static enum tauth_status add_set(struct raw_arguments *out, const char *text,
                                 const struct oidc *oidc, struct tauth_diags *diags) {
    struct span whole = span_of(text);
    size_t equals = span_find(whole, '=');
    if (equals == whole.size) {
        return diag_option(diags, RULE_USAGE, "--set", "write KEY=VALUE",
                           "\"%s\" has no equals sign", text);
    }
    struct span key = span_slice(whole, 0, equals);
    struct span value = span_slice(whole, equals + 1, whole.size);
    enum tauth_status status = check_key("--set", key, diags);
    if (status == TAUTH_OK && utf8_check(value) != value.size) {
        status = diag_option(diags, RULE_USAGE, "--set", NULL, "the value is not UTF-8");
    }
    if (status == TAUTH_OK && is_encrypted(value)) {
        status = diag_option(diags, RULE_SOPS, "--set", "decrypt it first",
                             "the value is encrypted by SOPS");
    }
    if (status == TAUTH_OK) {
        status = check_clash("--set", oidc, key, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct raw_argument *argument = find(out, key);
    if (argument == NULL) {
        argument = VEC_PUSH(out->list);
        if (argument == NULL) {
            return TAUTH_NO_MEMORY;
        }
        argument->key = key;
    }
    struct span *slot = VEC_PUSH(argument->values);
    if (slot == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *slot = value;
    return TAUTH_OK;
}

static enum tauth_status add_unset(struct raw_arguments *out, const char *text,
                                   const struct oidc *oidc, struct tauth_diags *diags) {
    struct span key = span_of(text);
    enum tauth_status status = check_key("--unset", key, diags);
    if (status == TAUTH_OK) {
        status = check_clash("--unset", oidc, key, diags);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    struct raw_argument *argument = find(out, key);
    if (argument != NULL) {
        return argument->values.count == 0
                   ? TAUTH_OK
                   : diag_option(diags, RULE_USAGE, "--unset", "give one of the two",
                                 "%s is given to --set too", text);
    }
    argument = VEC_PUSH(out->list);
    if (argument == NULL) {
        return TAUTH_NO_MEMORY;
    }
    argument->key = key;
    return TAUTH_OK;
}

enum tauth_status raw_arguments_read(const struct tauth_merge_options *options,
                                     const struct oidc *oidc, struct raw_arguments *out,
                                     struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < options->set_count && status == TAUTH_OK; i++) {
        status = add_set(out, options->set[i], oidc, diags);
    }
    for (size_t i = 0; i < options->unset_count && status == TAUTH_OK; i++) {
        status = add_unset(out, options->unset[i], oidc, diags);
    }
    return status;
}

void raw_arguments_deinit(struct raw_arguments *arguments) {
    for (size_t i = 0; i < arguments->list.count; i++) {
        VEC_DEINIT(arguments->list.items[i].values);
    }
    VEC_DEINIT(arguments->list);
}
