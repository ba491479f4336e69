/* SPDX-License-Identifier: MIT */
/* jwt[].issuer, by k8s.io/apiserver pkg/apis/apiserver/validation/validation.go:120-242. */
#include <stdio.h>

#include "base/status.h"
#include "check/authentication/jwt.h"
#include "check/settings/issuer.h"
#include "pki/bundle.h"
#include "text/url.h"

bool authn_seen(struct authn *authn, struct strset *seen, struct span text,
                size_t number) {
    uint32_t first = strset_add(seen, text, (uint32_t)number + 1);
    if (first == 0) {
        status_keep(&authn->input->failed, TAUTH_NO_MEMORY);
    }
    return first != 0 && first != number + 1;
}

struct url_place {
    struct authn *authn;
    node_id node;
};

static enum tauth_status report_url(const void *context, enum rule rule, bool refused,
                                    const char *hint, const char *message) {
    const struct url_place *place = context;
    authn_report(place->authn, rule, refused ? NULL : &severity_warning, place->node,
                 hint, "%s", message);
    return TAUTH_REFUSED;
}

/* Providers that can be told by their URL, and whether it ends in a slash. */
static void find_provider(struct issuer_check *check, const struct url *url) {
    struct span host = span_slice(url->host, 0, span_find(url->host, ':'));
    bool entra =
        span_is(host, "sts.windows.net") ||
        (span_is(host, "login.microsoftonline.com") && span_has(url->path, "/v2.0"));
    check->provider = span_ends(host, ".zitadel.cloud")        ? "zitadel"
                      : span_is(host, "accounts.google.com")   ? "google"
                      : entra                                  ? "entra"
                      : span_ends(host, ".auth0.com")          ? "auth0"
                      : span_has(url->path, "/application/o/") ? "authentik"
                      : span_has(url->path, "/realms/")        ? "keycloak"
                                                               : NULL;
    bool slash = span_ends(host, ".auth0.com") || span_has(url->path, "/application/o/");
    check->slash = slash ? SLASH_REQUIRED : entra ? SLASH_BY_VERSION : SLASH_NONE;
}

/* IPv4, or IPv6 in brackets. */
static bool is_address(struct span host) {
    host = span_starts(host, "[") ? host : span_slice(host, 0, span_find(host, ':'));
    size_t dots = 0;
    for (size_t i = 0; i < host.size && host.data[0] != '['; i++) {
        dots += host.data[i] == '.';
        if (host.data[i] != '.' && (host.data[i] < '0' || host.data[i] > '9')) {
            return false;
        }
    }
    return span_starts(host, "[") || dots == 3;
}

/* What the API server accepts and no token has: they are compared byte for byte. */
static void check_spelling(struct authn *authn, const struct url *url, node_id node) {
    const char *problem = NULL;
    for (size_t i = 0; i < url->host.size; i++) {
        bool upper = url->host.data[i] >= 'A' && url->host.data[i] <= 'Z';
        problem = upper ? "the host has upper-case letters" : problem;
    }
    problem =
        span_ends(url->host, ":443") ? "the port :443 goes without saying" : problem;
    if (is_address(url->host)) {
        authn_warn(authn, RULE_ISSUER_SPELLING, node,
                   "write the name that the provider has in its discovery document",
                   "the host is an IP address, and hardly any provider calls itself so");
    }
    if (problem != NULL) {
        authn_warn(authn, RULE_ISSUER_SPELLING, node,
                   "write it exactly as `issuer` in the provider's discovery document",
                   "%s, and tokens are compared with the issuer byte for byte", problem);
    }
}

static bool is_own(struct authn *authn, struct span url) {
    if (!authn->own_known && authn->input->kind == INPUT_TALOS) {
        authn->own_count =
            talos_service_account_issuers(&authn->input->stream, authn->own);
    }
    authn->own_known = true;
    bool own = false;
    for (size_t i = 0; i < authn->own_count; i++) {
        own |= span_equal(authn->own[i], url);
    }
    return own;
}

