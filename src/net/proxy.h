/* SPDX-License-Identifier: MIT */
/* Whether Go programs such as kubectl would go through a proxy. */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The rule of Go's golang.org/x/net/http/httpproxy for a host under a NO_PROXY list (which
 * may be NULL): false for localhost, loopback addresses and what the list names.
 */
bool proxy_is_for(const char *no_proxy, const char *host, uint16_t port);

#endif
