/* SPDX-License-Identifier: MIT */
/* Anonymous access: what the API server refuses, and what its own probes need. */
#include "check/authentication/authn.h"

static const struct {
    const char *path;
    bool needed; /* a probe of Talos asks for it */
} probes[] = {{"/livez", true}, {"/readyz", true}, {"/healthz", false}};

static const char hint[] =
    "write anonymous: {enabled: true, conditions: [{path: /livez}, "
    "{path: /readyz}, {path: /healthz}]}";

static bool is_enabled(const struct authn *authn, node_id anonymous) {
    struct span enabled = authn_text(authn, anonymous, "enabled");
    return span_is(enabled, "true") || span_is(enabled, "True") ||
           span_is(enabled, "TRUE");
}

/* [{"Path":"/livez"},...], of no more than a few. */
static void write_conditions(const struct authn *authn, node_id list, struct buf *out) {
    size_t count = 0;
    buf_byte(out, '[');
    for (node_id item = authn_items(authn, list); item != 0 && count < 8;
         item = node_at(authn->index, item)->next) {
        struct span path = authn_text(authn, item, "path");
        buf_printf(out, "%s{\"Path\":\"%.*s\"}", count++ > 0 ? "," : "", SPAN_ARG(path));
    }
    buf_text(out, "]");
}

static void refuse_conditions(struct authn *authn, node_id list) {
    _cleanup_buf_ struct buf conditions = {0};
    write_conditions(authn, list, &conditions);
    authn_error(authn, RULE_ANONYMOUS_CONDITIONS, list, "write enabled: true beside them",
                "anonymous.conditions: Invalid value: %s: enabled should be set to true "
                "when conditions are defined",
                input_text(authn->input, &conditions));
}

static void check_open(struct authn *authn, node_id anonymous) {
    authn_error(authn, RULE_ANONYMOUS_OPEN, anonymous, hint,
                "without conditions anonymous requests reach every path of the API "
                "server");
}

/* KubeAPIServerConfig.startupProbes: false takes all three probes out. */
static bool probes_are_off(const struct authn *authn) {
    const struct check_input *input = authn->input;
    node_id server = talos_root(&input->stream, input->stream.api_server);
    node_id value = node_get(&input->index, server, SPAN("startupProbes"), NULL);
    return value != 0 && (node_is_text(&input->index, value, "false") ||
                          node_is_text(&input->index, value, "False") ||
                          node_is_text(&input->index, value, "FALSE"));
}

/* siderolabs/talos k8stemplates/apiserver.go:102-156: unauthenticated probes. */
static void check_probes(struct authn *authn, node_id anonymous) {
    static const enum tauth_severity error = TAUTH_ERROR;
    node_id list = authn_get(authn, anonymous, "conditions");
    bool off = probes_are_off(authn);
    if (!is_enabled(authn, anonymous)) {
        if (off) {
            return;
        }
        authn_report(authn, RULE_ANONYMOUS_PROBES, &error, anonymous, hint,
                     "the probes of the API server come without a token and would get "
                     "401: Talos restarts it for ever");
        return;
    }
    if (authn_items(authn, list) == 0) {
        check_open(authn, anonymous);
        return;
    }
    for (size_t i = 0; i < ARRAY_SIZE(probes); i++) {
        bool there = false;
        for (node_id item = authn_items(authn, list); item != 0;
             item = node_at(authn->index, item)->next) {
            there |= span_is(authn_text(authn, item, "path"), probes[i].path);
        }
        if (!there) {
            bool needed = probes[i].needed && !off;
            authn_report(authn, RULE_ANONYMOUS_PROBES,
                         needed ? &error : &severity_warning, list, hint,
                         needed
                             ? "without %s the probes of the API server get 401: Talos "
                               "restarts it for ever"
                             : "without %s whoever asks for it without a token gets 401",
                         probes[i].path);
        }
    }
}

/* A patch that takes values away and gives none leaves the others as they are. */
static bool only_deletes(const struct authn *authn) {
    const struct yaml_index *index = authn->index;
    node_id key = node_at(index, authn->root)->kind == NODE_MAPPING
                      ? node_at(index, authn->root)->first
                      : 0;
    bool only = key != 0;
    for (; key != 0; key = node_at(index, node_at(index, key)->next)->next) {
        only &= authn_deletes(authn, node_at(index, key)->next);
    }
    return only;
}

void authn_anonymous(struct authn *authn) {
    node_id anonymous = authn_get(authn, authn->root, "anonymous");
    node_id list = authn_get(authn, anonymous, "conditions");
    if (authn_deletes(authn, anonymous) || only_deletes(authn)) {
        return; /* as the patch wants it */
    }
    if (anonymous != 0 && authn_items(authn, list) != 0 &&
        !is_enabled(authn, anonymous)) {
        refuse_conditions(authn, list);
    } else if (anonymous != 0 && authn->talos) {
        check_probes(authn, anonymous);
    } else if (anonymous != 0 && is_enabled(authn, anonymous) &&
               authn_items(authn, list) == 0) {
        check_open(authn, anonymous);
    } else if (anonymous == 0 && authn->talos && !authn->merged) {
        authn_error(
            authn, RULE_ANONYMOUS_MISSING, authn->root,
            "write anonymous: {enabled: true, conditions: [{path: /livez}, {path: "
            "/readyz}, {path: /healthz}]}, as Talos generates it",
            "without anonymous the API server takes its own default: anonymous "
            "requests reach every path");
    }
}
