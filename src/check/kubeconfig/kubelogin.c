/* SPDX-License-Identifier: MIT */
/* Arguments of kubelogin (int128/kubelogin pkg/cmd) in exec stanzas. */
#include "check/kubeconfig/kubelogin.h"

#include "text/program.h"

struct flag {
    const char *name;
    bool boolean;          /* takes no value */
    const char *gone;      /* what to write instead, of one that is no more */
    const char *values[7]; /* the only ones it takes, if there are such */
};

static const struct flag flags[] = {
    {"--oidc-issuer-url", false, NULL, {NULL}},
    {"--oidc-client-id", false, NULL, {NULL}},
    {"--oidc-client-secret", false, NULL, {NULL}},
    {"--oidc-redirect-url", false, NULL, {NULL}},
    {"--oidc-extra-scope", false, NULL, {NULL}},
    {"--oidc-use-access-token", true, NULL, {NULL}},
    {"--oidc-request-header", false, NULL, {NULL}},
    {"--force-refresh", true, NULL, {NULL}},
    {"--token-cache-dir", false, NULL, {NULL}},
    {"--token-cache-storage", false, NULL, {"disk", "keyring", "none"}},
    {"--certificate-authority", false, NULL, {NULL}},
    {"--certificate-authority-data", false, NULL, {NULL}},
    {"--insecure-skip-tls-verify", true, NULL, {NULL}},
    {"--tls-renegotiation-once", true, NULL, {NULL}},
    {"--tls-renegotiation-freely", true, NULL, {NULL}},
    {"--oidc-pkce-method", false, NULL, {"auto", "no", "S256"}},
    {"--oidc-use-pkce", true, NULL, {NULL}},
    {"--grant-type",
     false,
     NULL,
     {"auto", "authcode", "authcode-keyboard", "password", "device-code",
      "client-credentials"}},
    {"--listen-address", false, NULL, {NULL}},
    {"--skip-open-browser", true, NULL, {NULL}},
    {"--browser-command", false, NULL, {NULL}},
    {"--authentication-timeout-sec", false, NULL, {NULL}},
    {"--local-server-cert", false, NULL, {NULL}},
    {"--local-server-key", false, NULL, {NULL}},
    {"--open-url-after-authentication", false, NULL, {NULL}},
    {"--oidc-auth-request-extra-params", false, NULL, {NULL}},
    {"--username", false, NULL, {NULL}},
    {"--password", false, NULL, {NULL}},
    {"--listen-port", false, "write --listen-address=127.0.0.1:PORT", {NULL}},
    {"--oidc-redirect-url-hostname", false, "write --oidc-redirect-url=URL", {NULL}},
    {"--oidc-redirect-url-authcode-keyboard",
     false,
     "write --oidc-redirect-url=URL",
     {NULL}},
    {"--v", false, NULL, {NULL}},
};

#define part_found(part, rule, node, hint, ...) \
    found((part)->config->input, (rule), (node), (hint), __VA_ARGS__)

struct span item_text(const struct kubeconfig_part *user, node_id item) {
    return node_text(user->config->index, node_follow(user->config->index, item));
}

node_id exec_of(const struct kubeconfig_part *user) {
    return kube_get(user->config->index, user->node, "exec");
}

node_id arguments_of(const struct kubeconfig_part *user) {
    const struct yaml_index *index = user->config->index;
    return kube_first(index, kube_get(index, exec_of(user), "args"));
}

/* Azure/kubelogin is another program of that name, and has the options of none here. */
static bool is_azure(const struct kubeconfig_part *user, node_id at) {
    bool azure = false;
    for (; at != 0; at = kube_next(user->config->index, at)) {
        struct span text = item_text(user, at);
        if (span_starts(text, "--oidc-")) {
            return false;
        }
        azure |= span_starts(text, "--server-id");
    }
    return azure;
}

/* `kubectl oidc-login get-token`, `kubelogin get-token`: the subcommand comes first. */
static node_id flags_of(const struct kubeconfig_part *user) {
    const struct yaml_index *index = user->config->index;
    struct span command = kube_text(index, exec_of(user), "command");
    node_id at = arguments_of(user);
    if (at != 0 && program_is_kubectl(command) &&
        kubelogin_is_plugin(item_text(user, at))) {
        at = kube_next(index, at);
    } else if (!program_is_kubelogin(command)) {
        return 0;
    }
    return at != 0 && span_is(item_text(user, at), "get-token") && !is_azure(user, at)
               ? at
               : 0;
}

bool kubelogin_is_used(const struct kubeconfig_part *user) {
    return flags_of(user) != 0;
}

struct span flag_name(struct span text) {
    struct span name = span_slice(text, 0, span_find(text, '='));
    return span_slice(name, 0, span_find(name, ' '));
}

