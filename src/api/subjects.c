/* SPDX-License-Identifier: MIT */
#include <talosauth/rbac.h>

#include "api/options.h"
#include "api/text.h"
#include "base/diag.h"
#include "base/status.h"
#include "check/settings/names.h"
#include "model/setting-place.h"
#include "model/subjects.h"
#include "text/json.h"
#include "text/utf8.h"

struct subjects {
    struct oidc oidc;
    struct arena arena;
    struct tauth_diags *diags;
    const char *user; /* NULL: none */
    VEC(const char *) groups;
};

static void subjects_deinit(struct subjects *subjects) {
    VEC_DEINIT(subjects->groups);
    arena_deinit(&subjects->arena);
}

/* The claim that the API server takes the user name from. */
static struct span user_claim(const struct oidc *oidc) {
    return oidc->username_claim.data == NULL ? SPAN("sub") : oidc->username_claim;
}

static enum tauth_status refuse_claim(struct subjects *subjects, struct span value) {
    struct span claim = user_claim(&subjects->oidc);
    const char *hint = arena_printf(
        &subjects->arena, "give %.*s=VALUE, or set --username-claim", SPAN_ARG(claim));
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : diag_option(
                     subjects->diags, RULE_USER_CLAIM, "--user-for", hint,
                     "the API server takes the user name from the claim %.*s, not "
                     "from %.*s",
                     SPAN_ARG(claim), SPAN_ARG(value));
}

/* Without another prefix it is the issuer's URL, which must be known then. */
static enum tauth_status check_prefix_known(struct subjects *subjects) {
    const struct oidc *oidc = &subjects->oidc;
    bool by_issuer = oidc->username_prefix.size == 0 &&
                     !span_is(user_claim(oidc), "email") && oidc->issuer.size == 0;
    const struct setting_place place = {oidc->settings, TAUTH_ISSUER_URL, 0};
    return by_issuer ? setting_missing(&place, subjects->diags, RULE_RBAC_SUBJECT,
                                       "give the issuer, or a prefix for user names",
                                       "without another prefix the names of users begin "
                                       "with the issuer's URL")
                     : TAUTH_OK;
}

static enum tauth_status take_user(struct subjects *subjects, const char *text) {
    struct span whole = span_of(text);
    size_t equals = span_find(whole, '=');
    struct span claim = span_slice(whole, 0, equals);
    if (equals == whole.size || equals == 0 || equals + 1 == whole.size) {
        return diag_option(subjects->diags, RULE_USAGE, "--user-for",
                           "for example sub=123", "write CLAIM=VALUE");
    }
    if (!span_equal(claim, user_claim(&subjects->oidc))) {
        return refuse_claim(subjects, claim);
    }
    enum tauth_status status = check_prefix_known(subjects);
    if (status == TAUTH_OK) {
        subjects->user = subject_name(&subjects->arena, &subjects->oidc, NAME_USER,
                                      span_slice(whole, equals + 1, whole.size));
    }
    return status == TAUTH_OK && subjects->user == NULL ? TAUTH_NO_MEMORY : status;
}

static enum tauth_status take_groups(struct subjects *subjects,
                                     const struct tauth_subjects_request *request) {
    const struct setting_place place = {subjects->oidc.settings, TAUTH_GROUPS_CLAIM, 0};
    if (request->group_count > 0 && subjects->oidc.groups_claim.size == 0) {
        return setting_missing(&place, subjects->diags, RULE_GROUPS_CLAIM,
                               "set the claim that holds the groups",
                               "without a groups claim users have no groups");
    }
    for (size_t i = 0; i < request->group_count; i++) {
        const char **slot = VEC_PUSH(subjects->groups);
        if (slot == NULL) {
            return TAUTH_NO_MEMORY;
        }
        *slot = subject_name(&subjects->arena, &subjects->oidc, NAME_GROUP,
                             span_of(request->groups[i]));
        if (*slot == NULL) {
            return TAUTH_NO_MEMORY;
        }
    }
    return TAUTH_OK;
}

static enum tauth_status check_request(const struct subjects *subjects,
                                       const struct tauth_subjects_request *request) {
    enum tauth_status status =
        check_placeholders(subjects->oidc.settings, subjects->diags);
    for (size_t i = 0; i < request->group_count; i++) {
        if (*request->groups[i] == '\0') {
            status_keep(&status, diag_option(subjects->diags, RULE_USAGE, "--group", NULL,
                                             "the name of a group is empty"));
        }
        if (!utf8_is_line(span_of(request->groups[i]))) {
            status_keep(&status,
                        diag_option(subjects->diags, RULE_SETTING_TEXT, "--group", NULL,
                                    "the value is not one line of UTF-8"));
        }
    }
    if (request->user != NULL && !utf8_is_line(span_of(request->user))) {
        status_keep(&status, diag_option(subjects->diags, RULE_SETTING_TEXT, "--user-for",
                                         NULL, "the value is not one line of UTF-8"));
    }
    if (request->user == NULL && request->group_count == 0) {
        status_keep(&status,
                    diag_option(subjects->diags, RULE_USAGE, "--user-for",
                                "for example sub=123", "give --user-for or --group"));
    }
    return status;
}

static void write_text(struct buf *out, const struct subjects *subjects) {
    if (subjects->user != NULL) {
        buf_printf(out, "User: %s\n", subjects->user);
    }
    for (size_t i = 0; i < subjects->groups.count; i++) {
        buf_printf(out, "Group: %s\n", subjects->groups.items[i]);
    }
}

static void write_json(struct buf *out, const struct subjects *subjects) {
    buf_text(out, "{\"version\":1,\"user\":");
    if (subjects->user == NULL) {
        buf_text(out, "null");
    } else {
        json_quote(out, span_of(subjects->user));
    }
    buf_text(out, ",\"groups\":[");
    for (size_t i = 0; i < subjects->groups.count; i++) {
        buf_text(out, i > 0 ? "," : "");
        json_quote(out, span_of(subjects->groups.items[i]));
    }
    buf_text(out, "]}\n");
}

enum tauth_status tauth_subjects(const struct tauth_settings *settings,
                                 const struct tauth_subjects_request *given,
                                 struct tauth_text *out, struct tauth_diags *diags) {
    struct tauth_subjects_request request;
    enum tauth_status status = options_take(given, &request, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    _cleanup_(subjects_deinit) struct subjects subjects = {.diags = diags};
    settings_resolve(settings, &subjects.oidc);
    status = check_request(&subjects, &request);
    if (status == TAUTH_OK && request.user != NULL) {
        status = take_user(&subjects, request.user);
    }
    if (status == TAUTH_OK) {
        status = take_groups(&subjects, &request);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    _cleanup_buf_ struct buf text = {0};
    if (request.format == TAUTH_JSON) {
        write_json(&text, &subjects);
    } else {
        write_text(&text, &subjects);
    }
    return text_hand_out(&text, out);
}
