/* SPDX-License-Identifier: MIT */
/* Names of flags. */
#include "check/authentication/flags.h"

enum { GUESSES_MAX = 200, NAME_SHOWN = 80 };

/* Options of int128/kubelogin (pkg/cmd/get_token.go, authentication.go). */
static const char *const login_options[] = {"oidc-client-secret",
                                            "oidc-redirect-url",
                                            "oidc-redirect-url-hostname",
                                            "oidc-extra-scope",
                                            "oidc-use-access-token",
                                            "oidc-request-header",
                                            "oidc-pkce-method",
                                            "oidc-use-pkce",
                                            "oidc-auth-request-extra-params",
                                            "grant-type",
                                            "listen-address",
                                            "skip-open-browser",
                                            "browser-command",
                                            "token-cache-dir",
                                            "token-cache-storage",
                                            "force-refresh",
                                            "authentication-timeout-sec"};

/* siderolabs/talos control_plane_final.go: said by a controller on the node only. */
static const char *const denied[] = {"etcd-servers",
                                     "client-ca-file",
                                     "requestheader-client-ca-file",
                                     "proxy-client-cert-file",
                                     "proxy-client-key-file",
                                     "encryption-provider-config",
                                     "etcd-cafile",
                                     "etcd-certfile",
                                     "etcd-keyfile",
                                     "kubelet-client-certificate",
                                     "kubelet-client-key",
                                     "service-account-key-file",
                                     "service-account-signing-key-file",
                                     "tls-cert-file",
                                     "tls-private-key-file",
                                     "authorization-config"};

/* siderolabs/talos pkg/machinery/config/types/k8s/apiserver.go:168-191. */
static const struct {
    const char *prefix;
    const char *use;
    const char *hint;
} documents[] = {
    {"anonymous-auth", "KubeAuthenticationConfig",
     "write anonymous in the configuration of KubeAuthenticationConfig"},
    {"oidc-", "KubeAuthenticationConfig",
     "write jwt in the configuration of KubeAuthenticationConfig"},
    {"authentication-config", "KubeAuthenticationConfig",
     "the configuration goes into KubeAuthenticationConfig"},
    {"authorization-config", "KubeAuthorizationConfig",
     "the kind is KubeAuthorizerConfig"},
    {"authorization-mode", "KubeAuthorizationConfig", "the kind is KubeAuthorizerConfig"},
    {"authorization-webhook-", "KubeAuthorizationConfig",
     "the kind is KubeAuthorizerConfig"},
};

