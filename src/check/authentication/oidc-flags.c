/* SPDX-License-Identifier: MIT */
/*
 * Values of oidc-* flags, by k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go:
 * 514-606 and 851-876.
 */
#include "check/authentication/flags.h"
#include "check/authentication/jwt.h"
#include "model/prefix.h"
#include "pki/bundle.h"
#include "talos/pod.h"

enum which {
    ISSUER,
    CLIENT,
    USERNAME_CLAIM,
    USERNAME_PREFIX,
    GROUPS_CLAIM,
    GROUPS_PREFIX,
    CA_FILE,
    SIGNING_ALGS,
    REQUIRED_CLAIM,
    COUNT
};

static const struct {
    const char *name;
    bool repeats;
} rows[COUNT] = {
    [ISSUER] = {"oidc-issuer-url", false},
    [CLIENT] = {"oidc-client-id", false},
    [USERNAME_CLAIM] = {"oidc-username-claim", false},
    [USERNAME_PREFIX] = {"oidc-username-prefix", false},
    [GROUPS_CLAIM] = {"oidc-groups-claim", false},
    [GROUPS_PREFIX] = {"oidc-groups-prefix", false},
    [CA_FILE] = {"oidc-ca-file", false},
    [SIGNING_ALGS] = {"oidc-signing-algs", true},
    [REQUIRED_CLAIM] = {"oidc-required-claim", true},
};

struct oidc_flags {
    struct flags *flags;
    struct authn *authn;
    struct flag flag[COUNT];
};

/* Of a flag that is empty: it is only given if Talos is old. */
static const enum tauth_severity *severity_of(const struct flag *flag) {
    return flag->maybe ? &severity_warning : NULL;
}

static const char *versions_of(const struct flag *flag) {
    return flag->maybe ? " (Talos 1.12 and older)" : "";
}

/* True when a pair is there, or need not be. */
static void check_pair(const struct oidc_flags *oidc) {
    node_id first = 0, sure = 0;
    for (enum which i = 0; i < COUNT; i++) {
        const struct flag *flag = &oidc->flag[i];
        first = node_or(first, flag->key);
        sure = sure == 0 && flag->key != 0 && !flag->maybe ? flag->key : sure;
    }
    bool issuer = oidc->flag[ISSUER].text.size > 0;
    bool client = oidc->flag[CLIENT].text.size > 0;
    bool judge = oidc->authn->input->stream.config && !oidc->authn->merged;
    if (!judge || first == 0 || (issuer && client)) {
        return;
    }
    node_id place = issuer ? oidc->flag[ISSUER].key : oidc->flag[CLIENT].key;
    authn_report(
        oidc->authn, RULE_ISSUER_AND_AUDIENCE, sure == 0 ? &severity_warning : NULL,
        node_or(place, node_or(sure, first)),
        issuer ? "give oidc-client-id too: the client id, or the Resource ID of a "
                 "Zitadel project"
               : "give oidc-issuer-url too",
        "oidc-issuer-url and oidc-client-id %s%s",
        oidc->authn->kube.max < 29
            ? "should be specified together"
            : "must be specified together when any oidc-* flags are set",
        sure == 0 ? " (Talos 1.12 and older)" : "");
}

static void check_repeats(const struct oidc_flags *oidc) {
    for (enum which i = 0; i < COUNT; i++) {
        if (!rows[i].repeats && oidc->flag[i].count > 1) {
            authn_error(oidc->authn, RULE_FLAG_REPEATED, oidc->flag[i].key,
                        "several issuers or audiences need structured authentication",
                        "of --%s only the last value counts", rows[i].name);
        }
    }
}

static void check_claims(const struct oidc_flags *oidc) {
    const struct flag *username = &oidc->flag[USERNAME_CLAIM];
    const struct flag *prefix = &oidc->flag[GROUPS_PREFIX];
    if (username->key != 0 && username->text.size == 0) {
        authn_report(oidc->authn, RULE_USERNAME_CLAIM, severity_of(username),
                     username->value, "leave the flag out for the default, sub",
                     "jwt[0].claimMappings.username: Required value: claim or expression "
                     "is required%s",
                     versions_of(username));
    }
    bool groups = oidc->flag[GROUPS_CLAIM].text.size > 0;
    if (prefix->text.size > 0 && !groups && !oidc->authn->merged &&
        oidc->authn->input->stream.config) {
        authn_error(oidc->authn, RULE_GROUPS_PREFIX_ALONE, prefix->key,
                    "give oidc-groups-claim too, or leave both out",
                    "without oidc-groups-claim there are no groups, and the prefix does "
                    "nothing");
    }
    if (groups && span_is(prefix->text, "-")) {
        authn_warn(oidc->authn, RULE_GROUPS_PREFIX_DASH, prefix->value,
                   "for no prefix leave the flag out; better give one such as oidc:",
                   "a dash means nothing here: groups will be called -NAME");
    }
}

/* component-base cli/flag/map_string_string.go: commas do not split. */
static void check_required(const struct oidc_flags *oidc) {
    struct authn *authn = oidc->authn;
    const struct flag *flag = &oidc->flag[REQUIRED_CLAIM];
    if (flag->key == 0) {
        return;
    }
    for (node_id item = flag_item(oidc->flags, flag, 0); item != 0;
         item = flag_item(oidc->flags, flag, item)) {
        struct span text = authn_value(authn, item);
        struct required_claim claim;
        if (!required_claim_parse(text, &claim)) {
            authn_report(authn, RULE_REQUIRED_CLAIM, severity_of(flag), item,
                         "write NAME=VALUE",
                         "invalid argument %s for \"--oidc-required-claim\" flag: "
                         "malformed pair, expect string=string%s",
                         authn_quote(authn, text), versions_of(flag));
        } else if (claim.name.size == 0) {
            authn_error(authn, RULE_REQUIRED_CLAIM, item, "write NAME=VALUE",
                        "jwt[0].claimValidationRules[0]: Required value: claim or "
                        "expression is required");
        } else {
            login_required_claim(authn, claim.name, claim.value, item);
        }
    }
}

