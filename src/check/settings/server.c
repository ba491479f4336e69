/* SPDX-License-Identifier: MIT */
#include "check/settings/server.h"

#include "base/diag.h"
#include "base/format.h"
#include "text/utf8.h"

/* The way out when the network does not help. */
#define ANOTHER_WAY "take the CA from a file: --cluster-ca FILE or --from FILE"

enum tauth_status check_server_host(struct server *server, struct tauth_diags *diags) {
    struct span host = span_of(server->request.host);
    bool named = host.size > 0 && host.size <= SERVER_HOST_MOST;
    bool brackets = span_starts(host, "[");
    if (!named || brackets || !utf8_is_line(host) || span_find(host, ' ') < host.size) {
        return diag_option(diags, RULE_SERVER_HOST, "--server",
                           "give a name or an address, IPv6 without brackets",
                           "\"%.*s\" is not a host to connect to",
                           SPAN_ARG(span_slice(host, 0, named ? host.size : 0)));
    }
    bool ipv6 = span_find(host, ':') < host.size;
    snprintf(server->address, sizeof(server->address), ipv6 ? "[%s]:%u" : "%s:%u",
             server->request.host, server->request.port);
    return TAUTH_OK;
}

enum tauth_status server_report(const struct server *server, struct tauth_diags *diags,
                                enum rule rule, const char *hint, const char *format,
                                ...) {
    va_list arguments;
    va_start(arguments, format);
    _cleanup_(cleanup_free) char *text = format_text(format, arguments);
    va_end(arguments);
    if (text == NULL) {
        return TAUTH_NO_MEMORY;
    }
    return diag_option(diags, rule, "--ca-from-server", hint, "%s: %s", server->address,
                       text);
}

static enum tauth_status report_timeout(const struct server *server,
                                        enum handshake_stage stage,
                                        struct tauth_diags *diags) {
    static const char *const stages[] = {
        [STAGE_RESOLVE] = "the look-up of the name was not answered",
        [STAGE_CONNECT] = "nothing answered the connection",
        [STAGE_TLS] = "it took the connection and did not finish the TLS handshake",
    };
    static const char *const hints[] = {
        [STAGE_RESOLVE] = "look at the name server, or give the address as the server",
        [STAGE_CONNECT] =
            "look at the address, the port and the firewalls on the way, or "
            "give it more time with --timeout; or " ANOTHER_WAY,
        [STAGE_TLS] = "is this the port of the API server (6443 on Talos)? Give it more "
                      "time with --timeout; or " ANOTHER_WAY,
    };
    return server_report(server, diags, RULE_SERVER_TIMEOUT, hints[stage],
                         "%s within %.1f s", stages[stage],
                         server->request.timeout / 1000.0);
}

static enum tauth_status report_speech(const struct server *server,
                                       const struct handshake *handshake,
                                       struct tauth_diags *diags) {
    switch (handshake->end) {
    case HANDSHAKE_CLOSED:
        return server_report(server, diags, RULE_SERVER_CLOSED,
                             "is the API server behind it running? A load balancer "
                             "without one closes connections like this; or " ANOTHER_WAY,
                             "it closed the connection during the TLS handshake");
    case HANDSHAKE_NOT_TLS:
        return server_report(server, diags, RULE_SERVER_NOT_TLS,
                             "give the host and port of the API server (6443 on Talos)",
                             "it answers with %s", handshake->cause.data);
    case HANDSHAKE_TLS_VERSION:
        return server_report(server, diags, RULE_SERVER_TLS_VERSION,
                             "no API server is this old: look at what stands in front of "
                             "it; or " ANOTHER_WAY,
                             "it speaks no TLS 1.2 or later");
    default:
        return server_report(server, diags, RULE_SERVER_HANDSHAKE,
                             "is this the port of the API server (6443 on Talos), and "
                             "does it need --tls-server-name? Or " ANOTHER_WAY,
                             "the TLS handshake failed: %s", handshake->cause.data);
    }
}

enum tauth_status check_server_handshake(const struct server *server,
                                         const struct handshake *handshake,
                                         struct tauth_diags *diags) {
    switch (handshake->end) {
    case HANDSHAKE_DONE:
        return TAUTH_OK;
    case HANDSHAKE_NO_MEMORY:
        return TAUTH_NO_MEMORY;
    case HANDSHAKE_UNKNOWN_HOST:
        return server_report(server, diags, RULE_SERVER_UNKNOWN_HOST,
                             "look at the spelling, or give the address as the server "
                             "and the name with --tls-server-name",
                             "the name has no address: %s", handshake->cause.data);
    case HANDSHAKE_UNREACHABLE:
        return server_report(server, diags, RULE_SERVER_UNREACHABLE,
                             "look at the host and the port (6443 on Talos), and whether "
                             "the API server is running; or " ANOTHER_WAY,
                             "cannot connect: %s", handshake->cause.data);
    case HANDSHAKE_TIMEOUT:
        return report_timeout(server, handshake->stage, diags);
    default:
        return report_speech(server, handshake, diags);
    }
}
