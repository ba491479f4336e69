/* SPDX-License-Identifier: MIT */
#include "pki/bundle.h"

#include <limits.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "pki/certificate.h"

static const char begin_mark[] = "-----BEGIN ";
static const char end_mark[] = "-----END ";

/* Offset of a mark at the start of a line, or the size of the text. */
static size_t find_mark(struct span text, size_t from, const char *mark) {
    while (from < text.size) {
        struct span rest = span_slice(text, from, text.size);
        const char *hit = memmem(rest.data, rest.size, mark, strlen(mark));
        if (hit == NULL) {
            break;
        }
        size_t at = (size_t)(hit - text.data);
        if (at == 0 || text.data[at - 1] == '\n') {
            return at;
        }
        from = at + 1;
    }
    return text.size;
}

/* For an encrypted block OpenSSL would ask at the terminal. */
static int no_password(char *out, int size, int writing, void *context) {
    (void)out;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static bool read_certificate(struct bundle *bundle, struct span text,
                             struct pem_block *block) {
    block->kind = PEM_UNREADABLE;
    if (text.size > INT_MAX) {
        return true;
    }
    _cleanup_bio_ BIO *in = BIO_new_mem_buf(text.data, (int)text.size);
    if (in == NULL) {
        return false;
    }
    _cleanup_certificate_ X509 *certificate =
        PEM_read_bio_X509(in, NULL, no_password, NULL);
    ERR_clear_error();
    if (certificate == NULL ||
        !certificate_seconds(X509_get0_notBefore(certificate), &block->not_before) ||
        !certificate_seconds(X509_get0_notAfter(certificate), &block->not_after)) {
        return true;
    }
    block->kind = PEM_CERTIFICATE;
    block->authority = certificate_is_authority(certificate);
    block->subject = certificate_name(&bundle->arena, X509_get_subject_name(certificate));
    return block->subject != NULL && certificate_write(&bundle->pem, certificate);
}

static bool read_block(struct bundle *bundle, struct span text, size_t start,
                       size_t end) {
    struct pem_block *block = VEC_PUSH(bundle->blocks);
    if (block == NULL) {
        return false;
    }
    struct span label = span_slice(text, start + strlen(begin_mark), end);
    label.size = span_find(label, '\n');
    block->offset = start;
    if (span_starts(label, "CERTIFICATE-----")) {
        return read_certificate(bundle, span_slice(text, start, end), block);
    }
    block->kind = span_has(label, "PRIVATE KEY") ? PEM_PRIVATE_KEY : PEM_OTHER;
    return true;
}

bool bundle_read(struct bundle *bundle, struct span text) {
    size_t start = find_mark(text, 0, begin_mark);
    while (start < text.size) {
        size_t next = find_mark(text, start + 1, begin_mark);
        size_t end = find_mark(span_slice(text, 0, next), start, end_mark);
        struct span last = span_slice(text, end, next);
        end += span_find(last, '\n');
        end += end < next;
        if (!read_block(bundle, text, start, end)) {
            return false;
        }
        start = next;
    }
    return true;
}

void bundle_deinit(struct bundle *bundle) {
    VEC_DEINIT(bundle->blocks);
    arena_deinit(&bundle->arena);
    buf_deinit(&bundle->pem);
}
