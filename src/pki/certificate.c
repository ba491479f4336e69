/* SPDX-License-Identifier: MIT */
#include "pki/certificate.h"

#include <time.h>

#include <openssl/pem.h>

/* Kind 1 is a CA, 3 a self-signed certificate of version 1, which Go takes as one too. */
bool certificate_is_authority(X509 *certificate) {
    int kind = X509_check_ca(certificate);
    return kind == 1 || kind == 3;
}

bool certificate_seconds(const ASN1_TIME *time, int64_t *out) {
    struct tm broken;
    bool good = ASN1_TIME_to_tm(time, &broken) == 1;
    *out = good ? timegm(&broken) : 0;
    return good;
}

const char *certificate_name(struct arena *arena, const X509_NAME *name) {
    _cleanup_bio_ BIO *out = BIO_new(BIO_s_mem());
    char *text = NULL;
    if (out == NULL || X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253) < 0) {
        return NULL;
    }
    long size = BIO_get_mem_data(out, &text);
    return arena_copy(arena, (struct span){size > 0 ? text : "", (size_t)size});
}

bool certificate_write(struct buf *out, X509 *certificate) {
    _cleanup_bio_ BIO *pem = BIO_new(BIO_s_mem());
    char *text = NULL;
    if (pem == NULL || PEM_write_bio_X509(pem, certificate) != 1) {
        return false;
    }
    long size = BIO_get_mem_data(pem, &text);
    buf_append(out, text, (size_t)size);
    return !out->failed;
}
