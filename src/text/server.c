/* SPDX-License-Identifier: MIT */
#include "text/server.h"

#include <arpa/inet.h>

#include "text/utf8.h"

enum { LABEL_MAX = 63, HOST_MAX = 253, PORT_MAX = 65535 };

#define FORMS "write HOST, HOST:PORT, [IPV6]:PORT or https://HOST[:PORT][/PATH]"

static bool refuse(struct server_fault *fault, const char *problem, const char *hint) {
    *fault = (struct server_fault){problem, hint};
    return false;
}

static bool is_digits(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return text.size > 0;
}

static bool is_host_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

static bool is_address(int family, struct span host) {
    char text[INET6_ADDRSTRLEN + 1], address[16];
    if (host.size == 0 || host.size >= sizeof(text)) {
        return false;
    }
    memcpy(text, host.data, host.size);
    text[host.size] = '\0';
    return inet_pton(family, text, address) == 1;
}

/* Labels; one dot may stand at the end. `last` receives the last label. */
static bool check_labels(struct span host, struct span *last) {
    while (host.size > 0) {
        size_t dot = span_find(host, '.');
        *last = span_slice(host, 0, dot);
        if (dot == 0 || dot > LABEL_MAX || last->data[0] == '-' ||
            last->data[dot - 1] == '-') {
            return false;
        }
        for (size_t i = 0; i < dot; i++) {
            if (!is_host_byte(last->data[i])) {
                return false;
            }
        }
        host = span_slice(host, dot < host.size ? dot + 1 : dot, host.size);
    }
    return true;
}

static bool check_host(const struct server_address *server, struct server_fault *fault) {
    struct span host = server->host, last = {NULL, 0};
    if (host.size == 0) {
        return refuse(fault, "there is no host", FORMS);
    }
    if (server->ipv6) {
        return is_address(AF_INET6, host) ||
               refuse(fault, "what stands in the brackets is not an IPv6 address",
                      "brackets are for IPv6 only: [2001:db8::1]:6443");
    }
    if (!utf8_is_ascii(host)) {
        return refuse(fault, "the host name is not ASCII",
                      "write its xn-- form, which DNS and certificates use");
    }
    if (host.size > HOST_MAX || !check_labels(host, &last)) {
        return refuse(fault, "the host is not a host name", FORMS);
    }
    return !is_digits(last) || is_address(AF_INET, host) ||
           refuse(fault, "the host looks like an IPv4 address, but is none",
                  "write four numbers from 0 to 255");
}

static bool check_port(struct span port, struct server_fault *fault) {
    unsigned value = 0;
    bool valid = is_digits(port);
    for (size_t i = 0; i < port.size && valid; i++) {
        value = value * 10 + (unsigned)(port.data[i] - '0');
        valid = value <= PORT_MAX;
    }
    return (valid && value > 0) ||
           refuse(fault, "the port is not a number from 1 to 65535",
                  "leave the colon out for port 6443");
}

/* HOST[:PORT], brackets around an IPv6 address. */
static bool take_authority(struct span text, struct server_address *out,
                           struct server_fault *fault) {
    size_t end = span_find(text, ':');
    out->ipv6 = span_starts(text, "[");
    if (out->ipv6) {
        end = span_find(text, ']');
        if (end == text.size) {
            return refuse(fault, "missing ']' in host", FORMS);
        }
        out->host = span_slice(text, 1, end);
        end++;
    } else {
        out->host = span_slice(text, 0, end);
    }
    struct span rest = span_slice(text, end, text.size);
    if (rest.size > 0 && rest.data[0] != ':') {
        return refuse(fault, "only a port can follow the bracket", FORMS);
    }
    if (rest.size > 0) {
        out->port = span_slice(rest, 1, rest.size);
        if (!out->ipv6 && span_find(out->port, ':') < out->port.size) {
            return refuse(fault, "an IPv6 address needs brackets",
                          "write [2001:db8::1] or [2001:db8::1]:6443");
        }
    }
    return check_host(out, fault) && (rest.size == 0 || check_port(out->port, fault));
}

