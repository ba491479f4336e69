/* SPDX-License-Identifier: MIT */
#include "check/settings/login.h"

#include "base/status.h"
#include "check/settings/issuer.h"
#include "check/settings/names.h"
#include "model/setting-place.h"
#include "text/server.h"
#include "text/utf8.h"

static enum tauth_status check_line(const char *option, const char *text,
                                    struct tauth_diags *diags) {
    if (text == NULL || (*text != '\0' && utf8_is_line(span_of(text)))) {
        return TAUTH_OK;
    }
    return diag_option(diags, RULE_SETTING_TEXT, option,
                       "leave the option out for the default", "the value is %s",
                       *text == '\0' ? "empty" : "not one line of UTF-8 text");
}

static enum tauth_status check_names(const struct kubeconfig_parts *parts,
                                     struct tauth_diags *diags) {
    const struct {
        const char *option;
        const char *text;
    } rows[] = {
        {"--cluster", parts->cluster},
        {"--context", parts->context},
        {"--user", parts->user},
        {"--tls-server-name", parts->tls_server_name},
        {"--username", parts->login.user_name},
        {"--exec-command", parts->login.command},
    };
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        status_keep(&status, check_line(rows[i].option, rows[i].text, diags));
    }
    const char *server = parts->tls_server_name;
    if (status == TAUTH_OK && server != NULL && !server_is_name(span_of(server))) {
        status_keep(&status, diag_option(diags, RULE_LOGIN_OPTION, "--tls-server-name",
                                         "give a name that the server's certificate has, "
                                         "without a port",
                                         "the value is not a host name or an address"));
    }
    return status;
}

/* client-go tools/clientcmd/validation.go. */
static enum tauth_status check_namespace(const struct kubeconfig_parts *parts,
                                         struct tauth_diags *diags) {
    const char *name = parts->namespace_name;
    if (name == NULL || is_dns_label(span_of(name))) {
        return TAUTH_OK;
    }
    if (!utf8_is_line(span_of(name))) {
        return check_line("--namespace", name, diags);
    }
    return diag_option(diags, RULE_KUBECONFIG_NAME, "--namespace",
                       "up to 63 lower-case letters, digits and dashes",
                       "namespace \"%s\" for context \"%s\" does not conform to the "
                       "kubernetes DNS_LABEL rules",
                       name, parts->context);
}

static enum tauth_status check_client(const struct tauth_settings *settings,
                                      struct tauth_diags *diags) {
    const struct setting_place place = {settings, TAUTH_LOGIN_CLIENT_ID, 0};
    struct span client = setting_get(settings, TAUTH_LOGIN_CLIENT_ID);
    static const char hint[] = "the client id of the application that kubelogin logs in "
                               "with; not the audience";
    if (client.data == NULL) {
        return setting_missing(&place, diags, RULE_LOGIN_CLIENT_ID, hint,
                               "--oidc-client-id is missing");
    }
    return client.size > 0 ? TAUTH_OK
                           : setting_report(&place, diags, RULE_LOGIN_CLIENT_ID, hint,
                                            "the client id is empty");
}

/* `https://` was put in front of it, which makes a URL of any text. */
static enum tauth_status check_bare_issuer(const struct tauth_settings *settings,
                                           struct span issuer,
                                           struct tauth_diags *diags) {
    const struct setting_place place = {settings, TAUTH_ISSUER_URL, 0};
    struct span given = setting_get(settings, TAUTH_ISSUER_URL);
    struct server_address address;
    struct server_fault fault;
    return span_equal(given, issuer) || server_parse(issuer, &address, &fault)
               ? TAUTH_OK
               : setting_report(&place, diags, RULE_ISSUER_URL,
                                "write the issuer as https://HOST[:PORT][/PATH]",
                                "\"%.*s\" is not a host: %s", SPAN_ARG(given),
                                fault.problem);
}

static enum tauth_status check_issuer_there(const struct tauth_settings *settings,
                                            const struct kubeconfig_parts *parts,
                                            struct tauth_diags *diags) {
    const struct setting_place place = {settings, TAUTH_ISSUER_URL, 0};
    if (parts->login.issuer == NULL) {
        return setting_missing(&place, diags, RULE_ISSUER_URL,
                               "the URL of the identity provider",
                               "--oidc-issuer-url is missing");
    }
    struct span issuer = span_of(parts->login.issuer);
    enum tauth_status status = check_issuer_text(settings, issuer, diags);
    return status == TAUTH_OK ? check_bare_issuer(settings, issuer, diags) : status;
}

/* RFC 6749, section 3.3; a comma would make two of it (pflag's StringSlice). */
static bool is_scope(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte <= ' ' || byte >= 0x7F || byte == '"' || byte == '\\' || byte == ',') {
            return false;
        }
    }
    return text.size > 0;
}

