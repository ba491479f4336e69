/* SPDX-License-Identifier: MIT */
#include "net/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/ssl.h>

static bool is_transient(int error) {
    return error == EAGAIN || error == EINTR;
}

/* write(), which OpenSSL's own socket BIO calls, raises SIGPIPE. */
static int wire_write(BIO *bio, const char *data, int size) {
    struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t count = send(wire->fd, data, (size_t)size, MSG_NOSIGNAL);
    if (count < 0 && is_transient(errno)) {
        BIO_set_retry_write(bio);
    } else if (count < 0) {
        wire->ended = true;
    }
    return (int)count;
}

static void remember(struct wire *wire, const char *data, size_t size) {
    size_t at = wire->received;
    if (at < sizeof(wire->first)) {
        size_t room = sizeof(wire->first) - at;
        memcpy(wire->first + at, data, size < room ? size : room);
    }
    wire->received += size;
}

static int wire_read(BIO *bio, char *data, int size) {
    struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t count = recv(wire->fd, data, (size_t)size, 0);
    if (count > 0) {
        remember(wire, data, (size_t)count);
    } else if (count < 0 && is_transient(errno)) {
        BIO_set_retry_read(bio);
    } else {
        wire->ended = true;
    }
    return (int)count;
}

static long wire_ctrl(BIO *bio, int command, long number, void *pointer) {
    (void)number, (void)pointer;
    const struct wire *wire = BIO_get_data(bio);
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF:
        return wire->ended;
    default:
        return 0;
    }
}

struct bio_method_st *wire_method(void) {
    /* No index of its own: a process has a hundred of them, and this is not one's type. */
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "talosauth wire");
    if (method != NULL) {
        BIO_meth_set_write(method, wire_write);
        BIO_meth_set_read(method, wire_read);
        BIO_meth_set_ctrl(method, wire_ctrl);
    }
    return method;
}

struct bio_st *wire_new(const struct bio_method_st *method, struct wire *wire) {
    BIO *bio = BIO_new(method);
    if (bio != NULL) {
        BIO_set_data(bio, wire);
        BIO_set_init(bio, 1);
    }
    return bio;
}

/* A record begins with its type, 20 to 24, and the major version 3 (RFC 8446, 5.1). */
bool wire_is_tls(const struct wire *wire) {
    bool type = wire->received < 1 || (wire->first[0] >= 20 && wire->first[0] <= 24);
    bool version = wire->received < 2 || wire->first[1] == 3;
    return type && version;
}