static bool is_one_of(struct span name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (span_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

static bool at_stage(const struct talos_version *version, uint32_t stage,
                     uint32_t number) {
    return version->stage > stage ||
           (version->stage == stage && version->number >= number);
}

/* 1.14.0-alpha.2 to 1.14.0-beta.1 denied it in the legacy layout too (fixed in rc.1). */
static bool denies_file(const struct check_options *options) {
    const struct talos_version *version = &options->talos;
    return options->has_talos && version->major == 1 && version->minor == 14 &&
           version->patch == 0 && at_stage(version, 0, 2) && version->stage < 2;
}

static void refuse_denied(struct flags *flags, node_id key, struct span name,
                          const enum tauth_severity *severity, const char *versions) {
    authn_report(&flags->authn, RULE_FLAG_DENIED, severity, key,
                 "leave it out: Talos sets it itself",
                 "extra arg \"%.*s\" is not allowed%s", SPAN_ARG(name), versions);
}

static bool check_denied(struct flags *flags, node_id key, struct span name) {
    const struct check_options *options = flags->authn.input->options;
    for (size_t i = 0; flags->multidoc && i < ARRAY_SIZE(documents); i++) {
        if (span_starts(name, documents[i].prefix)) {
            authn_error(&flags->authn, RULE_FLAG_REFUSED, key, documents[i].hint,
                        "kube-apiserver extra argument \"%.*s\" is not allowed: use %s",
                        SPAN_ARG(name), documents[i].use);
            return true;
        }
    }
    bool file = span_is(name, "authentication-config") && denies_file(options);
    if (file || is_one_of(name, denied, ARRAY_SIZE(denied))) {
        refuse_denied(flags, key, name, NULL, "");
        return true;
    }
    if (!span_is(name, "tls-min-version")) {
        return false;
    }
    bool known = options->has_talos || flags->multidoc;
    bool newer =
        flags->multidoc || options->talos.major > 1 || options->talos.minor >= 14;
    if (!known || newer) {
        refuse_denied(flags, key, name, known ? NULL : &severity_warning,
                      known ? "" : " (Talos 1.14 and later)");
    }
    return known && newer;
}

static void check_age(struct flags *flags, node_id key, const struct flag_row *row) {
    struct too_old old = {0};
    if (row->last < 0) {
        authn_error(&flags->authn, RULE_FLAG_VERSION, key,
                    "leave it out: Kubernetes dropped this flag", "unknown flag: --%s",
                    row->name);
    } else if (row->first > 0 && authn_before(&flags->authn, row->first, &old)) {
        authn_report(&flags->authn, RULE_FLAG_VERSION, old.severity, key,
                     "leave it out for this Kubernetes", "unknown flag: --%s%s",
                     row->name, old.versions);
    }
}

/* A copy with dashes and small letters, as the API server's flags are written. */
static void normal_form(struct span name, char *out) {
    size_t size = name.size < NAME_SHOWN ? name.size : NAME_SHOWN - 1;
    for (size_t i = 0; i < size; i++) {
        char byte = name.data[i];
        out[i] = byte == '_'                  ? '-'
                 : byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A'))
                                              : byte;
    }
    out[size] = '\0';
}

static bool is_ours(const char *name) {
    return strncmp(name, "oidc", 4) == 0 || strncmp(name, "authentication-", 15) == 0 ||
           strncmp(name, "anonymous-auth", 14) == 0 ||
           strncmp(name, "authorization-", 14) == 0;
}

/* kube-apiserver reads `_` as `-` (component-base cli/flag WordSepNormalizeFunc). */
static bool check_underscores(struct flags *flags, node_id key, struct span name,
                              const char *normal) {
    bool upper = false;
    for (size_t i = 0; i < name.size; i++) {
        upper |= name.data[i] >= 'A' && name.data[i] <= 'Z';
    }
    const struct flag_row *row = flag_find(span_of(normal));
    if (upper || name.size >= NAME_SHOWN || row == NULL) {
        return false;
    }
    check_age(flags, key, row);
    authn_error(&flags->authn, RULE_FLAG_UNDERSCORE, key, "write it with dashes",
                "the API server reads this as --%s, but Talos and merge do not", normal);
    return true;
}

static void check_unknown(struct flags *flags, node_id key, struct span name) {
    char normal[NAME_SHOWN];
    normal_form(name, normal);
    if (check_underscores(flags, key, name, normal)) {
        return;
    }
    if (is_one_of(span_of(normal), login_options, ARRAY_SIZE(login_options))) {
        authn_error(&flags->authn, RULE_FLAG_OF_LOGIN, key,
                    "it is an option of kubelogin: it goes into the kubeconfig",
                    "unknown flag: --%s", normal);
        return;
    }
    bool guess = flags->guesses++ < GUESSES_MAX && name.size < NAME_SHOWN;
    const char *meant = guess ? nearest(normal, flag_next, NULL) : NULL;
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, meant != NULL ? "did you mean %s?" : "the API server exits on it%s",
               meant != NULL ? meant : "");
    const char *words = input_text(flags->authn.input, &hint);
    bool ours = is_ours(normal) || (meant != NULL && is_ours(meant));
    if (ours) {
        authn_error(&flags->authn, RULE_FLAG_UNKNOWN, key, words, "unknown flag: --%.*s",
                    SPAN_ARG(name));
    } else {
        authn_error(
            &flags->authn, RULE_FLAG_NOT_LISTED, key,
            meant == NULL ? "look it up for your Kubernetes: the API server exits "
                            "on unknown flags"
                          : words,
            "%.*s is not among the flags of kube-apiserver known here", SPAN_ARG(name));
    }
}

void check_flag_name(struct flags *flags, node_id key) {
    const struct yaml_index *index = flags->authn.index;
    struct span name = node_text(index, node_follow(index, key));
    const struct flag_row *row = flag_find(name);
    struct span shown = span_slice(name, 0, span_find(name, '=')); /* no value in a key */
    if (span_is(name, "$patch") && !flags->authn.input->stream.config) {
        return;
    }
    if (name.size == 0 || name.data[0] == '-' || name.data[0] == '=') {
        authn_error(&flags->authn, RULE_FLAG_DASHES, key,
                    "write the name without dashes in front; Talos adds them",
                    "bad flag syntax: --%.*s", SPAN_ARG(shown));
    } else if (!check_denied(flags, key, name)) {
        if (row != NULL) {
            check_age(flags, key, row);
        } else {
            check_unknown(flags, key, shown);
        }
    }
}
