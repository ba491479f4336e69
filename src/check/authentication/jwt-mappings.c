/* SPDX-License-Identifier: MIT */
/*
 * jwt[].claimMappings, by k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:
 * 300-400 and 514-544.
 */
#include "check/authentication/jwt.h"

/* A claim with its prefix, or an expression: username and groups. */
static void check_prefixed(const struct jwt *jwt, const char *name, node_id node,
                           bool required) {
    struct authn *authn = jwt->authn;
    struct span claim = authn_text(authn, node, "claim");
    struct span expression = authn_text(authn, node, "expression");
    struct span prefix = authn_text(authn, node, "prefix");
    node_id prefix_node = authn_get(authn, node, "prefix");
    if (claim.size > 0 && expression.size > 0) {
        authn_error(
            authn, RULE_CLAIM_OR_EXPRESSION, node, "keep one of the two",
            "jwt[%zu].claimMappings.%s: Invalid value: \"\": claim and expression "
            "can't both be set",
            jwt->number, name);
    } else if (claim.size == 0 && expression.size == 0) {
        if (!required || authn->merged) {
            return;
        }
        authn_error(authn, RULE_CLAIM_OR_EXPRESSION, node_or(node, jwt->node),
                    "write claim and prefix, or an expression",
                    "jwt[%zu].claimMappings.%s: Required value: claim or expression is "
                    "required",
                    jwt->number, name);
    } else if (claim.size > 0 && prefix_node == 0 && !authn->merged) {
        authn_error(
            authn, RULE_CLAIM_PREFIX, node,
            "write a prefix such as \"oidc:\", so that no name of the provider is "
            "one of Kubernetes",
            "jwt[%zu].claimMappings.%s.prefix: Required value: prefix is required "
            "when claim is set. It can be set to an empty string to disable "
            "prefixing",
            jwt->number, name);
    } else if (expression.size > 0 && prefix_node != 0) {
        authn_error(authn, RULE_CLAIM_PREFIX, prefix_node,
                    "write the prefix into the expression",
                    "jwt[%zu].claimMappings.%s.prefix: Invalid value: %s: may not be "
                    "specified when expression is set",
                    jwt->number, name, authn_quote(authn, prefix));
    }
}

static bool is_label_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* RFC 1123 subdomain: labels of lower-case letters, digits and inner dashes. */
static bool is_subdomain(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        bool edge = i == 0 || i + 1 == text.size || text.data[i - 1] == '.' ||
                    text.data[i + 1] == '.';
        if (!is_label_byte(text.data[i]) &&
            (edge || (text.data[i] != '-' && text.data[i] != '.'))) {
            return false;
        }
    }
    return text.size > 0 && text.size <= 253;
}