static void check_algorithm(struct authn *authn, struct span name, node_id item) {
    static const char *const known[] = {"RS256", "RS384", "RS512", "ES256", "ES384",
                                        "ES512", "PS256", "PS384", "PS512"};
    for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
        if (span_is(name, known[i])) {
            return;
        }
    }
    authn_error(authn, RULE_SIGNING_ALG, item,
                "use some of RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512, with "
                "commas and no blanks between",
                "oidc: unsupported signing alg: %s", authn_quote(authn, name));
}

/* Commas split; an empty flag is the default (apiserver oidc.go:247-291). */
static void check_algorithms(const struct oidc_flags *oidc) {
    const struct flag *flag = &oidc->flag[SIGNING_ALGS];
    for (node_id item = flag->key == 0 ? 0 : flag_item(oidc->flags, flag, 0); item != 0;
         item = flag_item(oidc->flags, flag, item)) {
        struct span rest = authn_value(oidc->authn, item);
        while (rest.size > 0) {
            size_t comma = span_find(rest, ',');
            check_algorithm(oidc->authn, span_slice(rest, 0, comma), item);
            if (comma + 1 == rest.size) { /* RS256, has an empty one behind it */
                check_algorithm(oidc->authn, SPAN(""), item);
            }
            comma += comma < rest.size;
            rest = span_slice(rest, comma, rest.size);
        }
    }
}

/* The file is read at the start; an empty one means the authorities of the system. */
static void check_authority(const struct oidc_flags *oidc) {
    struct check_input *input = oidc->authn->input;
    node_id content = pod_file(&input->stream, oidc->flag[CA_FILE].text);
    struct span text = content == 0 ? SPAN("") : node_text(&input->index, content);
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    if (text.size == 0) {
        return;
    }
    if (!bundle_read(&bundle, text)) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (bundle.pem.size == 0) {
        authn_error(oidc->authn, RULE_ISSUER_CA, content,
                    "put the PEM text of the issuer's CA there",
                    "jwt[0].issuer.certificateAuthority: Invalid value: \"<omitted>\": "
                    "data does not contain any valid RSA or ECDSA certificates");
    }
}

static struct span claim_of(const struct flag *flag, const char *standard) {
    return flag->key == 0 || flag->text.size == 0 ? span_of(standard) : flag->text;
}

static bool checks_client(const struct oidc_flags *oidc) {
    const struct flag *flag = &oidc->flag[REQUIRED_CLAIM];
    struct required_claim claim;
    for (node_id item = flag->key == 0 ? 0 : flag_item(oidc->flags, flag, 0); item != 0;
         item = flag_item(oidc->flags, flag, item)) {
        if (required_claim_parse(authn_value(oidc->authn, item), &claim) &&
            span_is(claim.name, "azp")) {
            return true;
        }
    }
    return false;
}

static void check_login(const struct oidc_flags *oidc) {
    const struct flag *flag = oidc->flag;
    struct span username = claim_of(&flag[USERNAME_CLAIM], "sub");
    struct login login = {
        .authn = oidc->authn,
        .issuer = flag[ISSUER].text,
        .issuer_node = flag[ISSUER].value,
        .username = {.claim = username,
                     .prefix = effective_prefix(&oidc->authn->input->arena, NAME_USER,
                                                flag[ISSUER].text, username,
                                                flag[USERNAME_PREFIX].text),
                     .node = node_or(flag[USERNAME_CLAIM].value, flag[ISSUER].value),
                     .prefix_node = flag[USERNAME_PREFIX].value},
        .groups = {.claim = claim_of(&flag[GROUPS_CLAIM], ""),
                   .prefix = flag[GROUPS_PREFIX].text,
                   .node = node_or(flag[GROUPS_CLAIM].value, flag[GROUPS_PREFIX].value),
                   .prefix_node = flag[GROUPS_PREFIX].value},
        .client_checked = checks_client(oidc),
    };
    if (login.username.prefix.data == NULL) {
        oidc->authn->input->failed = TAUTH_NO_MEMORY;
        return;
    }
    login.username.node = node_or(login.username.prefix_node, login.username.node);
    login_lints(&login);
}

void check_oidc_flags(struct flags *flags) {
    struct oidc_flags oidc = {.flags = flags, .authn = &flags->authn};
    bool any = false;
    for (enum which i = 0; i < COUNT; i++) {
        oidc.flag[i] = flag_get(flags, rows[i].name);
        any |= oidc.flag[i].key != 0;
    }
    if (!any) {
        return;
    }
    check_pair(&oidc);
    check_repeats(&oidc);
    if (oidc.flag[ISSUER].text.size > 0) {
        authn_url(oidc.authn, "jwt[0].issuer.url", oidc.flag[ISSUER].text,
                  oidc.flag[ISSUER].value);
        login_placeholder(oidc.authn, oidc.flag[ISSUER].text, oidc.flag[ISSUER].value);
    }
    login_placeholder(oidc.authn, oidc.flag[CLIENT].text, oidc.flag[CLIENT].value);
    check_claims(&oidc);
    check_required(&oidc);
    check_algorithms(&oidc);
    check_authority(&oidc);
    if (oidc.flag[ISSUER].text.size > 0 || oidc.flag[GROUPS_CLAIM].text.size > 0) {
        check_login(&oidc);
    }
}