/* The value behind `=`, or the next argument. */
static struct span flag_value(const struct kubeconfig_part *user, node_id *at) {
    struct span text = item_text(user, *at);
    size_t equals = span_find(text, '=');
    if (equals < text.size) {
        return span_slice(text, equals + 1, text.size);
    }
    if (flag_name(text).size < text.size) {
        return SPAN("");
    }
    node_id next = kube_next(user->config->index, *at);
    if (next == 0) {
        return SPAN("");
    }
    *at = next;
    return item_text(user, next);
}

struct span kubelogin_argument(const struct kubeconfig_part *user, const char *name,
                               node_id *node) {
    struct span value = {NULL, 0};
    node_id at = flags_of(user);
    for (; at != 0; at = kube_next(user->config->index, at)) {
        if (span_is(flag_name(item_text(user, at)), name)) {
            value = flag_value(user, &at);
            *node = at;
        }
    }
    return value;
}

static node_id kubelogin_flag(const struct kubeconfig_part *user, const char *name) {
    node_id at = flags_of(user);
    while (at != 0 && !span_is(flag_name(item_text(user, at)), name)) {
        at = kube_next(user->config->index, at);
    }
    return at;
}

static const struct flag *find_flag(struct span name) {
    for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
        if (span_is(name, flags[i].name)) {
            return &flags[i];
        }
    }
    return NULL;
}

/* A scope can be shown; what else stands there may be a secret. */
static bool is_scope(struct span text) {
    bool good = text.size > 0 && text.size <= 20;
    for (size_t i = 0; good && i < text.size; i++) {
        good = (text.data[i] >= 'a' && text.data[i] <= 'z') || text.data[i] == '_';
    }
    return good;
}

/* What is no flag: the rest of a list that kubectl split at its commas. */
static void check_word(const struct kubeconfig_part *user, node_id at) {
    static const char hint[] = "one --oidc-extra-scope for each scope; `kubectl config "
                               "set-credentials` splits --exec-arg at commas";
    struct span text = item_text(user, at);
    size_t start = node_at(user->config->index, at)->start;
    const struct source_place hidden = {.start = start, .read = true, .secret = start};
    if (is_scope(text)) {
        part_found(user, RULE_KUBELOGIN_FLAG, at, hint,
                   "unknown command \"%.*s\" for \"kubelogin get-token\"",
                   SPAN_ARG(text));
    } else {
        found_place(user->config->input, RULE_KUBELOGIN_FLAG, &hidden, hint,
                    "unknown command \"******\" for \"kubelogin get-token\"");
    }
}

/* The values as kubelogin lists them; what else stands there may be a secret. */
static void check_value(const struct kubeconfig_part *user, node_id at,
                        const struct flag *flag) {
    _cleanup_buf_ struct buf list = {0};
    node_id node = at;
    struct span value = flag_value(user, &node);
    for (size_t i = 0; i < ARRAY_SIZE(flag->values) && flag->values[i] != NULL; i++) {
        if (span_is(value, flag->values[i])) {
            return;
        }
        buf_printf(&list, "%s%s", i == 0 ? "" : "|", flag->values[i]);
    }
    if (list.size > 0 && !input_is_full(user->config->input)) {
        part_found(user, RULE_KUBELOGIN_FLAG, node, "write one of these",
                   "%s must be one of (%s)", flag->name + strlen("--"),
                   input_text(user->config->input, &list));
    }
}

/* `--name value` as one text: kubelogin has no flag of that name. */
static void check_flag(const struct kubeconfig_part *user, node_id at,
                       const struct flag *flag) {
    struct span text = item_text(user, at), name = flag_name(text);
    if (name.size < text.size && text.data[name.size] == ' ') {
        part_found(user, RULE_KUBELOGIN_FLAG, at,
                   "write = instead of the blank, or make two items of it",
                   "unknown flag: %.*s ... (the blank is part of the name)",
                   SPAN_ARG(name));
    } else if (flag == NULL) {
        part_found(user, RULE_KUBELOGIN_FLAG, at,
                   "look it up with kubectl oidc-login get-token --help",
                   "unknown flag: %.*s", SPAN_ARG(name));
    } else if (flag->gone != NULL) {
        part_found(user, RULE_KUBELOGIN_FLAG, at, flag->gone,
                   "unknown flag: %s (kubelogin no longer has it)", flag->name);
    } else {
        check_value(user, at, flag);
    }
}

