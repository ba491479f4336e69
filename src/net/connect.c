/* SPDX-License-Identifier: MIT */
#include "net/connect.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST_ADDRESSES = 8 };

bool wait_for(int fd, short events, int64_t deadline) {
    struct pollfd poller = {fd, events, 0};
    for (;;) {
        int count = poll(&poller, 1, deadline_left(deadline));
        if (count > 0) {
            return true;
        }
        if (count == 0 || errno != EINTR) {
            return false;
        }
    }
}

/* Returns 0 or the errno of the attempt. */
static int connect_one(const struct addrinfo *address, int64_t deadline, int *out) {
    int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    _cleanup_(cleanup_close) int fd = socket(address->ai_family, type, 0);
    if (fd < 0) {
        return errno;
    }
    int error = 0;
    socklen_t size = sizeof(error);
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
        if (errno != EINPROGRESS && errno != EINTR) {
            return errno;
        }
        if (!wait_for(fd, POLLOUT, deadline)) {
            return ETIMEDOUT;
        }
        if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
            return errno;
        }
    }
    if (error == 0) {
        *out = fd;
        fd = -1;
    }
    return error;
}

static void write_cause(struct buf *cause, const struct addrinfo *address, bool several,
                        int error) {
    char host[NI_MAXHOST], text[128];
    bool named = several && getnameinfo(address->ai_addr, address->ai_addrlen, host,
                                        sizeof(host), NULL, 0, NI_NUMERICHOST) == 0;
    buf_printf(cause, "%s%s%s%s", cause->size > 0 ? "; " : "", named ? host : "",
               named ? ": " : "",
               error == ETIMEDOUT ? "no answer" : strerror_r(error, text, sizeof(text)));
}

enum connect_end connect_any(const struct addrinfo *addresses, int64_t deadline, int *fd,
                             struct buf *cause) {
    int count = 0, silent = 0;
    for (const struct addrinfo *i = addresses; i != NULL && count < MOST_ADDRESSES;
         i = i->ai_next) {
        count++;
    }
    const struct addrinfo *address = addresses;
    for (int i = 0; i < count; i++, address = address->ai_next) {
        int share = deadline_left(deadline) / (count - i);
        int error = connect_one(address, deadline_in((uint32_t)share), fd);
        if (error == 0) {
            return CONNECT_DONE;
        }
        silent += error == ETIMEDOUT;
        write_cause(cause, address, count > 1, error);
    }
    return silent == count ? CONNECT_TIMEOUT : CONNECT_REFUSED;
}
