/* SPDX-License-Identifier: MIT */
#include "net/handshake.h"

#include <poll.h>

#include <openssl/err.h>

#include "net/connect.h"
#include "net/resolve.h"
#include "net/tls.h"
#include "net/wire.h"

struct session {
    struct tls tls;
    OSSL_LIB_CTX *library;
    SSL_CTX *context;
    BIO_METHOD *method;
    SSL *ssl;
    struct wire wire;
};

static void session_deinit(struct session *session) {
    const struct tls *tls = &session->tls;
    if (session->ssl != NULL) {
        tls->SSL_free(session->ssl);
    }
    BIO_meth_free(session->method);
    if (session->context != NULL) {
        tls->SSL_CTX_free(session->context);
    }
    tls_close(&session->tls);
    OSSL_LIB_CTX_free(session->library);
    cleanup_close(&session->wire.fd);
    ERR_clear_error();
}

static void cleanup_addresses(struct addrinfo **addresses) {
    if (*addresses != NULL) {
        freeaddrinfo(*addresses);
    }
}

/* SSL_CTX_set_min_proto_version() and its like are macros around this. */
static bool set_limit(const struct session *session, int command, long version) {
    return session->tls.SSL_CTX_ctrl(session->context, command, version, NULL) == 1;
}

/*
 * A context of its own, and every limit set: what openssl.cnf of the system says about
 * versions and key sizes must not decide which certificates can be looked at.
 */
static bool prepare(struct session *session) {
    const struct tls *tls = &session->tls;
    session->library = OSSL_LIB_CTX_new();
    session->method = wire_method();
    if (session->library == NULL || session->method == NULL) {
        return false;
    }
    session->context =
        tls->SSL_CTX_new_ex(session->library, NULL, tls->TLS_client_method());
    if (session->context == NULL) {
        return false;
    }
    tls->SSL_CTX_set_verify(session->context, SSL_VERIFY_NONE, NULL);
    return set_limit(session, SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION) &&
           set_limit(session, SSL_CTRL_SET_MAX_PROTO_VERSION, 0) &&
           tls->SSL_CTX_set_cipher_list(session->context, "DEFAULT:@SECLEVEL=1") == 1 &&
           tls->SSL_CTX_set_ciphersuites(session->context, TLS_DEFAULT_CIPHERSUITES) == 1;
}

/* As Go does it: names only, without the dot at the end. */
static bool set_name(const struct session *session, const char *name) {
    char text[TLSEXT_MAXLEN_host_name + 1];
    struct span span = span_of(name);
    span.size -= span_ends(span, ".");
    if (is_address(name) || span.size == 0 || span.size >= sizeof(text)) {
        return true;
    }
    memcpy(text, span.data, span.size);
    text[span.size] = '\0';
    return session->tls.SSL_ctrl(session->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                 TLSEXT_NAMETYPE_host_name, text) == 1;
}

static bool open_session(struct session *session, const char *name) {
    if (!prepare(session)) {
        return false;
    }
    session->ssl = session->tls.SSL_new(session->context);
    BIO *bio = session->ssl == NULL || !set_name(session, name)
                   ? NULL
                   : wire_new(session->method, &session->wire);
    if (bio != NULL) {
        session->tls.SSL_set_bio(session->ssl, bio, bio);
    }
    return bio != NULL;
}

static bool is_about_version(int reason) {
    return reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_VERSION_TOO_LOW ||
           reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ||
           reason == SSL_R_WRONG_SSL_VERSION;
}

static void write_not_tls(const struct wire *wire, struct buf *cause) {
    struct span first = {(const char *)wire->first, wire->received};
    first.size = first.size < sizeof(wire->first) ? first.size : sizeof(wire->first);
    buf_text(cause, span_starts(first, "HTTP/")  ? "plain HTTP"
                    : span_starts(first, "SSH-") ? "SSH"
                                                 : "something other than TLS");
}