static bool is_http_path(struct span path) {
    static const char others[] = "/-._~%!$&'()*+,;=:";
    for (size_t i = 0; i < path.size; i++) {
        char byte = path.data[i];
        bool letter = is_label_byte(byte) || (byte >= 'A' && byte <= 'Z');
        if (!letter && memchr(others, byte, sizeof(others) - 1) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_reserved(struct span host) {
    return span_is(host, "k8s.io") || span_is(host, "kubernetes.io") ||
           span_ends(host, ".k8s.io") || span_ends(host, ".kubernetes.io");
}

/* What the API server says of a key, or NULL; the reserved ones since 1.32. */
static const char *key_problem(const struct authn *authn, struct span key,
                               struct too_old *open) {
    size_t slash = span_find(key, '/');
    struct span host = span_slice(key, 0, slash);
    bool lower = true;
    for (size_t i = 0; i < key.size; i++) {
        lower &= key.data[i] < 'A' || key.data[i] > 'Z';
    }
    *open = (struct too_old){0};
    if (slash == 0 || slash + 1 >= key.size) {
        return "must be a domain-prefixed path (such as \"acme.io/foo\")";
    }
    if (!lower) {
        return "must be lowercase";
    }
    if (!is_subdomain(host)) {
        return "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
               "characters, '-' or '.', and must start and end with an alphanumeric "
               "character (e.g. 'example.com', regex used for validation is "
               "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    }
    if (!is_http_path(span_slice(key, slash + 1, key.size))) {
        return "Invalid path (regex used for validation is "
               "'[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
    }
    if (is_reserved(host) && authn->kube.max >= 32) {
        authn_before(authn, 32, open);
        return "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use";
    }
    return NULL;
}

static void check_extra(const struct jwt *jwt, node_id item, size_t number,
                        struct strset *seen) {
    struct authn *authn = jwt->authn;
    struct span key = authn_text(authn, item, "key");
    node_id node = node_or(authn_get(authn, item, "key"), item);
    struct too_old open;
    const char *problem = key.size > 0 ? key_problem(authn, key, &open) : NULL;
    if (key.size == 0 && !authn->merged) {
        authn_error(authn, RULE_EXTRA_MAPPING, node, "write a key such as acme.io/team",
                    "jwt[%zu].claimMappings.extra[%zu].key: Required value", jwt->number,
                    number);
    } else if (problem != NULL) {
        authn_report(authn, RULE_EXTRA_MAPPING, open.severity, node,
                     "write a key such as acme.io/team",
                     "jwt[%zu].claimMappings.extra[%zu].key: Invalid value: %s: %s%s",
                     jwt->number, number, authn_quote(authn, key), problem,
                     open.severity == NULL ? "" : " (Kubernetes 1.32 and later)");
    }
    if (key.size > 0 && authn_seen(authn, seen, key, number)) {
        authn_error(authn, RULE_EXTRA_MAPPING, node, "give each key once",
                    "jwt[%zu].claimMappings.extra[%zu].key: Duplicate value: %s",
                    jwt->number, number, authn_quote(authn, key));
    }
    if (authn_text(authn, item, "valueExpression").size == 0 && !authn->merged) {
        authn_error(authn, RULE_EXTRA_MAPPING, item, "write an expression on claims",
                    "jwt[%zu].claimMappings.extra[%zu].valueExpression: Required value",
                    jwt->number, number);
    }
}

static bool any_selects(const struct authn *authn, node_id list, const char *key) {
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next) {
        if (expression_selects(authn_text(authn, item, key), "email_verified")) {
            return true;
        }
    }
    return false;
}

/* validation.go:383-386: an e-mail that nobody verified is anybody's. */
static void check_email(const struct jwt *jwt, node_id mappings) {
    struct authn *authn = jwt->authn;
    node_id username = authn_get(authn, mappings, "username");
    struct span text = authn_text(authn, username, "expression");
    node_id node = authn_get(authn, username, "expression");
    bool bypass =
        span_has(text, "claims[\"email\"]") || span_has(text, "claims['email']") ||
        span_has(text, "claims[?\"email\"]") || span_has(text, "claims[?'email']");
    bool selects = expression_selects(text, "email");
    bool verified =
        expression_selects(text, "email_verified") ||
        any_selects(authn, authn_get(authn, mappings, "extra"), "valueExpression") ||
        any_selects(authn, authn_get(authn, jwt->node, "claimValidationRules"),
                    "expression");
    if (verified || !(selects || bypass) || authn->merged) {
        return;
    }
    static const char hint[] = "add a claimValidationRules expression: "
                               "claims.?email_verified.orValue(true) == true";
    if (selects) {
        authn_error(authn, RULE_EMAIL_VERIFIED, node, hint,
                    "jwt[%zu].claimMappings.username.expression: Invalid value: %s: "
                    "claims.email_verified must be used in "
                    "claimMappings.username.expression or "
                    "claimMappings.extra[*].valueExpression or "
                    "claimValidationRules[*].expression when claims.email is used in "
                    "claimMappings.username.expression",
                    jwt->number, authn_quote(authn, text));
    } else if (!span_has(text, "email_verified")) {
        authn_warn(authn, RULE_EMAIL_VERIFIED, node, hint,
                   "the user name is an e-mail address that need not be verified; "
                   "written this way the API server does not notice");
    }
}

void jwt_mappings(const struct jwt *jwt) {
    struct authn *authn = jwt->authn;
    node_id mappings = authn_get(authn, jwt->node, "claimMappings");
    node_id groups = authn_get(authn, mappings, "groups");
    node_id uid = authn_get(authn, mappings, "uid");
    _cleanup_(strset_deinit) struct strset seen = {0};
    size_t number = 0;
    check_prefixed(jwt, "username", authn_get(authn, mappings, "username"), true);
    check_prefixed(jwt, "groups", groups, false);
    if (authn_text(authn, uid, "claim").size > 0 &&
        authn_text(authn, uid, "expression").size > 0) {
        authn_error(
            authn, RULE_CLAIM_OR_EXPRESSION, uid, "keep one of the two",
            "jwt[%zu].claimMappings.uid: Invalid value: \"\": claim and expression "
            "can't both be set",
            jwt->number);
    }
    for (node_id item = authn_items(authn, authn_get(authn, mappings, "extra"));
         item != 0; item = node_at(authn->index, item)->next) {
        check_extra(jwt, item, number++, &seen);
    }
    check_email(jwt, mappings);
}
