/* SPDX-License-Identifier: MIT */
#include "check/settings/issuer.h"

#include "base/status.h"
#include "model/setting-place.h"
#include "text/quote.h"
#include "text/url.h"
#include "text/utf8.h"

/* What the API server accepts, and no token can have. */
static enum tauth_status useless(const struct issuer_check *check, const char *problem,
                                 const char *hint) {
    return check->report(check->context, RULE_ISSUER_URL, false, hint, problem);
}

/* A finding whose message is the API server's; `refused` is whether it says so itself. */
static enum tauth_status report(const struct issuer_check *check, enum rule rule,
                                bool refused, const char *problem, const char *hint) {
    _cleanup_buf_ struct buf shown = {0}, message = {0};
    url_write_masked(&shown, check->url);
    buf_printf(&message, "%s: Invalid value: ", check->path);
    quote_write(&message, buf_view(&shown));
    buf_printf(&message, ": %s", problem);
    buf_byte(&message, '\0');
    if (shown.failed || message.failed) {
        return TAUTH_NO_MEMORY;
    }
    return check->report(check->context, rule, refused, hint, message.data);
}

static enum tauth_status invalid(const struct issuer_check *check, const char *problem,
                                 const char *hint) {
    return report(check, RULE_ISSUER_URL, true, problem, hint);
}

static enum tauth_status check_marks(const struct issuer_check *check,
                                     const struct url *url) {
    enum tauth_status status = TAUTH_OK;
    if (url->has_userinfo) {
        status_keep(&status, invalid(check, "URL must not contain a username or password",
                                     "leave out everything up to the @"));
    }
    if (url->query.size > 0) {
        status_keep(&status, invalid(check, "URL must not contain a query",
                                     "leave out the ? and what follows"));
    }
    if (url->fragment.size > 0) {
        status_keep(&status, invalid(check, "URL must not contain a fragment",
                                     "leave out the # and what follows"));
    }
    return status;
}

/* Blanks of any width, none at all included: they come with pasted text. */
static bool has_blank(struct span text) {
    for (size_t at = 0; at < text.size;) {
        uint32_t point = utf8_next(text, &at);
        if (point == ' ' || point == 0xA0 || point == 0x1680 ||
            (point >= 0x2000 && point <= 0x200F) || point == 0x202F || point == 0x205F ||
            point == 0x2060 || point == 0x3000 || point == 0xFEFF) {
            return true;
        }
    }
    return false;
}

static enum tauth_status check_parts(const struct issuer_check *check,
                                     const struct url *url) {
    enum tauth_status status = TAUTH_OK;
    bool https = url->scheme.size == 5 && strncasecmp(url->scheme.data, "https", 5) == 0;
    if (!https) {
        status_keep(&status, invalid(check, "URL scheme must be https",
                                     "write the issuer as https://HOST[/PATH]"));
    } else if (!span_is(url->scheme, "https")) {
        status_keep(
            &status,
            useless(
                check, "the scheme of the URL has upper-case letters",
                "write https in lower case: tokens are compared with the issuer byte for "
                "byte"));
    }
    status_keep(&status, check_marks(check, url));
    if (https && url->host.size == 0) {
        status_keep(&status, useless(check, "the URL has no host",
                                     "write the issuer as https://HOST[/PATH]"));
    }
    if (has_blank(check->url)) {
        status_keep(&status, useless(check, "there is a blank in the URL",
                                     "leave it out, at the end too: tokens are compared "
                                     "with the issuer byte for byte"));
    }
    bool bare = (url->query.data != NULL && url->query.size == 0) ||
                (url->fragment.data != NULL && url->fragment.size == 0);
    if (bare) {
        status_keep(&status,
                    useless(check, "nothing follows the ? or # of the URL",
                            "leave it out; no token will have it in its issuer"));
    }
    return status;
}

static enum tauth_status check_discovery(const struct issuer_check *check) {
    static const char suffix[] = "/.well-known/openid-configuration";
    struct span issuer = check->url;
    while (span_ends(issuer, "/")) {
        issuer.size--;
    }
    if (!span_ends(issuer, suffix)) {
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "write %.*s",
               SPAN_ARG(span_slice(issuer, 0, issuer.size - sizeof(suffix) + 1)));
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    return check->report(check->context, RULE_ISSUER_DISCOVERY, false, hint.data,
                         "this is the URL of the discovery document, not of the issuer");
}

