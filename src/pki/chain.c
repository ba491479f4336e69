/* SPDX-License-Identifier: MIT */
#include "pki/chain.h"

#include <openssl/err.h>

#include "pki/certificate.h"

enum { MOST_NAMES = 8 };

static bool describe(struct chain *chain, struct chain_certificate *item, X509 *handle) {
    item->root = certificate_is_authority(handle) && X509_self_signed(handle, 1) == 1;
    ERR_clear_error();
    /* A date that cannot be read is 1970: the certificate has expired then. */
    bool dated = certificate_seconds(X509_get0_notBefore(handle), &item->not_before);
    dated &= certificate_seconds(X509_get0_notAfter(handle), &item->not_after);
    item->not_after = dated ? item->not_after : 0;
    item->subject = certificate_name(&chain->arena, X509_get_subject_name(handle));
    item->issuer = certificate_name(&chain->arena, X509_get_issuer_name(handle));
    return item->subject != NULL && item->issuer != NULL &&
           X509_digest(handle, EVP_sha256(), item->fingerprint, NULL) == 1;
}

enum tauth_status chain_add(struct chain *chain, struct span der) {
    const unsigned char *at = (const unsigned char *)der.data;
    _cleanup_certificate_ X509 *handle = d2i_X509(NULL, &at, (long)der.size);
    ERR_clear_error();
    if (handle == NULL) {
        return TAUTH_REFUSED;
    }
    struct chain_certificate *item = VEC_PUSH(chain->items);
    if (item == NULL || !describe(chain, item, handle)) {
        return TAUTH_NO_MEMORY;
    }
    item->handle = STEAL(handle);
    return TAUTH_OK;
}

static bool signs(X509 *parent, X509 *child) {
    EVP_PKEY *key = X509_get0_pubkey(parent);
    return key != NULL && certificate_is_authority(parent) &&
           X509_NAME_cmp(X509_get_subject_name(parent), X509_get_issuer_name(child)) ==
               0 &&
           X509_verify(child, key) == 1;
}

/* Marks everything above the first certificate, in whatever order it was sent. */
static void mark_signers(struct chain *chain) {
    size_t reached[CHAIN_MOST] = {0};
    size_t count = 1;
    chain->items.items[0].signer = true;
    for (size_t i = 0; i < count; i++) {
        X509 *child = chain->items.items[reached[i]].handle;
        for (size_t j = 1; j < chain->items.count; j++) {
            struct chain_certificate *item = &chain->items.items[j];
            if (!item->signer && signs(item->handle, child)) {
                item->signer = true;
                reached[count++] = j;
            }
        }
    }
    ERR_clear_error();
}

static bool is_repeated(const struct chain *chain, size_t index) {
    const struct chain_certificate *items = chain->items.items;
    for (size_t i = 0; i < index; i++) {
        if (memcmp(items[i].fingerprint, items[index].fingerprint, FINGERPRINT_SIZE) ==
            0) {
            return true;
        }
    }
    return false;
}

enum chain_answer chain_choose(struct chain *chain, const unsigned char *expected,
                               size_t *chosen) {
    size_t roots = 0, signers = 0, last = 0;
    if (chain->items.count == 0 || chain->items.count > CHAIN_MOST) {
        return chain->items.count == 0 ? CHAIN_EMPTY : CHAIN_TOO_LONG;
    }
    mark_signers(chain);
    for (size_t i = 0; i < chain->items.count; i++) {
        const struct chain_certificate *item = &chain->items.items[i];
        if (!item->root || is_repeated(chain, i)) {
            continue;
        }
        roots++;
        if (item->signer) {
            signers++;
            last = i;
            if (expected != NULL &&
                memcmp(item->fingerprint, expected, FINGERPRINT_SIZE) == 0) {
                break;
            }
        }
    }
    if (signers == 0) {
        return roots == 0 ? CHAIN_NO_AUTHORITY : CHAIN_OTHER_AUTHORITY;
    }
    *chosen = last;
    return signers == 1 || expected != NULL ? CHAIN_AUTHORITY : CHAIN_SEVERAL;
}

bool chain_is_for(const struct chain *chain, const char *name) {
    X509 *own = chain->items.items[0].handle;
    struct span text = span_of(name);
    text.size -= span_ends(text, ".");
    int found = X509_check_ip_asc(own, name, 0);
    if (found == -2) {
        found = X509_check_host(own, text.data, text.size,
                                X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL);
    }
    ERR_clear_error();
    return found == 1;
}

static void write_name(struct buf *out, GENERAL_NAME *name) {
    _cleanup_bio_ BIO *text = BIO_new(BIO_s_mem());
    char *data = NULL;
    if (text == NULL || GENERAL_NAME_print(text, name) != 1) {
        out->failed = true;
        return;
    }
    long size = BIO_get_mem_data(text, &data);
    struct span shown = {data, (size_t)size};
    size_t colon = span_find(shown, ':');
    buf_span(out, colon < shown.size ? span_slice(shown, colon + 1, shown.size) : shown);
}

void chain_write_names(const struct chain *chain, struct buf *out) {
    GENERAL_NAMES *names =
        X509_get_ext_d2i(chain->items.items[0].handle, NID_subject_alt_name, NULL, NULL);
    int count = names == NULL ? 0 : sk_GENERAL_NAME_num(names);
    for (int i = 0; i < count && i < MOST_NAMES; i++) {
        buf_text(out, i == 0 ? "" : ", ");
        write_name(out, sk_GENERAL_NAME_value(names, i));
    }
    if (count > MOST_NAMES) {
        buf_printf(out, " and %d more", count - MOST_NAMES);
    }
    GENERAL_NAMES_free(names);
    ERR_clear_error();
}

bool chain_write(const struct chain *chain, size_t index, struct buf *out) {
    return certificate_write(out, chain->items.items[index].handle);
}

void chain_deinit(struct chain *chain) {
    for (size_t i = 0; i < chain->items.count; i++) {
        X509_free(chain->items.items[i].handle);
    }
    VEC_DEINIT(chain->items);
    arena_deinit(&chain->arena);
}