static void check_flags(const struct kubeconfig_part *user) {
    const struct yaml_index *index = user->config->index;
    node_id at = kube_next(index, flags_of(user));
    for (; at != 0; at = kube_next(index, at)) {
        struct span text = item_text(user, at), name = flag_name(text);
        const struct flag *flag = find_flag(name);
        node_id next = kube_next(index, at);
        if (!span_starts(text, "-")) {
            check_word(user, at);
            continue;
        }
        if (span_starts(text, "--")) {
            check_flag(user, at, flag);
        }
        bool value =
            name.size == text.size && next != 0 &&
            (flag != NULL ? !flag->boolean : !span_starts(item_text(user, next), "-"));
        at = value ? next : at;
    }
}

static void check_needed(const struct kubeconfig_part *user) {
    static const char *const needed[] = {"--oidc-issuer-url", "--oidc-client-id"};
    for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
        node_id node = flags_of(user);
        if (kubelogin_argument(user, needed[i], &node).size == 0) {
            part_found(user, RULE_KUBELOGIN_ARGUMENT, node, "add it to args",
                       "%s is missing", needed[i]);
        }
    }
}

static void check_issuer(const struct kubeconfig_part *user) {
    node_id node = 0;
    struct span url = kubelogin_argument(user, "--oidc-issuer-url", &node);
    if (url.size > 0 && !span_starts(url, "https://")) {
        part_found(user, RULE_KUBELOGIN_ISSUER, node,
                   "write the issuer as the API server has it",
                   "the issuer is no https URL: the API server accepts no other");
    }
}

static void check_unsafe(const struct kubeconfig_part *user) {
    static const char *const secrets[] = {"--oidc-client-secret", "--password"};
    for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
        node_id node = 0; /* the flag is the place: its value is never shown */
        if (kubelogin_argument(user, secrets[i], &node).size > 0) {
            part_found(user, RULE_KUBECONFIG_SECRET, kubelogin_flag(user, secrets[i]),
                       "make the application public with PKCE, and leave it out",
                       "%s stands in a file that everybody gets", secrets[i]);
        }
    }
    node_id at = flags_of(user);
    for (; at != 0; at = kube_next(user->config->index, at)) {
        struct span text = item_text(user, at);
        if (span_is(text, "--insecure-skip-tls-verify") ||
            span_is(text, "--insecure-skip-tls-verify=true")) {
            part_found(user, RULE_KUBECONFIG_INSECURE, at,
                       "give the provider's CA with --certificate-authority-data",
                       "anybody in between can pose as the provider");
        }
    }
}

/* kubelogin splits at commas and trims nothing. */
static bool has_blank(struct span scopes) {
    return scopes.size > 0 &&
           (scopes.data[0] == ' ' || scopes.data[scopes.size - 1] == ' ' ||
            span_has(scopes, ", ") || span_has(scopes, " ,"));
}

static bool has_scope(struct span list, const char *scope) {
    while (list.size > 0) {
        size_t comma = span_find(list, ',');
        if (span_is(span_slice(list, 0, comma), scope)) {
            return true;
        }
        list = span_slice(list, comma + (comma < list.size), list.size);
    }
    return false;
}

/* Zitadel drops scopes that it does not know (zitadel/oidc pkg/op/auth_request.go:296). */
static void check_scopes(const struct kubeconfig_part *user) {
    const struct yaml_index *index = user->config->index;
    node_id none = 0;
    struct span url = kubelogin_argument(user, "--oidc-issuer-url", &none);
    bool offline = false, any = false;
    for (node_id at = flags_of(user); at != 0; at = kube_next(index, at)) {
        if (!span_is(flag_name(item_text(user, at)), "--oidc-extra-scope")) {
            continue;
        }
        struct span scopes = flag_value(user, &at);
        any = true;
        if (has_blank(scopes)) {
            part_found(user, RULE_KUBELOGIN_SCOPE, at,
                       "leave the blank out, or give one --oidc-extra-scope for each",
                       "the blank beside the comma becomes part of the scope, which no "
                       "provider knows");
        }
        offline |= has_scope(scopes, "offline_access");
        if (span_has(url, "zitadel") && has_scope(scopes, "groups")) {
            part_found(user, RULE_KUBELOGIN_SCOPE, at,
                       "groups come from an Action, or from an expression over the roles "
                       "claim",
                       "Zitadel knows no scope groups and drops it");
        }
    }
    if (any && !offline && !span_has(url, "accounts.google.com")) {
        part_found(user, RULE_KUBELOGIN_REFRESH, flags_of(user),
                   "add --oidc-extra-scope=offline_access where the provider allows it",
                   "without offline_access one logs in again whenever the token expires");
    }
}

void kubeconfig_check_login(const struct kubeconfig_part *user) {
    check_needed(user);
    check_flags(user);
    check_issuer(user);
    check_unsafe(user);
    check_scopes(user);
}
