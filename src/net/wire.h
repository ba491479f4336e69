/* SPDX-License-Identifier: MIT */
/* A socket as OpenSSL reads and writes it here: never a SIGPIPE, and what came is known. */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>

struct bio_method_st;
struct bio_st;

struct wire {
    int fd;
    bool ended; /* the other side will send no more, or the connection broke */
    size_t received;
    unsigned char first[8]; /* the first bytes that came */
};

/* To be freed with BIO_meth_free() after everything that uses it; NULL without memory. */
struct bio_method_st *wire_method(void);

/* Reads and writes `wire`, which must outlive it. NULL without memory. */
struct bio_st *wire_new(const struct bio_method_st *method, struct wire *wire);

/* False when what came cannot be the beginning of TLS. */
bool wire_is_tls(const struct wire *wire);

#endif
