/* SPDX-License-Identifier: MIT */
/* apiVersion and kind of an AuthenticationConfiguration. */
#include "check/authentication/authn.h"

static bool refuse_head(struct authn *authn, node_id node, const char *hint,
                        const char *message) {
    authn_error(authn, RULE_AUTHENTICATION_KIND, node, hint, "%s", message);
    return false;
}

static bool check_version(struct authn *authn, struct span version, node_id node) {
    static const struct {
        const char *name;
        int first;
    } versions[] = {{"v1alpha1", 29}, {"v1beta1", 30}, {"v1", 34}};
    static const char group[] = "apiserver.config.k8s.io/";
    bool known = span_starts(version, group);
    int first = 0;
    struct too_old old = {0};
    for (size_t i = 0; known && i < ARRAY_SIZE(versions); i++) {
        if (span_is(span_slice(version, sizeof(group) - 1, version.size),
                    versions[i].name)) {
            first = versions[i].first;
            if (!authn_before(authn, first, &old)) {
                return true;
            }
            break;
        }
    }
    authn_report(authn, RULE_AUTHENTICATION_KIND, old.severity, node,
                 "write apiserver.config.k8s.io/v1 for Kubernetes 1.34 and later, "
                 "apiserver.config.k8s.io/v1beta1 for 1.30 and later",
                 "no kind \"AuthenticationConfiguration\" is registered for version %s%s",
                 authn_quote(authn, version), old.versions);
    if (old.severity != NULL) { /* said once: what follows is for those that have it */
        authn->kube.min = first;
    }
    return old.severity != NULL;
}

bool authn_head(struct authn *authn) {
    static const char *const kinds[] = {
        "AdmissionConfiguration", "AuthorizationConfiguration",
        "EgressSelectorConfiguration", "EncryptionConfiguration", "TracingConfiguration"};
    static const char hint[] =
        "it begins with apiVersion: apiserver.config.k8s.io/v1 and "
        "kind: AuthenticationConfiguration";
    struct span kind = authn_text(authn, authn->root, "kind");
    struct span version = authn_text(authn, authn->root, "apiVersion");
    node_id node = authn_get(authn, authn->root, "kind");
    if (kind.size == 0) {
        return refuse_head(authn, node, hint, "Object 'Kind' is missing");
    }
    if (version.size == 0) {
        return refuse_head(authn, node, hint, "Object 'apiVersion' is missing");
    }
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (span_is(kind, kinds[i])) {
            authn_error(authn, RULE_AUTHENTICATION_KIND, node, hint,
                        "expected AuthenticationConfiguration, got *apiserver.%s",
                        kinds[i]);
            return false;
        }
    }
    if (!span_is(kind, "AuthenticationConfiguration")) {
        authn_error(authn, RULE_AUTHENTICATION_KIND, node, hint,
                    "no kind %s is registered for version %s", authn_quote(authn, kind),
                    authn_quote(authn, version));
        return false;
    }
    return check_version(authn, version, authn_get(authn, authn->root, "apiVersion"));
}
