/* SPDX-License-Identifier: MIT */
/* Where an API server is: a host, a host with port, or an https:// URL; nothing is guessed. */
#ifndef TEXT_SERVER_H
#define TEXT_SERVER_H

#include "base/buf.h"

struct server_address {
    struct span host; /* without brackets */
    struct span port; /* empty: none was given */
    struct span path; /* of a URL, as written */
    bool ipv6;
    bool url; /* began with https:// */
};

/* Why a text is refused; it may hold a password and is not to be shown. */
struct server_fault {
    const char *problem;
    const char *hint;
};

/*
 * HOST, HOST:PORT, [IPV6], [IPV6]:PORT or https://AUTHORITY[/PATH]. Refused: a path
 * behind a bare host, other schemes, user names, zone ids, queries, fragments.
 */
bool server_parse(struct span text, struct server_address *out,
                  struct server_fault *fault);

/* HOST:PORT to listen at; port 0 lets the system choose one. */
bool server_is_listen_address(struct span text);

/* A host name or an address, as a certificate has it. */
bool server_is_name(struct span text);

/* Appends the URL; `port` stands where none was given, NULL leaves it out. */
void server_write(struct buf *out, const struct server_address *server, const char *port);

#endif
