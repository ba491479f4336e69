/* SPDX-License-Identifier: MIT */
/* What the API server accepts although nobody can log in, or more people than meant can. */
#include "check/authentication/jwt.h"
#include "check/settings/names.h"
#include "text/url.h"

static const char zitadel_roles[] = "urn:zitadel:iam:org:project:";

bool login_is_zitadel(struct span issuer) {
    struct url url;
    _cleanup_buf_ struct buf problem = {0};
    if (!url_parse(issuer, &url, &problem)) {
        return false;
    }
    struct span host = span_slice(url.host, 0, span_find(url.host, ':'));
    return span_ends(host, ".zitadel.cloud") || span_starts(host, "zitadel.");
}

/* The roles claim that names one project: urn:zitadel:iam:org:project:1234:roles. */
static bool names_project(struct span text) {
    const char *hit = text.size == 0 ? NULL
                                     : memmem(text.data, text.size, zitadel_roles,
                                              sizeof(zitadel_roles) - 1);
    if (hit == NULL) {
        return false;
    }
    size_t at = (size_t)(hit - text.data) + sizeof(zitadel_roles) - 1;
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

void login_placeholder(struct authn *authn, struct span text, node_id node) {
    if (is_placeholder(text)) {
        authn_warn(authn, RULE_PLACEHOLDER, node, "put the real value there",
                   "here is a placeholder");
    }
}

void login_required_claim(struct authn *authn, struct span claim, struct span value,
                          node_id node) {
    static const char *const other[] = {"aud",
                                        "amr",
                                        "auth_time",
                                        "email_verified",
                                        "exp",
                                        "groups",
                                        "iat",
                                        "nbf",
                                        "phone_number_verified",
                                        "roles",
                                        "urn:zitadel:iam:org:project:roles"};
    bool never = names_project(claim) && span_starts(claim, zitadel_roles);
    for (size_t i = 0; i < ARRAY_SIZE(other); i++) {
        never |= span_is(claim, other[i]);
    }
    if (never) {
        authn_warn(
            authn, RULE_REQUIRED_CLAIM_TYPE, node,
            "only texts can be required this way; use a claimValidationRules "
            "expression of structured authentication",
            "no login can pass: %s is no text in a token, and only equal texts count",
            authn_quote(authn, claim));
    }
    login_placeholder(authn, value, node);
}

static void check_prefix_text(const struct login *login, const struct login_name *name) {
    struct authn *authn = login->authn;
    struct span prefix = name->prefix;
    node_id node = node_or(name->prefix_node, name->node);
    if (prefix.size == 0) {
        return;
    }
    if (span_is(prefix, "-") && !authn->flags && name->claim.size > 0) {
        authn_warn(authn, RULE_GROUPS_PREFIX_DASH, node,
                   "for no prefix write \"\"; better give one such as oidc:",
                   "a dash means nothing here: names will be called -NAME");
    }
    char first = prefix.data[0], last = prefix.data[prefix.size - 1];
    if (first == '"' || first == '\'' || last == '"' || last == '\'') {
        authn_warn(authn, RULE_PREFIX_QUOTES, node,
                   "quote once: \"oidc:\", not '\"oidc:\"'",
                   "the quotes would become part of every name");
    }
    if (span_starts(prefix, "system:")) {
        authn_warn(authn, RULE_SYSTEM_NAMES, node, "choose another prefix, such as oidc:",
                   "names beginning with system: belong to Kubernetes; this prefix lets "
                   "the provider make such names");
    }
    login_placeholder(authn, prefix, node);
}

static void check_groups(const struct login *login) {
    struct authn *authn = login->authn;
    const struct login_name *groups = &login->groups;
    bool roles = span_is(groups->claim, "urn:zitadel:iam:org:project:roles") ||
                 (names_project(groups->claim) && span_ends(groups->claim, ":roles"));
    if (roles) {
        authn_warn(
            authn, RULE_GROUPS_CLAIM_OBJECT, groups->node,
            "make a list of them: structured authentication with an expression, or "
            "a Zitadel Action that adds a groups claim",
            "every user with a role is refused: %s is an object (oidc: parse groups "
            "claim: json: cannot unmarshal object into Go value of type string)",
            authn_quote(authn, groups->claim));
    }
    if (groups->claim.size > 0 && groups->prefix.size == 0 && !groups->guarded) {
        authn_warn(authn, RULE_EMPTY_GROUPS_PREFIX,
                   node_or(groups->prefix_node, groups->node),
                   "give a prefix such as oidc:",
                   "without a groups prefix a group system:masters of the provider is a "
                   "super-user here");
    }
}

/* k8s.io/apiserver pkg/apis/apiserver/v1beta1/types.go asks for these rules. */
static void check_guards(const struct login *login) {
    struct authn *authn = login->authn;
    const struct login_name *user = &login->username, *groups = &login->groups;
    bool bare =
        user->claim.size > 0 && user->prefix.size == 0 && !span_is(user->claim, "email");
    if ((bare || user->expression.size > 0) && !user->guarded) {
        authn_error(authn, RULE_SYSTEM_GUARD, user->node,
                    authn->flags ? "give a prefix such as oidc:"
                                 : "add userValidationRules: - expression: "
                                   "\"!user.username.startsWith('system:')\"",
                    "nothing keeps the provider from making user names that begin with "
                    "system:");
    }
    if (groups->expression.size > 0 && !groups->guarded) {
        authn_error(authn, RULE_SYSTEM_GUARD, groups->node,
                    "add userValidationRules: - expression: \"user.groups.all(g, "
                    "!g.startsWith('system:'))\"",
                    "nothing keeps the expression from making groups that begin with "
                    "system:");
    }
}

/* A client of the provider can ask for any audience, so the audience keeps none out. */
static void check_clients(const struct login *login) {
    const struct login_name *groups = &login->groups;
    static const enum tauth_severity note = TAUTH_NOTE;
    bool some = groups->claim.size > 0 || groups->expression.size > 0;
    bool numbered = names_project(groups->claim) || names_project(groups->expression);
    if (login->client_checked || numbered || !login_is_zitadel(login->issuer)) {
        return;
    }
    authn_report(
        login->authn, RULE_OPEN_TO_CLIENTS, some ? NULL : &note, login->issuer_node,
        login->authn->flags
            ? "for one client: oidc-required-claim: azp=CLIENT_ID"
            : "add claimValidationRules: - expression: \"claims.?azp.orValue('') "
              "in ['CLIENT_ID']\", or take groups from "
              "urn:zitadel:iam:org:project:PROJECT_ID:roles",
        "every client of this Zitadel gets in: each may ask for this audience%s",
        some ? ", and groups of any project count here" : "");
}

void login_lints(const struct login *login) {
    check_prefix_text(login, &login->username);
    check_prefix_text(login, &login->groups);
    check_groups(login);
    check_guards(login);
    check_clients(login);
}

static struct login_name name_of(const struct authn *authn, node_id node) {
    return (struct login_name){
        .claim = authn_text(authn, node, "claim"),
        .prefix = authn_text(authn, node, "prefix"),
        .expression = authn_text(authn, node, "expression"),
        .node = node,
        .prefix_node = authn_get(authn, node, "prefix"),
    };
}

/* True when some expression of a list speaks of both. */
static bool any_has(const struct authn *authn, node_id list, const char *first,
                    const char *second) {
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next) {
        struct span text = authn_text(authn, item, "expression");
        if (span_has(text, first) && span_has(text, second)) {
            return true;
        }
    }
    return false;
}