static enum tauth_status check_slash(const struct issuer_check *check,
                                     const struct url *url) {
    struct span issuer = check->url;
    bool slash = span_ends(issuer, "/");
    bool wanted = check->slash == SLASH_REQUIRED ||
                  (check->slash == SLASH_BY_VERSION && span_starts(url->host, "sts."));
    if (check->provider == NULL || check->slash == SLASH_AS_GIVEN || slash == wanted) {
        return TAUTH_OK;
    }
    while (span_ends(issuer, "/")) {
        issuer.size--;
    }
    _cleanup_buf_ struct buf hint = {0}, message = {0};
    buf_printf(&hint, "write %.*s%s", SPAN_ARG(issuer), slash ? "" : "/");
    buf_byte(&hint, '\0');
    buf_printf(&message,
               slash ? "the issuer of %s has no trailing slash, and tokens are "
                       "compared byte for byte"
                     : "the issuer of %s ends in a slash, and tokens are compared "
                       "byte for byte",
               check->provider);
    buf_byte(&message, '\0');
    if (hint.failed || message.failed) {
        return TAUTH_NO_MEMORY;
    }
    return check->report(check->context, RULE_ISSUER_SLASH, false, hint.data,
                         message.data);
}

/* Go quotes what it stumbles over, which may be a part of a password. */
static enum tauth_status refuse_unparsed(const struct issuer_check *check,
                                         struct span problem) {
    _cleanup_buf_ struct buf text = {0}, shown = {0};
    size_t quote = span_find(problem, '"');
    bool hide = span_find(check->url, '@') < check->url.size && quote < problem.size;
    url_write_masked(&shown, check->url);
    buf_text(&text, "parse ");
    quote_write(&text, buf_view(&shown));
    buf_printf(&text, ": %.*s%s",
               SPAN_ARG(span_slice(problem, 0, hide ? quote : problem.size)),
               hide ? "******" : "");
    buf_byte(&text, '\0');
    return text.failed || shown.failed
               ? TAUTH_NO_MEMORY
               : invalid(check, text.data,
                         "write the issuer as https://HOST[:PORT][/PATH]");
}

static enum tauth_status check_form(const struct issuer_check *check, struct url *url) {
    _cleanup_buf_ struct buf problem = {0};
    if (url_parse(check->url, url, &problem)) {
        return check_parts(check, url);
    }
    return problem.failed ? TAUTH_NO_MEMORY : refuse_unparsed(check, buf_view(&problem));
}

enum tauth_status check_issuer_form(const struct issuer_check *check) {
    struct url url;
    return check_form(check, &url);
}

enum tauth_status check_issuer_url(const struct issuer_check *check) {
    struct url url;
    enum tauth_status status = check_form(check, &url);
    if (status != TAUTH_OK) {
        return status;
    }
    status = check_discovery(check);
    return status == TAUTH_OK ? check_slash(check, &url) : status;
}

enum tauth_status check_issuer_own(const struct issuer_check *check,
                                   const struct span *own, size_t count) {
    _cleanup_buf_ struct buf problem = {0};
    bool same = false;
    buf_text(&problem, "URL must not overlap with disallowed issuers: [");
    for (size_t i = 0; i < count; i++) {
        same |= span_equal(own[i], check->url);
        buf_text(&problem, i > 0 ? " " : "");
        url_write_masked(&problem, own[i]);
    }
    buf_text(&problem, "]");
    buf_byte(&problem, '\0');
    if (!same) {
        return TAUTH_OK;
    }
    return problem.failed ? TAUTH_NO_MEMORY
                          : report(check, RULE_ISSUER_OF_CLUSTER, true, problem.data,
                                   "give the URL of the identity provider");
}

struct of_settings {
    const struct tauth_settings *settings;
    struct tauth_diags *diags;
};

static enum tauth_status report_setting(const void *context, enum rule rule, bool refused,
                                        const char *hint, const char *message) {
    const struct of_settings *of = context;
    const struct setting_place place = {of->settings, TAUTH_ISSUER_URL, 0};
    (void)refused;
    return setting_report(&place, of->diags, rule, hint, "%s", message);
}

enum tauth_status check_issuer(const struct tauth_settings *settings,
                               struct tauth_diags *diags) {
    return check_issuer_text(settings, setting_get(settings, TAUTH_ISSUER_URL), diags);
}

static struct issuer_check check_of(const struct of_settings *of, struct span issuer) {
    const struct preset *preset = of->settings->preset;
    return (struct issuer_check){
        .url = issuer,
        .path = "jwt[0].issuer.url",
        .provider = preset == NULL ? NULL : preset->name,
        .slash = preset == NULL ? SLASH_AS_GIVEN : preset->slash,
        .report = report_setting,
        .context = of,
    };
}

enum tauth_status check_issuer_text(const struct tauth_settings *settings,
                                    struct span issuer, struct tauth_diags *diags) {
    const struct of_settings of = {settings, diags};
    const struct issuer_check check = check_of(&of, issuer);
    return check_issuer_url(&check);
}

enum tauth_status check_issuer_is_other(const struct tauth_settings *settings,
                                        const struct span *own, size_t count,
                                        struct tauth_diags *diags) {
    const struct of_settings of = {settings, diags};
    const struct issuer_check check =
        check_of(&of, setting_get(settings, TAUTH_ISSUER_URL));
    return check_issuer_own(&check, own, count);
}
