/* SPDX-License-Identifier: MIT */
/*
 * jwt[].claimValidationRules and userValidationRules, by k8s.io/apiserver
 * pkg/apis/apiserver/validation/validation.go:244-298 and 546-585.
 */
#include "check/authentication/jwt.h"

struct rule_place {
    const struct jwt *jwt;
    size_t number;
    node_id node;
    struct strset *claims;
    struct strset *expressions;
};

static void check_claim(const struct rule_place *place, struct span claim) {
    struct authn *authn = place->jwt->authn;
    struct span message = authn_text(authn, place->node, "message");
    struct span value = authn_text(authn, place->node, "requiredValue");
    node_id node = authn_get(authn, place->node, "claim");
    if (message.size > 0) {
        authn_error(authn, RULE_CLAIM_RULE, authn_get(authn, place->node, "message"),
                    "a message goes with an expression",
                    "jwt[%zu].claimValidationRules[%zu].message: Invalid value: %s: may "
                    "not be specified when claim is set",
                    place->jwt->number, place->number, authn_quote(authn, message));
    }
    if (authn_seen(authn, place->claims, claim, place->number)) {
        authn_error(authn, RULE_CLAIM_RULE, node, "give one value for each claim",
                    "jwt[%zu].claimValidationRules[%zu].claim: Duplicate value: %s",
                    place->jwt->number, place->number, authn_quote(authn, claim));
    }
    login_required_claim(authn, claim, value, node);
}

static void check_expression(const struct rule_place *place, struct span expression) {
    struct authn *authn = place->jwt->authn;
    struct span value = authn_text(authn, place->node, "requiredValue");
    if (value.size > 0) {
        authn_error(
            authn, RULE_CLAIM_RULE, authn_get(authn, place->node, "requiredValue"),
            "compare with the value inside the expression",
            "jwt[%zu].claimValidationRules[%zu].requiredValue: Invalid value: %s: "
            "may not be specified when expression is set",
            place->jwt->number, place->number, authn_quote(authn, value));
    }
    if (authn_seen(authn, place->expressions, expression, place->number)) {
        authn_error(authn, RULE_CLAIM_RULE, authn_get(authn, place->node, "expression"),
                    "leave one of them out",
                    "jwt[%zu].claimValidationRules[%zu].expression: Duplicate value: %s",
                    place->jwt->number, place->number, authn_quote(authn, expression));
    }
}

static void check_rule(const struct rule_place *place) {
    struct authn *authn = place->jwt->authn;
    struct span claim = authn_text(authn, place->node, "claim");
    struct span expression = authn_text(authn, place->node, "expression");
    if (claim.size > 0 && expression.size > 0) {
        authn_error(authn, RULE_CLAIM_OR_EXPRESSION, place->node, "keep one of the two",
                    "jwt[%zu].claimValidationRules[%zu]: Invalid value: %s: claim and "
                    "expression can't both be set",
                    place->jwt->number, place->number, authn_quote(authn, claim));
    } else if (claim.size > 0) {
        check_claim(place, claim);
    } else if (expression.size > 0) {
        check_expression(place, expression);
    } else if (!authn->merged) {
        authn_error(authn, RULE_CLAIM_OR_EXPRESSION, place->node,
                    "write claim and requiredValue, or an expression",
                    "jwt[%zu].claimValidationRules[%zu]: Required value: claim or "
                    "expression is required",
                    place->jwt->number, place->number);
    }
}

void jwt_claim_rules(const struct jwt *jwt) {
    struct authn *authn = jwt->authn;
    _cleanup_(strset_deinit) struct strset claims = {0}, expressions = {0};
    node_id list = authn_get(authn, jwt->node, "claimValidationRules");
    struct rule_place place = {jwt, 0, 0, &claims, &expressions};
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next) {
        place.node = node_follow(authn->index, item);
        check_rule(&place);
        place.number++;
    }
}

void jwt_user_rules(const struct jwt *jwt) {
    struct authn *authn = jwt->authn;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id list = authn_get(authn, jwt->node, "userValidationRules");
    size_t number = 0;
    for (node_id item = authn_items(authn, list); item != 0;
         item = node_at(authn->index, item)->next, number++) {
        struct span expression = authn_text(authn, item, "expression");
        if (expression.size == 0 && !authn->merged) {
            authn_error(authn, RULE_USER_RULE, item,
                        "write an expression on user, or remove the item",
                        "jwt[%zu].userValidationRules[%zu].expression: Required value",
                        jwt->number, number);
        } else if (authn_seen(authn, &seen, expression, number)) {
            authn_error(authn, RULE_USER_RULE, authn_get(authn, item, "expression"),
                        "leave one of them out",
                        "jwt[%zu].userValidationRules[%zu].expression: Duplicate value: "
                        "%s",
                        jwt->number, number, authn_quote(authn, expression));
        }
    }
}
