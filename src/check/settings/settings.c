/* SPDX-License-Identifier: MIT */
#include "check/settings/settings.h"

#include "base/diag.h"
#include "base/status.h"
#include "base/strset.h"
#include "check/settings/issuer.h"
#include "check/settings/names.h"
#include "model/setting-place.h"

#define AT(which, number)                 \
    &(struct setting_place) {             \
        oidc->settings, (which), (number) \
    }

/* kube-apiserver: authentication.go:851-858. */
static enum tauth_status check_pair(const struct oidc *oidc, struct tauth_diags *diags) {
    bool issuer = oidc->issuer.size > 0;
    bool audience = oidc->audience_count > 0 && oidc->audiences[0].size > 0;
    if (issuer && audience) {
        return TAUTH_OK;
    }
    const struct setting_place place = {oidc->settings,
                                        issuer ? TAUTH_AUDIENCE : TAUTH_ISSUER_URL, 0};
    return setting_empty(
        &place, diags, RULE_ISSUER_AND_AUDIENCE,
        issuer ? "give the audience of the tokens too (oidc-client-id; the "
                 "Resource ID of a Zitadel project)"
               : "give the URL of the identity provider too",
        "oidc-issuer-url and oidc-client-id must be specified together when "
        "any oidc-* flags are set");
}

static enum tauth_status check_audiences(const struct oidc *oidc,
                                         struct tauth_diags *diags) {
    _cleanup_(strset_deinit) struct strset seen = {0};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < oidc->audience_count; i++) {
        struct span audience = oidc->audiences[i];
        if (audience.size == 0 && i > 0) {
            status_keep(&status,
                        setting_report(AT(TAUTH_AUDIENCE, i), diags, RULE_AUDIENCE,
                                       "leave it out or name an audience",
                                       "jwt[0].issuer.audiences[%zu]: Required value: "
                                       "audience can't be empty",
                                       i));
            continue;
        }
        uint32_t first = strset_add(&seen, audience, (uint32_t)i + 1);
        if (first == 0) {
            return TAUTH_NO_MEMORY;
        }
        if (first != i + 1) {
            status_keep(&status,
                        setting_report(AT(TAUTH_AUDIENCE, i), diags, RULE_AUDIENCE,
                                       "give it once",
                                       "jwt[0].issuer.audiences[%zu]: Duplicate value: "
                                       "\"%.*s\"",
                                       i, SPAN_ARG(audience)));
        }
    }
    return status;
}

static enum tauth_status check_claims(const struct oidc *oidc,
                                      struct tauth_diags *diags) {
    const struct tauth_settings *settings = oidc->settings;
    struct span username = setting_get(settings, TAUTH_USERNAME_CLAIM);
    struct span groups = setting_get(settings, TAUTH_GROUPS_CLAIM);
    enum tauth_status status = TAUTH_OK;
    if (username.data != NULL && username.size == 0) {
        status_keep(
            &status,
            setting_report(AT(TAUTH_USERNAME_CLAIM, 0), diags, RULE_USERNAME_CLAIM,
                           "leave it out for the default",
                           "jwt[0].claimMappings.username: Required value: claim or "
                           "expression is required"));
    }
    if (groups.data != NULL && groups.size == 0) {
        status_keep(&status,
                    setting_report(AT(TAUTH_GROUPS_CLAIM, 0), diags, RULE_GROUPS_CLAIM,
                                   "leave it out for no groups",
                                   "the groups claim is empty"));
    }
    return status;
}

static enum tauth_status check_required(const struct oidc *oidc,
                                        struct tauth_diags *diags) {
    _cleanup_(strset_deinit) struct strset seen = {0};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < oidc->required_count; i++) {
        struct required_claim claim;
        if (!required_claim_parse(oidc->required[i], &claim)) {
            status_keep(
                &status,
                setting_report(
                    AT(TAUTH_REQUIRED_CLAIM, i), diags, RULE_REQUIRED_CLAIM,
                    "write NAME=VALUE",
                    "invalid argument \"%.*s\" for \"--oidc-required-claim\" flag: "
                    "malformed pair, expect string=string",
                    SPAN_ARG(oidc->required[i])));
        } else if (claim.name.size == 0) {
            status_keep(&status,
                        setting_report(
                            AT(TAUTH_REQUIRED_CLAIM, i), diags, RULE_REQUIRED_CLAIM,
                            "write NAME=VALUE",
                            "jwt[0].claimValidationRules[%zu]: Required value: claim or "
                            "expression is required",
                            i));
        } else {
            uint32_t first = strset_add(&seen, claim.name, (uint32_t)i + 1);
            if (first == 0) {
                return TAUTH_NO_MEMORY;
            }
            if (first != i + 1) {
                status_keep(
                    &status,
                    setting_report(AT(TAUTH_REQUIRED_CLAIM, i), diags,
                                   RULE_REQUIRED_CLAIM, "give one value for each claim",
                                   "jwt[0].claimValidationRules[%zu].claim: Duplicate "
                                   "value: \"%.*s\"",
                                   i, SPAN_ARG(claim.name)));
            }
        }
    }
    return status;
}

/* k8s.io/apiserver plugin/pkg/authenticator/token/oidc/oidc.go:247-291. */
static enum tauth_status check_algorithms(const struct oidc *oidc,
                                          struct tauth_diags *diags) {
    static const char *const known[] = {"RS256", "RS384", "RS512", "ES256", "ES384",
                                        "ES512", "PS256", "PS384", "PS512"};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < oidc->algorithm_count; i++) {
        bool found = false;
        for (size_t j = 0; j < ARRAY_SIZE(known); j++) {
            found |= span_is(oidc->algorithms[i], known[j]);
        }
        if (!found) {
            status_keep(
                &status,
                setting_report(AT(TAUTH_SIGNING_ALGS, i), diags, RULE_SIGNING_ALG,
                               "use some of RS256 RS384 RS512 ES256 ES384 ES512 PS256 "
                               "PS384 PS512",
                               "oidc: unsupported signing alg: \"%.*s\"",
                               SPAN_ARG(oidc->algorithms[i])));
        }
    }
    return status;
}

/* The server of the kubeconfig is the cluster itself, in the place of its endpoint. */
static enum tauth_status check_server(const struct tauth_settings *settings,
                                      struct tauth_diags *diags) {
    const struct tauth_access *access = settings->access;
    if (access == NULL || access->cluster.server == NULL) {
        return TAUTH_OK;
    }
    const struct span own = span_of(access->cluster.server);
    return check_issuer_is_other(settings, &own, 1, diags);
}

enum tauth_status check_settings(const struct tauth_settings *settings, bool required,
                                 struct tauth_diags *diags) {
    struct oidc oidc;
    settings_resolve(settings, &oidc);
    enum tauth_status status = check_placeholders(settings, diags);
    bool filled_in = status == TAUTH_OK;
    if (required) {
        status_keep(&status, check_pair(&oidc, diags));
    }
    if (filled_in && oidc.issuer.size > 0) {
        status_keep(&status, check_issuer(settings, diags));
        status_keep(&status, check_server(settings, diags));
    }
    status_keep(&status, check_audiences(&oidc, diags));
    status_keep(&status, check_claims(&oidc, diags));
    status_keep(&status, check_required(&oidc, diags));
    status_keep(&status, check_algorithms(&oidc, diags));
    status_keep(&status, check_prefixes(settings, &oidc, diags));
    return status;
}
