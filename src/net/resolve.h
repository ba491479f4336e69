/* SPDX-License-Identifier: MIT */
/* Looking up the addresses of a host, but not for longer than there is time. */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include <stdbool.h>

#include <netdb.h>

#include "net/deadline.h"

/* What resolve() answers besides the errors of getaddrinfo(), which are negative. */
enum { RESOLVE_TIMEOUT = 1 };

/* True for an IPv4 or IPv6 address: there is nothing to look up. */
bool is_address(const char *host);

/*
 * getaddrinfo() for TCP, 0 when `out` has addresses (give them to freeaddrinfo()). A
 * resolver that does not answer keeps its thread until it does; nobody waits for that.
 */
int resolve(const char *host, uint16_t port, int64_t deadline, struct addrinfo **out);

#endif