void authn_url(struct authn *authn, const char *path, struct span url, node_id node) {
    const struct url_place place = {authn, node};
    struct issuer_check check = {
        .url = url, .path = path, .report = report_url, .context = &place};
    struct url parts;
    _cleanup_buf_ struct buf problem = {0};
    bool readable = url_parse(url, &parts, &problem);
    if (readable) {
        find_provider(&check, &parts);
    }
    bool own = is_own(authn, url);
    enum tauth_status status = check_issuer_own(&check, authn->own, authn->own_count);
    status_keep(&status, check_issuer_url(&check));
    if (status < TAUTH_OK) {
        status_keep(&authn->input->failed, status);
    } else if (readable && !own) {
        check_spelling(authn, &parts, node);
    }
}

void authn_discovery_url(struct authn *authn, const char *path, struct span url,
                         node_id node) {
    const struct url_place place = {authn, node};
    const struct issuer_check check = {
        .url = url, .path = path, .report = report_url, .context = &place};
    enum tauth_status status = check_issuer_form(&check);
    if (status < TAUTH_OK) {
        status_keep(&authn->input->failed, status);
    }
}

static struct span without_slashes(struct span url) {
    while (span_ends(url, "/")) {
        url.size--;
    }
    return url;
}

static void check_discovery_url(const struct jwt *jwt, node_id issuer, struct span url,
                                struct strset *seen) {
    struct authn *authn = jwt->authn;
    struct span discovery = authn_text(authn, issuer, "discoveryURL");
    node_id node = authn_get(authn, issuer, "discoveryURL");
    char path[64];
    if (discovery.size == 0) {
        return;
    }
    snprintf(path, sizeof(path), "jwt[%zu].issuer.discoveryURL", jwt->number);
    if (url.size > 0 && span_equal(without_slashes(url), without_slashes(discovery))) {
        authn_error(authn, RULE_DISCOVERY_URL, node, "leave it out: it is the default",
                    "%s: Invalid value: %s: discoveryURL must be different from URL",
                    path, authn_quote(authn, discovery));
    }
    authn_discovery_url(authn, path, discovery, node);
    if (authn_seen(authn, seen, discovery, jwt->number)) {
        authn_error(authn, RULE_DISCOVERY_URL, node, "each issuer has its own",
                    "%s: Duplicate value: %s", path, authn_quote(authn, discovery));
    }
}

static void check_url(const struct jwt *jwt, node_id issuer, struct jwt_seen *seen) {
    struct authn *authn = jwt->authn;
    struct span url = authn_text(authn, issuer, "url");
    node_id node = node_or(authn_get(authn, issuer, "url"), node_or(issuer, jwt->node));
    char path[64];
    snprintf(path, sizeof(path), "jwt[%zu].issuer.url", jwt->number);
    if (url.size == 0) {
        if (!authn->merged) {
            authn_error(authn, RULE_ISSUER_URL, node,
                        "give the URL of the identity provider", "%s: Required value",
                        path);
        }
    } else {
        authn_url(authn, path, url, node);
        if (authn_seen(authn, &seen->urls, url, jwt->number)) {
            authn_error(authn, RULE_DUPLICATE_ISSUER, node,
                        "make one entry with both audiences, or leave one out",
                        "%s: Duplicate value: %s", path, authn_quote(authn, url));
        }
        login_placeholder(authn, url, node);
    }
    check_discovery_url(jwt, issuer, url, &seen->discovery_urls);
}

static void check_audience(const struct jwt *jwt, node_id item, size_t number,
                           struct strset *seen) {
    struct authn *authn = jwt->authn;
    struct span audience = authn_value(authn, item);
    if (audience.size == 0) {
        authn_error(authn, RULE_AUDIENCE, item, "name an audience or remove the item",
                    "jwt[%zu].issuer.audiences[%zu]: Required value", jwt->number,
                    number);
    } else if (authn_seen(authn, seen, audience, number)) {
        authn_error(authn, RULE_AUDIENCE, item, "give it once",
                    "jwt[%zu].issuer.audiences[%zu]: Duplicate value: %s", jwt->number,
                    number, authn_quote(authn, audience));
    } else {
        login_placeholder(authn, audience, item);
    }
}

