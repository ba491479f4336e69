/* SPDX-License-Identifier: MIT */
/* authentication-config: the file in machine.files that the API server is to read. */
#include "base/status.h"
#include "check/authentication/flags.h"
#include "check/input/places.h"
#include "talos/flag.h"
#include "talos/pod.h"
#include "text/path.h"
#include "yaml/read.h"

/* The path on the node of a path in the pod; the same where nothing is mounted. */
static const char *host_path(struct check_input *input, struct span path) {
    struct span rest = path, host = {"", 0};
    node_id volume = pod_find_volume(&input->stream, path, &rest);
    if (volume == 0) {
        return arena_copy(&input->arena, path);
    }
    host = trim_path(text_under(&input->index, volume, "hostPath"));
    return arena_printf(&input->arena, "%.*s%.*s", SPAN_ARG(host), SPAN_ARG(rest));
}

/* Talos sets the flag to false unless extraArgs say otherwise. */
static void check_anonymous_flag(struct flags *flags, struct authn *inner) {
    node_id block = authn_get(inner, inner->root, "anonymous");
    node_id value =
        node_get(flags->authn.index, flags->authn.root, SPAN("anonymous-auth"), NULL);
    bool empty = value != 0 && flag_get(flags, "anonymous-auth").key == 0;
    bool maybe = value != 0 && flag_get(flags, "anonymous-auth").maybe;
    if (block == 0 || empty || (value == 0 && flags->authn.merged)) {
        return;
    }
    authn_report(
        inner, RULE_ANONYMOUS_FLAG, maybe ? &severity_warning : NULL, block,
        "leave anonymous out; or, with Talos 1.13 or later, take the flag away: "
        "anonymous-auth: \"\"",
        "anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous "
        "field is configured in authentication configuration file%s",
        maybe ? " (Talos 1.12 and older)" : "");
}

enum block { BLOCK_NONE, BLOCK_THERE, BLOCK_UNKNOWN };

/* An empty anonymous-auth takes away the flag that Talos sets for safety. */
static void check_anonymous_empty(struct flags *flags, enum block block) {
    static const char open[] =
        "without the flag anonymous requests reach every path of the API server: an empty "
        "value takes away the anonymous-auth=false of Talos";
    static const char refused[] = "invalid argument \"\" for \"--anonymous-auth\" flag: "
                                  "strconv.ParseBool: parsing \"\": invalid syntax";
    static const char hint[] = "leave the key out: Talos sets it to false";
    const struct yaml_index *index = flags->authn.index;
    node_id value = node_get(index, flags->authn.root, SPAN("anonymous-auth"), NULL);
    const struct node *node = node_at(index, value == 0 ? 0 : node_follow(index, value));
    bool empty =
        node->kind == NODE_SEQUENCE
            ? node->size == 0
            : node->kind == NODE_SCALAR && authn_value(&flags->authn, value).size == 0;
    enum range_verdict drops = flags_drop_empty(flags);
    const enum tauth_severity *severity =
        block == BLOCK_UNKNOWN ? &severity_warning : NULL;
    if (!empty || (block == BLOCK_THERE && drops != RANGE_NEVER)) {
        return;
    }
    if (drops == RANGE_NEVER) {
        authn_error(&flags->authn, RULE_ANONYMOUS_FLAG_EMPTY, value, hint, "%s", refused);
    } else if (drops == RANGE_ALWAYS) {
        authn_report(&flags->authn, RULE_ANONYMOUS_FLAG_EMPTY, severity, value, hint,
                     "%s%s", open,
                     severity == NULL
                         ? ""
                         : ", unless the file of authentication-config has anonymous");
    } else {
        authn_report(&flags->authn, RULE_ANONYMOUS_FLAG_EMPTY, severity, value, hint,
                     "%s (Talos 1.13 and later)%s; %s (1.12 and older)", open,
                     severity == NULL
                         ? ""
                         : ", unless the file of authentication-config has anonymous",
                     refused);
    }
}

