/* SPDX-License-Identifier: MIT */
#include "check/issuer.h"

#include "base/status.h"
#include "text/url.h"

#define AT                            \
    &(struct setting_place) {         \
        settings, TAUTH_ISSUER_URL, 0 \
    }

static enum tauth_status invalid(const struct tauth_settings *settings,
                                 struct tauth_diags *diags, struct span issuer,
                                 const char *problem, const char *hint) {
    _cleanup_buf_ struct buf shown = {0};
    url_write_masked(&shown, issuer);
    if (shown.failed) {
        return TAUTH_NO_MEMORY;
    }
    return setting_report(AT, diags, RULE_ISSUER_URL, hint,
                          "jwt[0].issuer.url: Invalid value: \"%.*s\": %s",
                          SPAN_ARG(buf_view(&shown)), problem);
}

static enum tauth_status check_parts(const struct tauth_settings *settings,
                                     struct span issuer, const struct url *url,
                                     struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    bool https = url->scheme.size == 5 && strncasecmp(url->scheme.data, "https", 5) == 0;
    if (!https) {
        status_keep(&status, invalid(settings, diags, issuer, "URL scheme must be https",
                                     "write the issuer as https://HOST[/PATH]"));
    } else if (!span_is(url->scheme, "https")) {
        status_keep(&status,
                    invalid(settings, diags, issuer, "write the scheme in lower case",
                            "tokens are compared with the issuer byte for byte"));
    }
    if (url->has_userinfo) {
        status_keep(&status, invalid(settings, diags, issuer,
                                     "URL must not contain a username or password",
                                     "leave out everything up to the @"));
    }
    if (url->query.size > 0) {
        status_keep(&status,
                    invalid(settings, diags, issuer, "URL must not contain a query",
                            "leave out the ? and what follows"));
    }
    if (url->fragment.size > 0) {
        status_keep(&status,
                    invalid(settings, diags, issuer, "URL must not contain a fragment",
                            "leave out the # and what follows"));
    }
    if (https && url->host.size == 0) {
        status_keep(&status, invalid(settings, diags, issuer, "the URL has no host",
                                     "write the issuer as https://HOST[/PATH]"));
    }
    bool bare = (url->query.data != NULL && url->query.size == 0) ||
                (url->fragment.data != NULL && url->fragment.size == 0);
    if (bare) {
        status_keep(&status,
                    invalid(settings, diags, issuer, "nothing follows the ? or #",
                            "leave it out; no token will have it in its issuer"));
    }
    return status;
}

static enum tauth_status check_discovery(const struct tauth_settings *settings,
                                         struct span issuer, struct tauth_diags *diags) {
    static const char suffix[] = "/.well-known/openid-configuration";
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
    return setting_report(AT, diags, RULE_ISSUER_DISCOVERY, hint.data,
                          "this is the URL of the discovery document, not of the issuer");
}

static enum tauth_status check_slash(const struct tauth_settings *settings,
                                     struct span issuer, struct tauth_diags *diags) {
    const struct preset *preset = settings->preset;
    bool slash = span_ends(issuer, "/");
    if (preset == NULL || preset->slash == SLASH_AS_GIVEN ||
        slash == (preset->slash == SLASH_REQUIRED)) {
        return TAUTH_OK;
    }
    while (span_ends(issuer, "/")) {
        issuer.size--;
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "write %.*s%s", SPAN_ARG(issuer), slash ? "" : "/");
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    return setting_report(
        AT, diags, RULE_ISSUER_SLASH, hint.data,
        slash ? "the issuer of %s has no trailing slash, and tokens are "
                "compared byte for byte"
              : "the issuer of %s ends in a slash, and tokens are compared "
                "byte for byte",
        preset->name);
}

/* Go quotes what it stumbles over, which may be a part of a password. */
static enum tauth_status refuse_unparsed(const struct tauth_settings *settings,
                                         struct tauth_diags *diags, struct span issuer,
                                         struct span problem) {
    _cleanup_buf_ struct buf text = {0};
    size_t quote = span_find(problem, '"');
    bool hide = span_find(issuer, '@') < issuer.size && quote < problem.size;
    buf_text(&text, "parse \"");
    url_write_masked(&text, issuer);
    buf_printf(&text, "\": %.*s%s",
               SPAN_ARG(span_slice(problem, 0, hide ? quote : problem.size)),
               hide ? "******" : "");
    buf_byte(&text, '\0');
    return text.failed ? TAUTH_NO_MEMORY
                       : invalid(settings, diags, issuer, text.data,
                                 "write the issuer as https://HOST[:PORT][/PATH]");
}

enum tauth_status check_issuer(const struct tauth_settings *settings,
                               struct tauth_diags *diags) {
    return check_issuer_url(settings, setting_get(settings, TAUTH_ISSUER_URL), diags);
}

enum tauth_status check_issuer_url(const struct tauth_settings *settings,
                                   struct span issuer, struct tauth_diags *diags) {
    struct url url;
    _cleanup_buf_ struct buf problem = {0};
    if (!url_parse(issuer, &url, &problem)) {
        return refuse_unparsed(settings, diags, issuer, buf_view(&problem));
    }
    enum tauth_status status = check_parts(settings, issuer, &url, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    status = check_discovery(settings, issuer, diags);
    return status == TAUTH_OK ? check_slash(settings, issuer, diags) : status;
}
