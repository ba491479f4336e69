/* SPDX-License-Identifier: MIT */
#include "check/authority.h"

#include "base/status.h"
#include "check/date.h"
#include "pki/bundle.h"

enum { SOON = 30 * 24 * 60 * 60 };

struct check {
    const struct source *source;
    int64_t now;
    struct tauth_diags *diags;
    enum tauth_status status;
};

static void check_dates(struct check *check, const struct pem_block *block) {
    char text[DATE_SIZE];
    if (block->not_after < check->now) {
        status_keep(&check->status,
                    source_report(check->diags, RULE_CA_EXPIRED, check->source,
                                  block->offset, "get the new certificate, or remove it",
                                  "the certificate of \"%s\" expired on %s",
                                  block->subject, date_text(block->not_after, text)));
    } else if (block->not_before > check->now) {
        status_keep(&check->status,
                    source_report(
                        check->diags, RULE_CA_NOT_YET_VALID, check->source, block->offset,
                        "wait for that day, or look at the clock of this machine",
                        "the certificate of \"%s\" is valid from %s on", block->subject,
                        date_text(block->not_before, text)));
    } else if (block->not_after - check->now < SOON) {
        status_keep(&check->status,
                    source_report(check->diags, RULE_CA_EXPIRES_SOON, check->source,
                                  block->offset, "add its successor to the file too",
                                  "the certificate of \"%s\" expires on %s",
                                  block->subject, date_text(block->not_after, text)));
    }
}

static void check_block(struct check *check, const struct pem_block *block) {
    switch (block->kind) {
    case PEM_PRIVATE_KEY:
        status_keep(
            &check->status,
            source_report(check->diags, RULE_CA_PRIVATE_KEY, check->source, block->offset,
                          "give a file with certificates only; who has read this "
                          "key can act as its owner",
                          "here is a private key, which must not go into a config"));
        break;
    case PEM_UNREADABLE:
        status_keep(&check->status,
                    source_report(check->diags, RULE_CA_UNREADABLE, check->source,
                                  block->offset, "copy the certificate again",
                                  "the certificate cannot be read"));
        break;
    case PEM_CERTIFICATE:
        if (!block->authority) {
            status_keep(
                &check->status,
                source_report(check->diags, RULE_CA_NOT_CA, check->source, block->offset,
                              "give the certificate of the authority that signed "
                              "it; the server's own is good until it is renewed",
                              "\"%s\" is not a certificate authority", block->subject));
        }
        check_dates(check, block);
        break;
    default:
        break;
    }
}

static void refuse_empty(struct check *check) {
    struct span text = check->source->text;
    bool der = text.size > 1 && text.data[0] == 0x30 && (text.data[1] & 0x80) != 0;
    status_keep(
        &check->status,
        source_report(check->diags, RULE_CA_EMPTY, check->source, 0,
                      der ? "this is DER; convert it: openssl x509 -inform der -in "
                            "FILE -out ca.pem"
                          : "give a PEM file: -----BEGIN CERTIFICATE----- ...",
                      "data does not contain any valid RSA or ECDSA certificates"));
}

enum tauth_status check_authority(const struct source *source, int64_t now,
                                  struct buf *pem, struct tauth_diags *diags) {
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    struct check check = {source, now, diags, TAUTH_OK};
    if (!bundle_read(&bundle, source->text)) {
        return TAUTH_NO_MEMORY;
    }
    for (size_t i = 0; i < bundle.blocks.count; i++) {
        check_block(&check, &bundle.blocks.items[i]);
    }
    if (bundle.pem.size == 0 && check.status == TAUTH_OK) {
        refuse_empty(&check);
    }
    if (check.status == TAUTH_OK) {
        buf_span(pem, buf_view(&bundle.pem));
    }
    return pem->failed ? TAUTH_NO_MEMORY : check.status;
}