static void tell_faults(struct authn *inner, const struct tauth_diags *diags) {
    for (size_t i = 0; i < diags->items.count; i++) {
        const struct tauth_diag *diag = diags->items.items[i];
        _cleanup_buf_ struct buf message = {0};
        const struct manifest manifest = {
            .input = inner->input, .index = inner->index, .outer = inner->outer};
        buf_printf(&message, "%s: yaml: line %u: %s", inner->path, diag->line,
                   diag->message);
        manifest_fault(&manifest, RULE_AUTHENTICATION_SYNTAX, diag,
                       input_text(inner->input, &message));
    }
}

static enum block check_content(struct flags *flags, struct authn *inner,
                                const struct source *source) {
    enum block block = BLOCK_UNKNOWN;
    struct yaml_index index = {0};
    struct tauth_diags diags = {0};
    enum tauth_status status = yaml_index_build_each(&index, source, &diags);
    inner->index = &index;
    if (status < TAUTH_OK) {
        status_keep(&inner->input->failed, status);
    } else if (diags.items.count > 0) {
        tell_faults(inner, &diags);
    } else {
        inner->root = index.documents.count == 0 ? 0 : index.documents.items[0].root;
        authn_check(inner);
        authn_documents(inner);
        check_anonymous_flag(flags, inner);
        block =
            authn_get(inner, inner->root, "anonymous") != 0 ? BLOCK_THERE : BLOCK_NONE;
    }
    VEC_DEINIT(diags.items);
    arena_deinit(&diags.arena);
    yaml_index_deinit(&index);
    return block;
}

/* `range` receives the versions that the file is for. */
static enum block check_file(struct flags *flags, const struct flag *flag,
                             struct kube_range *range) {
    struct check_input *input = flags->authn.input;
    const char *name = host_path(input, flag->text);
    if (name == NULL) {
        status_keep(&input->failed, TAUTH_NO_MEMORY);
        return BLOCK_UNKNOWN;
    }
    node_id content = pod_content(&input->stream,
                                  pod_find_file(&input->stream, span_of(name), SPAN("")));
    if (content == 0 || node_at(&input->index, content)->kind != NODE_SCALAR) {
        return BLOCK_UNKNOWN;
    }
    struct authn inner = {
        .input = input, .outer = content, .path = name, .kube = input->kube};
    const struct source source = {.name = name,
                                  .text = authn_value(&flags->authn, content)};
    if (source.text.size == 0) {
        found(input, RULE_AUTHENTICATION_KIND, content,
              "it begins with apiVersion: apiserver.config.k8s.io/v1 and kind: "
              "AuthenticationConfiguration",
              "%s: empty config data", name);
        return BLOCK_NONE;
    }
    enum block block = check_content(flags, &inner, &source);
    *range = inner.kube;
    return block;
}

static node_id first_oidc_flag(const struct flags *flags) {
    static const char *const names[] = {
        "oidc-issuer-url",     "oidc-client-id",       "oidc-ca-file",
        "oidc-username-claim", "oidc-username-prefix", "oidc-groups-claim",
        "oidc-groups-prefix",  "oidc-signing-algs",    "oidc-required-claim"};
    const struct yaml_index *index = flags->authn.index;
    for (node_id key = node_at(index, flags->authn.root)->first; key != 0;
         key = node_at(index, node_at(index, key)->next)->next) {
        struct span name = node_text(index, node_follow(index, key));
        for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
            if (flag_is(name, names[i]) && flag_get(flags, names[i]).key != 0) {
                return key;
            }
        }
    }
    return 0;
}

void check_authentication_flag(struct flags *flags) {
    struct flag file = flag_get(flags, "authentication-config");
    struct kube_range range = flags->authn.kube;
    if (file.text.size == 0 || range.max < 29) { /* 1.28 does not know the flag */
        bool whole = flags->authn.input->stream.config && file.text.size == 0;
        check_anonymous_empty(flags, whole ? BLOCK_NONE : BLOCK_UNKNOWN);
        check_feature_gate(flags, 0, range);
        return;
    }
    node_id other = first_oidc_flag(flags);
    if (other != 0) {
        found(flags->authn.input, RULE_AUTHENTICATION_FILE, other,
              "say everything in the file, or nothing",
              "authentication-config file and oidc-* flags are mutually exclusive");
    }
    check_anonymous_empty(flags, check_file(flags, &file, &range));
    check_feature_gate(flags, file.key, range);
}