static enum tauth_status check_scopes(const struct tauth_settings *settings,
                                      struct tauth_diags *diags) {
    const struct setting_values *values = &settings->values[TAUTH_LOGIN_SCOPE];
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < values->list.count; i++) {
        if (!is_scope(values->list.items[i])) {
            const struct setting_place place = {settings, TAUTH_LOGIN_SCOPE, i};
            status_keep(&status,
                        setting_report(&place, diags, RULE_LOGIN_SCOPE,
                                       "give each scope by itself, such as profile",
                                       "\"%.*s\" is not one scope",
                                       SPAN_ARG(values->list.items[i])));
        }
    }
    return status;
}

static enum tauth_status check_options(const struct kubeconfig_parts *parts,
                                       struct tauth_diags *diags) {
    const struct login *login = &parts->login;
    struct span storage = span_of(login->token_cache_storage);
    enum tauth_status status = TAUTH_OK;
    if (storage.data != NULL && !span_is(storage, "disk") &&
        !span_is(storage, "keyring") && !span_is(storage, "none")) {
        status_keep(&status,
                    diag_option(diags, RULE_LOGIN_OPTION, "--token-cache-storage", NULL,
                                "the value is disk, keyring or none"));
    }
    const char *command = login->command;
    if (command != NULL && strchr(command, '/') != NULL && command[0] != '/') {
        status_keep(
            &status,
            diag_option(diags, RULE_LOGIN_OPTION, "--exec-command",
                        "give an absolute path, or a name that is on PATH",
                        "a relative path counts from the kubeconfig's directory"));
    }
    for (uint32_t i = 0; i < login->listen_addresses.count; i++) {
        if (!server_is_listen_address(span_of(login->listen_addresses.items[i]))) {
            status_keep(&status, diag_option(diags, RULE_LOGIN_OPTION, "--listen-address",
                                             "for example 127.0.0.1:8000",
                                             "the value is ADDRESS:PORT"));
        }
    }
    return status;
}

/* What only means something where people log in on this machine. */
static enum tauth_status check_no_use(const struct kubeconfig_parts *parts,
                                      struct tauth_diags *diags) {
    const struct login *login = &parts->login;
    enum tauth_status status = TAUTH_OK;
    if (login->user_name != NULL) {
        status_keep(&status,
                    diag_option(diags, RULE_USAGE, "--username",
                                "leave it out; people say who they are in the browser",
                                "the device code flow has no use for it"));
    }
    if (login->listen_addresses.count > 0) {
        status_keep(&status,
                    diag_option(diags, RULE_USAGE, "--listen-address",
                                "leave it out; no browser comes back to this machine",
                                "the device code flow has no use for it"));
    }
    return status;
}

/* --device wins over the flow of the access file, not over another option. */
static enum tauth_status check_device(const struct tauth_settings *settings,
                                      const struct kubeconfig_parts *parts,
                                      struct tauth_diags *diags) {
    const struct login *login = &parts->login;
    bool other = login->grant_type != TAUTH_GRANT_DEFAULT &&
                 login->grant_type != TAUTH_GRANT_DEVICE_CODE &&
                 !settings->values[TAUTH_GRANT_TYPE].from_access;
    enum tauth_status status = TAUTH_OK;
    if (parts->device && other) {
        status_keep(&status, diag_option(diags, RULE_USAGE, "--device",
                                         "give one of the two; --both-flows makes two "
                                         "contexts",
                                         "cannot be combined with another --grant-type"));
    }
    bool device = parts->device || login->grant_type == TAUTH_GRANT_DEVICE_CODE;
    if (device && parts->both_flows) {
        bool access = !parts->device && settings->values[TAUTH_GRANT_TYPE].from_access;
        status_keep(&status,
                    diag_option(diags, RULE_USAGE, "--both-flows",
                                access ? "the access file asks for the device code flow; "
                                         "give --grant-type authcode"
                                       : "leave out --device and the grant type",
                                "the first of the two flows needs a browser"));
    } else if (device) {
        status_keep(&status, check_no_use(parts, diags));
    }
    return status;
}

enum tauth_status check_kubeconfig(const struct tauth_settings *settings,
                                   const struct kubeconfig_parts *parts,
                                   struct tauth_diags *diags) {
    enum tauth_status status = check_placeholder(settings, TAUTH_ISSUER_URL, diags);
    bool filled_in = status == TAUTH_OK;
    status_keep(&status, check_placeholder(settings, TAUTH_LOGIN_CLIENT_ID, diags));
    status_keep(&status, check_placeholder(settings, TAUTH_LOGIN_SCOPE, diags));
    if (filled_in) {
        status_keep(&status, check_issuer_there(settings, parts, diags));
    }
    status_keep(&status, check_client(settings, diags));
    status_keep(&status, check_scopes(settings, diags));
    status_keep(&status, check_names(parts, diags));
    status_keep(&status, check_namespace(parts, diags));
    status_keep(&status, check_options(parts, diags));
    status_keep(&status, check_device(settings, parts, diags));
    return status;
}
