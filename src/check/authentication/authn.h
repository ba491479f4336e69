/* SPDX-License-Identifier: MIT */
/* An AuthenticationConfiguration under judgement, wherever it stands. */
#ifndef CHECK_AUTHENTICATION_AUTHN_H
#define CHECK_AUTHENTICATION_AUTHN_H

#include "check/input/manifest.h"
#include "talos/issuers.h"

struct authn {
    struct check_input *input;
    const struct yaml_index *index; /* the input's, or that of a file inside it */
    node_id root;
    node_id outer;    /* the node that holds the file inside the input, or 0 */
    const char *path; /* that file's on the node */
    struct kube_range kube;
    bool talos;  /* KubeAuthenticationConfig: Talos reads it and writes its head */
    bool flags;  /* oidc-* flags, which become an AuthenticationConfiguration */
    bool merged; /* a merge key: what seems to be missing may come from there */
    size_t reported;
    struct span own[TALOS_ISSUERS_MAX]; /* issuers of service account tokens, */
    size_t own_count;                   /* once they were looked for */
    bool own_known;
};

/*
 * Adds a finding at a node of `index` (0: at its root); in a file inside the input with
 * its name and line in the message. `severity` NULL: that of the rule.
 */
void authn_report(struct authn *authn, enum rule rule,
                  const enum tauth_severity *severity, node_id node, const char *hint,
                  const char *format, ...) _printf_(6, 7);

#define authn_error(authn, rule, node, hint, ...) \
    authn_report((authn), (rule), NULL, (node), (hint), __VA_ARGS__)
#define authn_warn(authn, rule, node, hint, ...) \
    authn_report((authn), (rule), &severity_warning, (node), (hint), __VA_ARGS__)

/* A verdict on what minor `first` brought: whether it is missing, and how sure that is. */
struct too_old {
    const enum tauth_severity *severity; /* of the verdict; NULL: that of the rule */
    char versions[48];                   /* "" or " (Kubernetes 1.N and older)" */
};

/* True when the file may be for a Kubernetes older than 1.FIRST. */
bool authn_before(const struct authn *authn, int first, struct too_old *out);

/* `$patch: delete` in the document of a patch: Talos takes the value away. */
bool authn_deletes(const struct authn *authn, node_id node);

/* The value under a key, aliases followed; 0 when it is missing or null. */
node_id authn_get(const struct authn *authn, node_id mapping, const char *key);

/* The text under a key; data NULL when it is missing or null. */
struct span authn_text(const struct authn *authn, node_id mapping, const char *key);

/* The text of a node, "" for null. */
struct span authn_value(const struct authn *authn, node_id node);

/* The first item of a list, 0 when it is none. */
node_id authn_items(const struct authn *authn, node_id list);

/* The text in quotes; lives as long as the input. */
const char *authn_quote(struct authn *authn, struct span text);

/* The first of two nodes that there is. */
static inline node_id node_or(node_id node, node_id other) {
    return node != 0 ? node : other;
}

/* apiVersion and kind, in the words of the decoder: false when it refuses them. */
bool authn_head(struct authn *authn);

/* Names, types and head: false when the API server could not read it. */
bool authn_decode(struct authn *authn);

/* The whole: decodes, then judges the values as the API server does, then what it does not. */
void authn_check(struct authn *authn);

/* Documents behind the first, which Kubernetes does not read. */
void authn_documents(struct authn *authn);

/* `anonymous`: conditions, and for KubeAuthenticationConfig what the probes need. */
void authn_anonymous(struct authn *authn);

#endif