static enum handshake_end classify(const struct session *session, struct buf *cause) {
    unsigned long error = ERR_peek_error();
    const char *reason = ERR_reason_error_string(error);
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) {
        return HANDSHAKE_NO_MEMORY;
    }
    if (!wire_is_tls(&session->wire)) {
        write_not_tls(&session->wire, cause);
        return HANDSHAKE_NOT_TLS;
    }
    if (ERR_GET_LIB(error) == ERR_LIB_SSL && is_about_version(ERR_GET_REASON(error))) {
        return HANDSHAKE_TLS_VERSION;
    }
    bool broken =
        error == 0 || ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    if (session->wire.ended && broken) {
        return HANDSHAKE_CLOSED;
    }
    buf_text(cause, reason == NULL ? "it failed without a reason" : reason);
    return HANDSHAKE_FAILED;
}

static enum handshake_end negotiate(const struct session *session, int64_t deadline,
                                    struct buf *cause) {
    for (;;) {
        ERR_clear_error();
        int done = session->tls.SSL_connect(session->ssl);
        if (done == 1) {
            return HANDSHAKE_DONE;
        }
        int error = session->tls.SSL_get_error(session->ssl, done);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
            return classify(session, cause);
        }
        short events = error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        bool late = deadline_left(deadline) == 0;
        if (late || !wait_for(session->wire.fd, events, deadline)) {
            return HANDSHAKE_TIMEOUT;
        }
    }
}

static bool keep_chain(const struct session *session, struct chain *chain) {
    STACK_OF(X509) *presented = session->tls.SSL_get_peer_cert_chain(session->ssl);
    int count = presented == NULL ? 0 : sk_X509_num(presented);
    for (int i = 0; i < count; i++) {
        unsigned char *der = NULL;
        int size = i2d_X509(sk_X509_value(presented, i), &der);
        struct span text = {(const char *)der, size > 0 ? (size_t)size : 0};
        bool kept = size > 0 && chain_add(chain, text) == TAUTH_OK;
        OPENSSL_free(der);
        if (!kept) {
            return false;
        }
    }
    return true;
}

static enum handshake_end speak(const struct handshake_request *request, int fd,
                                int64_t deadline, struct handshake *out) {
    _cleanup_(session_deinit) struct session session = {.wire = {.fd = fd}};
    const char *name =
        request->server_name == NULL ? request->host : request->server_name;
    ERR_clear_error();
    if (!tls_open(&session.tls)) {
        buf_text(&out->cause, "libssl of OpenSSL 3 cannot be loaded");
        return HANDSHAKE_FAILED;
    }
    if (!open_session(&session, name)) {
        return HANDSHAKE_NO_MEMORY;
    }
    enum handshake_end end = negotiate(&session, deadline, &out->cause);
    if (end == HANDSHAKE_DONE) {
        session.tls.SSL_shutdown(session.ssl);
        end = keep_chain(&session, &out->chain) ? HANDSHAKE_DONE : HANDSHAKE_NO_MEMORY;
    }
    return end;
}

static enum handshake_end find_and_speak(const struct handshake_request *request,
                                         struct handshake *out) {
    _cleanup_(cleanup_addresses) struct addrinfo *addresses = NULL;
    int64_t deadline = deadline_in(request->timeout);
    out->stage = STAGE_RESOLVE;
    int error = resolve(request->host, request->port, deadline, &addresses);
    if (error == RESOLVE_TIMEOUT) {
        return HANDSHAKE_TIMEOUT;
    }
    if (error == EAI_MEMORY) {
        return HANDSHAKE_NO_MEMORY;
    }
    if (error != 0) {
        buf_text(&out->cause, gai_strerror(error));
        return HANDSHAKE_UNKNOWN_HOST;
    }
    int fd = -1;
    out->stage = STAGE_CONNECT;
    enum connect_end connected = connect_any(addresses, deadline, &fd, &out->cause);
    if (connected != CONNECT_DONE) {
        return connected == CONNECT_TIMEOUT ? HANDSHAKE_TIMEOUT : HANDSHAKE_UNREACHABLE;
    }
    out->stage = STAGE_TLS;
    return speak(request, fd, deadline, out);
}

void handshake_run(const struct handshake_request *request, struct handshake *out) {
    out->end = find_and_speak(request, out);
    buf_byte(&out->cause, '\0');
    if (out->cause.failed) {
        out->end = HANDSHAKE_NO_MEMORY;
    }
}

void handshake_deinit(struct handshake *handshake) {
    buf_deinit(&handshake->cause);
    chain_deinit(&handshake->chain);
}