enum { POLICY_SINCE = 30 }; /* several audiences, with audienceMatchPolicy */

static void check_audiences(const struct jwt *jwt, node_id issuer) {
    struct authn *authn = jwt->authn;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id list = authn_get(authn, issuer, "audiences");
    struct span policy = authn_text(authn, issuer, "audienceMatchPolicy");
    node_id at = node_or(authn_get(authn, issuer, "audienceMatchPolicy"),
                         node_or(list, node_or(issuer, jwt->node)));
    size_t count = 0;
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next) {
        check_audience(jwt, item, count++, &seen);
    }
    bool any = span_is(policy, "MatchAny");
    if (count > 1 && authn->kube.max < POLICY_SINCE && !authn->flags) {
        authn_error(authn, RULE_AUDIENCE, list,
                    "leave all but one out: several need Kubernetes 1.30",
                    "jwt[%zu].issuer.audiences: Too many: %zu: must have at most 1 items",
                    jwt->number, count);
        return;
    }
    if (count == 0 && !authn->merged) {
        authn_error(authn, RULE_AUDIENCE, node_or(list, node_or(issuer, jwt->node)),
                    "name the client id, or the Resource ID of a Zitadel project",
                    "jwt[%zu].issuer.audiences: Required value: at least one "
                    "jwt[%zu].issuer.audiences is required",
                    jwt->number, jwt->number);
    }
    if (count > 1 && !any && !authn->merged) {
        authn_error(authn, RULE_AUDIENCE_POLICY, at,
                    "write audienceMatchPolicy: MatchAny",
                    "jwt[%zu].issuer.audienceMatchPolicy: Invalid value: %s: "
                    "audienceMatchPolicy must be MatchAny for multiple audiences",
                    jwt->number, authn_quote(authn, policy));
    } else if (count == 1 && policy.size > 0 && !any) {
        authn_error(authn, RULE_AUDIENCE_POLICY, at, "write MatchAny or leave it out",
                    "jwt[%zu].issuer.audienceMatchPolicy: Invalid value: %s: "
                    "audienceMatchPolicy must be empty or MatchAny for single audience",
                    jwt->number, authn_quote(authn, policy));
    }
}

static void check_authority_text(const struct jwt *jwt, node_id issuer) {
    struct authn *authn = jwt->authn;
    struct span text = authn_text(authn, issuer, "certificateAuthority");
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    if (text.size == 0) {
        return;
    }
    if (!bundle_read(&bundle, text)) {
        status_keep(&authn->input->failed, TAUTH_NO_MEMORY);
        return;
    }
    if (bundle.pem.size == 0) {
        authn_error(authn, RULE_ISSUER_CA,
                    authn_get(authn, issuer, "certificateAuthority"),
                    "put the PEM text itself here (certificateAuthority: |), not a path",
                    "jwt[%zu].issuer.certificateAuthority: Invalid value: \"<omitted>\": "
                    "data does not contain any valid RSA or ECDSA certificates",
                    jwt->number);
    }
}

static void check_egress(const struct jwt *jwt, node_id issuer) {
    struct authn *authn = jwt->authn;
    struct span type = authn_text(authn, issuer, "egressSelectorType");
    if (type.size > 0 && !span_is(type, "controlplane") && !span_is(type, "cluster")) {
        authn_error(authn, RULE_EGRESS_SELECTOR,
                    authn_get(authn, issuer, "egressSelectorType"),
                    "write controlplane or cluster, in lower case",
                    "jwt[%zu].issuer.egressSelectorType: Invalid value: %s: egress "
                    "selector must be either controlplane or cluster",
                    jwt->number, authn_quote(authn, type));
    }
}

void jwt_issuer(const struct jwt *jwt, struct jwt_seen *seen) {
    node_id issuer = authn_get(jwt->authn, jwt->node, "issuer");
    check_url(jwt, issuer, seen);
    check_audiences(jwt, issuer);
    check_authority_text(jwt, issuer);
    check_egress(jwt, issuer);
}