void jwt_lints(const struct jwt *jwt) {
    struct authn *authn = jwt->authn;
    node_id issuer = authn_get(authn, jwt->node, "issuer");
    node_id mappings = authn_get(authn, jwt->node, "claimMappings");
    node_id rules = authn_get(authn, jwt->node, "claimValidationRules");
    node_id user_rules = authn_get(authn, jwt->node, "userValidationRules");
    struct login login = {
        .authn = authn,
        .issuer = authn_text(authn, issuer, "url"),
        .issuer_node = node_or(authn_get(authn, issuer, "url"), jwt->node),
        .username = name_of(authn, authn_get(authn, mappings, "username")),
        .groups = name_of(authn, authn_get(authn, mappings, "groups")),
        .client_checked = any_has(authn, rules, "azp", "claims"),
    };
    for (node_id item = authn_items(authn, rules); item != 0;
         item = node_at(authn->index, item)->next) {
        login.client_checked |= span_is(authn_text(authn, item, "claim"), "azp");
    }
    login.username.guarded = any_has(authn, user_rules, "user.username", "system:") ||
                             expression_is_prefixed(login.username.expression);
    login.groups.guarded = any_has(authn, user_rules, "user.groups", "system:") ||
                           expression_is_prefixed(login.groups.expression);
    if (!authn->merged) {
        login_lints(&login);
    }
}
