/* SPDX-License-Identifier: MIT */
#include "text/url.h"

static bool is_alpha(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static bool fail(struct buf *problem, const char *text) {
    buf_text(problem, text);
    return false;
}

/* Takes `scheme:` off the front; a text without one keeps its whole. */
static bool take_scheme(struct span *rest, struct url *out, struct buf *problem) {
    for (size_t i = 0; i < rest->size; i++) {
        char byte = rest->data[i];
        if (is_alpha(byte) ||
            (i > 0 && (is_digit(byte) || strchr("+-.", byte) != NULL))) {
            continue;
        }
        if (byte == ':') {
            if (i == 0) {
                return fail(problem, "missing protocol scheme");
            }
            out->scheme = span_slice(*rest, 0, i);
            *rest = span_slice(*rest, i + 1, rest->size);
        }
        return true;
    }
    return true;
}

/* Without scheme, `a:b` before the first slash is ambiguous. */
static bool check_first_segment(struct span rest, const struct url *out,
                                struct buf *problem) {
    bool relative = out->scheme.data == NULL && !span_starts(rest, "/");
    struct span segment = span_slice(rest, 0, span_find(rest, '/'));
    if (relative && span_find(segment, ':') < segment.size) {
        return fail(problem, "first path segment in URL cannot contain colon");
    }
    return true;
}

static bool check_escapes(struct span text, struct buf *problem) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '%') {
            continue;
        }
        bool valid =
            i + 2 < text.size && is_hex(text.data[i + 1]) && is_hex(text.data[i + 2]);
        if (!valid) {
            size_t end = i + 3 < text.size ? i + 3 : text.size;
            buf_printf(problem, "invalid URL escape \"%.*s\"",
                       SPAN_ARG(span_slice(text, i, end)));
            return false;
        }
    }
    return true;
}

static bool check_host_bytes(struct span host, struct buf *problem) {
    for (size_t i = 0; i < host.size; i++) {
        char byte = host.data[i];
        bool allowed = is_alpha(byte) || is_digit(byte) || (unsigned char)byte >= 0x80 ||
                       strchr("-_.~!$&'()*+,;=:[]<>\"%", byte) != NULL;
        if (!allowed) {
            buf_printf(problem, "invalid character \"%s%c\" in host name",
                       byte == '\\' ? "\\" : "", byte);
            return false;
        }
    }
    return check_escapes(host, problem);
}

static bool check_port(struct span port, struct buf *problem) {
    bool valid = port.size == 0 || port.data[0] == ':';
    for (size_t i = 1; i < port.size; i++) {
        valid &= is_digit(port.data[i]);
    }
    if (!valid) {
        buf_printf(problem, "invalid port \"%.*s\" after host", SPAN_ARG(port));
    }
    return valid;
}

static bool check_host(struct span host, struct buf *problem) {
    if (span_starts(host, "[")) {
        size_t end = host.size;
        while (end > 0 && host.data[end - 1] != ']') {
            end--;
        }
        if (end == 0) {
            return fail(problem, "missing ']' in host");
        }
        return check_port(span_slice(host, end, host.size), problem);
    }
    size_t colon = host.size;
    while (colon > 0 && host.data[colon - 1] != ':') {
        colon--;
    }
    if (colon > 0 && !check_port(span_slice(host, colon - 1, host.size), problem)) {
        return false;
    }
    return check_host_bytes(host, problem);
}

static bool take_authority(struct span *rest, struct url *out, struct buf *problem) {
    *rest = span_slice(*rest, 2, rest->size);
    size_t end = span_find(*rest, '/');
    struct span authority = span_slice(*rest, 0, end);
    *rest = span_slice(*rest, end, rest->size);
    size_t at = authority.size;
    while (at > 0 && authority.data[at - 1] != '@') {
        at--;
    }
    out->has_userinfo = at > 0;
    out->userinfo = span_slice(authority, 0, at > 0 ? at - 1 : 0);
    out->host = span_slice(authority, at, authority.size);
    return check_host(out->host, problem);
}

static void split_last(struct span *rest, char mark, struct span *tail) {
    size_t at = span_find(*rest, mark);
    if (at < rest->size) {
        *tail = span_slice(*rest, at + 1, rest->size);
        *rest = span_slice(*rest, 0, at);
    }
}

bool url_parse(struct span text, struct url *out, struct buf *problem) {
    struct span rest = text;
    *out = (struct url){0};
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x20 || byte == 0x7F) {
            return fail(problem, "net/url: invalid control character in URL");
        }
    }
    split_last(&rest, '#', &out->fragment);
    if (!take_scheme(&rest, out, problem)) {
        return false;
    }
    split_last(&rest, '?', &out->query);
    if (!check_first_segment(rest, out, problem)) {
        return false;
    }
    if (span_starts(rest, "//") && !take_authority(&rest, out, problem)) {
        return false;
    }
    out->path = rest;
    return check_escapes(rest, problem) && check_escapes(out->fragment, problem);
}

/* Behind `scheme:` and the slashes that follow it; 0 without a scheme. */
static size_t behind_scheme(struct span text) {
    size_t colon = span_find(text, ':');
    size_t at = colon + 1;
    while (at < text.size && text.data[at] == '/') {
        at++;
    }
    return colon < text.size && at > colon + 1 ? at : 0;
}

void url_write_masked(struct buf *out, struct span text) {
    size_t start = behind_scheme(text), at = text.size;
    while (at > start && text.data[at - 1] != '@') {
        at--;
    }
    size_t colon = start + span_find(span_slice(text, start, at), ':');
    if (at == start || colon >= at) {
        buf_span(out, text);
        return;
    }
    buf_append(out, text.data, colon + 1);
    buf_text(out, "******");
    buf_append(out, text.data + at - 1, text.size - at + 1);
}
