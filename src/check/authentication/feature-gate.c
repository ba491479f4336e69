/* SPDX-License-Identifier: MIT */
/*
 * The feature gate of --authentication-config (k8s.io/apiserver pkg/features): alpha in
 * 1.29, beta from 1.30, locked from 1.34, gone in 1.37.
 */
#include <stdio.h>

#include "check/authentication/flags.h"

static const char gate_name[] = "StructuredAuthenticationConfiguration";

enum { ALPHA = 29, BETA = 30, LOCKED = 34, GONE = 37 };

/* What feature-gates says of it. */
struct gate {
    node_id node; /* where; 0: nowhere */
    bool on;
    bool alpha; /* AllAlpha=true */
    bool beta;  /* AllBeta is not false */
};

static struct span trim(struct span text) {
    while (text.size > 0 && strchr(" \t", text.data[0]) != NULL) {
        text = span_slice(text, 1, text.size);
    }
    while (text.size > 0 && strchr(" \t", text.data[text.size - 1]) != NULL) {
        text.size--;
    }
    return text;
}

/* strconv.ParseBool; what it refuses is no true. */
static bool is_true(struct span text) {
    static const char *const words[] = {"1", "t", "T", "true", "True", "TRUE"};
    bool hit = false;
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        hit |= span_is(text, words[i]);
    }
    return hit;
}

static void take_pair(struct gate *gate, struct span pair, node_id node) {
    size_t equal = span_find(pair, '=');
    struct span name = trim(span_slice(pair, 0, equal));
    bool on = equal < pair.size && is_true(trim(span_slice(pair, equal + 1, pair.size)));
    if (span_is(name, gate_name)) {
        gate->node = node;
        gate->on = on;
    } else if (span_is(name, "AllAlpha")) {
        gate->alpha = on;
    } else if (span_is(name, "AllBeta")) {
        gate->beta = on;
    }
}

static struct gate read_gate(const struct flags *flags) {
    struct gate gate = {.beta = true};
    struct flag flag = flag_get(flags, "feature-gates");
    for (node_id item = flag.key == 0 ? 0 : flag_item(flags, &flag, 0); item != 0;
         item = flag_item(flags, &flag, item)) {
        struct span rest = authn_value(&flags->authn, item);
        while (rest.size > 0) {
            size_t comma = span_find(rest, ',');
            take_pair(&gate, span_slice(rest, 0, comma), item);
            rest = span_slice(rest, comma + (comma < rest.size), rest.size);
        }
    }
    return gate;
}

/* What the API server of a minor says, NULL when it starts. */
static const char *problem_in(const struct gate *gate, bool structured, int minor) {
    if (minor >= GONE) {
        return gate->node == 0
                   ? NULL
                   : "unrecognized feature gate: StructuredAuthenticationConfiguration";
    }
    if (minor >= LOCKED) {
        return gate->node == 0 || gate->on
                   ? NULL
                   : "cannot set feature gate StructuredAuthenticationConfiguration to "
                     "false, feature is locked to true";
    }
    bool on = gate->node != 0 ? gate->on : minor >= BETA ? gate->beta : gate->alpha;
    return !structured || on || minor < ALPHA
               ? NULL
               : "set --feature-gates=StructuredAuthenticationConfiguration=true to use "
                 "authentication-config file";
}

void check_feature_gate(struct flags *flags, node_id structured,
                        struct kube_range range) {
    const struct gate gate = read_gate(flags);
    const char *problem = NULL;
    int first = 0, last = 0;
    bool all = true;
    for (int minor = range.min; minor <= range.max; minor++) {
        const char *here = problem_in(&gate, structured != 0, minor);
        all &= here != NULL;
        first = problem == NULL ? minor : first;
        last = here != NULL ? minor : last;
        problem = problem == NULL ? here : problem;
    }
    bool unsure =
        gate.node == 0 && (flags->authn.merged || !flags->authn.input->stream.config);
    if (problem == NULL || unsure) {
        return;
    }
    char to[16] = "", versions[64] = "";
    snprintf(to, sizeof(to), last == range.max ? " and later" : " to 1.%d", last);
    if (!all) {
        snprintf(versions, sizeof(versions), " (Kubernetes 1.%d%s)", first,
                 first == last && last < range.max ? "" : to);
    }
    authn_report(&flags->authn, RULE_FEATURE_GATE, all ? NULL : &severity_warning,
                 node_or(gate.node, structured),
                 gate.node != 0
                     ? "leave the gate out of feature-gates: from 1.30 on it is on, and "
                       "1.29 alone needs it"
                     : "add feature-gates: StructuredAuthenticationConfiguration=true",
                 "%s%s", problem, versions);
}
