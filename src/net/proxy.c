/* SPDX-License-Identifier: MIT */
#include "net/proxy.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"

/* IPv4 as ::ffff:a.b.c.d, which Go treats as the same address. */
struct address {
    unsigned char bytes[16];
};

enum { MAPPED = 12 };

static const unsigned char mapped[MAPPED] = {[10] = 0xff, [11] = 0xff};

static bool copy_text(struct span text, char *out, size_t size) {
    if (text.size >= size) {
        return false;
    }
    memcpy(out, text.data, text.size);
    out[text.size] = '\0';
    return true;
}

static bool read_address(struct span text, struct address *out) {
    char copy[INET6_ADDRSTRLEN];
    if (text.size == 0 || !copy_text(text, copy, sizeof(copy))) {
        return false;
    }
    memcpy(out->bytes, mapped, MAPPED);
    return inet_pton(AF_INET, copy, out->bytes + MAPPED) == 1 ||
           inet_pton(AF_INET6, copy, out->bytes) == 1;
}

static bool is_ipv4(const struct address *address) {
    return memcmp(address->bytes, mapped, MAPPED) == 0;
}

static bool is_loopback(const struct address *address) {
    static const unsigned char last[16] = {[15] = 1};
    return is_ipv4(address) ? address->bytes[MAPPED] == 127
                            : memcmp(address->bytes, last, sizeof(last)) == 0;
}

/* Decimal digits up to a limit; -1 for anything else. */
static int read_number(struct span text, int most) {
    int number = 0;
    for (size_t i = 0; i < text.size && number <= most; i++) {
        number = isdigit((unsigned char)text.data[i]) ? number * 10 + (text.data[i] - '0')
                                                      : most + 1;
    }
    return text.size == 0 || number > most ? -1 : number;
}

static bool read_network(struct span text, struct address *network, int *bits) {
    size_t slash = span_find(text, '/');
    struct span front = span_slice(text, 0, slash);
    if (slash == text.size || !read_address(front, network)) {
        return false;
    }
    bool four = span_find(front, ':') == front.size;
    *bits = read_number(span_slice(text, slash + 1, text.size), four ? 32 : 128);
    if (*bits < 0) {
        return false;
    }
    *bits += four ? 8 * MAPPED : 0;
    for (int i = *bits; i < 128; i++) {
        network->bytes[i / 8] &= (unsigned char)~(0x80 >> i % 8);
    }
    return true;
}

static bool is_in(const struct address *network, int bits, struct address address) {
    if (is_ipv4(network) != is_ipv4(&address)) {
        return false;
    }
    for (int i = bits; i < 128; i++) {
        address.bytes[i / 8] &= (unsigned char)~(0x80 >> i % 8);
    }
    return memcmp(&address, network, sizeof(address)) == 0;
}

/* net.SplitHostPort: HOST:PORT or [HOST]:PORT; otherwise all of it is the host. */
static void split_port(struct span entry, struct span *host, struct span *port) {
    bool bracket = span_starts(entry, "[");
    size_t colon = bracket ? span_find(entry, ']') + 1 : span_find(entry, ':');
    *host = entry;
    *port = (struct span){0};
    if (colon >= entry.size || entry.data[colon] != ':') {
        return;
    }
    struct span rest = span_slice(entry, colon + 1, entry.size);
    if (span_find(rest, ':') == rest.size) {
        *host = bracket ? span_slice(entry, 1, colon - 1) : span_slice(entry, 0, colon);
        *port = rest;
    }
}

static bool ends_with(struct span text, struct span suffix) {
    return text.size >= suffix.size && strncasecmp(text.data + text.size - suffix.size,
                                                   suffix.data, suffix.size) == 0;
}

/* `example.com` is the domain and all below it, `.example.com` only what is below. */
static bool domain_matches(struct span domain, struct span host) {
    if (span_starts(domain, "*.")) {
        domain = span_slice(domain, 1, domain.size);
    }
    if (domain.size == 0 || !ends_with(host, domain)) {
        return false;
    }
    return domain.data[0] == '.' || host.size == domain.size ||
           host.data[host.size - domain.size - 1] == '.';
}

static bool entry_matches(struct span entry, struct span host, const char *port) {
    struct address address, named;
    int bits;
    bool is_address = read_address(host, &address);
    if (span_is(entry, "*")) {
        return true;
    }
    if (read_network(entry, &named, &bits)) {
        return is_address && is_in(&named, bits, address);
    }
    struct span name, only;
    split_port(entry, &name, &only);
    if (only.size > 0 && !span_is(only, port)) {
        return false;
    }
    if (read_address(name, &named)) {
        return is_address && memcmp(&named, &address, sizeof(named)) == 0;
    }
    return domain_matches(name, host);
}

static struct span trim(struct span text) {
    while (text.size > 0 && isspace((unsigned char)text.data[0])) {
        text = span_slice(text, 1, text.size);
    }
    while (text.size > 0 && isspace((unsigned char)text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

bool proxy_is_for(const char *no_proxy, const char *host, uint16_t port) {
    struct span name = span_of(host), rest = span_of(no_proxy);
    struct address address;
    char shown[8];
    snprintf(shown, sizeof(shown), "%u", port);
    if (strcmp(host, "localhost") == 0 ||
        (read_address(name, &address) && is_loopback(&address))) {
        return false;
    }
    while (rest.size > 0) {
        size_t comma = span_find(rest, ',');
        struct span entry = trim(span_slice(rest, 0, comma));
        if (entry.size > 0 && entry_matches(entry, name, shown)) {
            return false;
        }
        rest = span_slice(rest, comma + (comma < rest.size), rest.size);
    }
    return true;
}