static bool is_hex(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/* Go, and so kubectl, reads no URL with a broken escape. */
static bool check_path(struct span path, struct server_fault *fault) {
    for (size_t i = 0; i < path.size; i++) {
        bool escape =
            i + 2 < path.size && is_hex(path.data[i + 1]) && is_hex(path.data[i + 2]);
        if (path.data[i] == '%' && !escape) {
            return refuse(fault,
                          "two hex digits do not follow a percent sign in the path",
                          "write a percent sign itself as %25");
        }
        if (path.data[i] <= ' ' || path.data[i] >= 0x7F ||
            strchr("\"<>\\^`{|}", path.data[i]) != NULL) {
            return refuse(fault, "the path has a character that no URL has",
                          "write it with a percent sign: %20");
        }
    }
    return true;
}

/* What no form can have; passwords first, so that no other fault makes people show one. */
static bool check_parts(struct span text, struct server_fault *fault) {
    static const struct {
        char mark;
        const char *problem;
        const char *hint;
    } rows[] = {
        {'@', "a user name does not belong in the address",
         "leave out everything up to the @; kubelogin logs people in"},
        {'?', "a query does not belong in the address", "leave out the ? and the rest"},
        {'#', "a fragment does not belong in the address",
         "leave out the # and the rest"},
    };
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        if (span_find(text, rows[i].mark) < text.size) {
            return refuse(fault, rows[i].problem, rows[i].hint);
        }
    }
    return true;
}

static bool take_scheme(struct span *text, struct server_address *out,
                        struct server_fault *fault) {
    static const char https[] = "https://";
    size_t length = strlen(https);
    const char *mark = memmem(text->data, text->size, "://", 3);
    if (text->size >= length && strncasecmp(text->data, https, length) == 0) {
        out->url = true;
        *text = span_slice(*text, length, text->size);
        return true;
    }
    return mark == NULL ||
           refuse(fault, "the scheme must be https",
                  "kubectl sends no credentials to http:// servers; write https://HOST");
}

bool server_parse(struct span text, struct server_address *out,
                  struct server_fault *fault) {
    *out = (struct server_address){0};
    if (text.size == 0) {
        return refuse(fault, "the address is empty", FORMS);
    }
    if (!check_parts(text, fault) || !take_scheme(&text, out, fault)) {
        return false;
    }
    size_t slash = span_find(text, '/');
    struct span authority = span_slice(text, 0, slash);
    out->path = span_slice(text, slash, text.size);
    if (span_find(authority, '%') < authority.size) {
        return refuse(fault, "zone ids and escapes do not belong in the host",
                      "a zone means something on one machine only");
    }
    if (!out->url && out->path.size > 0) {
        return refuse(fault, "a path needs a whole URL",
                      "write https://HOST[:PORT]/PATH");
    }
    return take_authority(authority, out, fault) && check_path(out->path, fault);
}

bool server_is_listen_address(struct span text) {
    struct server_address address;
    struct server_fault fault;
    bool chosen = span_ends(text, ":0");
    struct span tried = chosen ? span_slice(text, 0, text.size - 2) : text;
    return server_parse(tried, &address, &fault) && !address.url &&
           chosen == (address.port.size == 0);
}

bool server_is_name(struct span text) {
    struct server_address address;
    struct server_fault fault;
    bool name = server_parse(text, &address, &fault) && !address.url && !address.ipv6 &&
                address.port.size == 0;
    return name || is_address(AF_INET6, text);
}

void server_write(struct buf *out, const struct server_address *server,
                  const char *port) {
    buf_printf(out, server->ipv6 ? "https://[%.*s]" : "https://%.*s",
               SPAN_ARG(server->host));
    if (server->port.size > 0) {
        buf_printf(out, ":%.*s", SPAN_ARG(server->port));
    } else if (port != NULL) {
        buf_printf(out, ":%s", port);
    }
    buf_span(out, server->path);
}
