/* SPDX-License-Identifier: MIT */
/* A TCP connection to the first address that takes it. */
#ifndef NET_CONNECT_H
#define NET_CONNECT_H

#include <netdb.h>

#include "base/buf.h"
#include "net/deadline.h"

enum connect_end { CONNECT_DONE, CONNECT_REFUSED, CONNECT_TIMEOUT };

/* Waits for events of poll(). False when the deadline has passed. */
bool wait_for(int fd, short events, int64_t deadline);

/*
 * Tries the addresses in turn. Each gets its share of the time that is left, so that one
 * which swallows everything leaves some for the next. `cause` receives why each failed;
 * CONNECT_TIMEOUT means that none answered at all. `fd` does not block.
 */
enum connect_end connect_any(const struct addrinfo *addresses, int64_t deadline, int *fd,
                             struct buf *cause);

#endif
