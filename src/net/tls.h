/* SPDX-License-Identifier: MIT */
/*
 * OpenSSL's libssl, loaded when somebody asks for a connection: loading it with the program
 * would make every run that needs none a tenth longer.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stdbool.h>

#include <openssl/ssl.h>

#include "base/attr.h"

/* clang-format off */
#define TLS_FUNCTIONS(X)                                                                  \
    X(SSL_CTX_ctrl) X(SSL_CTX_free) X(SSL_CTX_new_ex) X(SSL_CTX_set_cipher_list)          \
    X(SSL_CTX_set_ciphersuites) X(SSL_CTX_set_verify) X(SSL_connect) X(SSL_ctrl)          \
    X(SSL_free) X(SSL_get_error) X(SSL_get_peer_cert_chain) X(SSL_new) X(SSL_set_bio)     \
    X(SSL_shutdown) X(TLS_client_method)
#define TLS_MEMBER(name) __typeof__(&(name)) name;
/* clang-format on */

struct tls {
    void *library;
    TLS_FUNCTIONS(TLS_MEMBER)
};

/* Loads it. False when it is not there, or not with all of these functions. */
bool tls_open(struct tls *tls) _must_check_;

/* Everything that was made with it must be gone. */
void tls_close(struct tls *tls);

#endif
