/* SPDX-License-Identifier: MIT */
#include "check/settings/authority.h"

#include "base/format.h"
#include "base/status.h"
#include "pki/bundle.h"
#include "text/date.h"

enum { SOON = 30 * 24 * 60 * 60 };

struct check {
    const struct authority_origin *origin;
    int64_t now;
    struct tauth_diags *diags;
    enum tauth_status status;
};

/* At the block of a PEM file, or at the node that holds the text. */
_printf_(5, 6) static void report(struct check *check, enum rule rule,
                                  const struct pem_block *block, const char *hint,
                                  const char *format, ...) {
    const struct authority_origin *origin = check->origin;
    va_list arguments;
    va_start(arguments, format);
    _cleanup_(cleanup_free) char *message = format_text(format, arguments);
    va_end(arguments);
    if (message == NULL) {
        check->status = TAUTH_NO_MEMORY;
        return;
    }
    size_t offset = block == NULL ? 0 : block->offset;
    status_keep(&check->status, origin->index != NULL
                                    ? node_report(check->diags, rule, origin->index,
                                                  origin->node, hint, "%s", message)
                                    : source_report(check->diags, rule, origin->source,
                                                    offset, hint, "%s", message));
}

static void check_dates(struct check *check, const struct pem_block *block) {
    char text[DATE_SIZE];
    if (block->not_after < check->now) {
        report(check, RULE_CA_EXPIRED, block, "get the new certificate, or remove it",
               "the certificate of \"%s\" expired on %s", block->subject,
               date_text(block->not_after, text));
    } else if (block->not_before > check->now) {
        report(check, RULE_CA_NOT_YET_VALID, block,
               "wait for that day, or look at the clock of this machine",
               "the certificate of \"%s\" is valid from %s on", block->subject,
               date_text(block->not_before, text));
    } else if (block->not_after - check->now < SOON) {
        report(check, RULE_CA_EXPIRES_SOON, block, "add its successor to the file too",
               "the certificate of \"%s\" expires on %s", block->subject,
               date_text(block->not_after, text));
    }
}

static void check_kind(struct check *check, const struct pem_block *block) {
    if (block->authority) {
        return;
    }
    if (check->origin->any) {
        report(check, RULE_TRUST_LEAF, block,
               "works until that server has another certificate, and with kubectl only",
               "\"%s\" is trusted although it is not a certificate authority",
               block->subject);
        return;
    }
    report(check, RULE_CA_NOT_CA, block,
           "give the certificate of the authority that signed it; the server's own is "
           "good until it is renewed",
           "\"%s\" is not a certificate authority", block->subject);
}

static void check_block(struct check *check, const struct pem_block *block) {
    switch (block->kind) {
    case PEM_PRIVATE_KEY:
        report(check, RULE_CA_PRIVATE_KEY, block,
               "give a file with certificates only; who has read this key can act as "
               "its owner",
               "here is a private key, which must not go into a config");
        break;
    case PEM_UNREADABLE:
        report(check, RULE_CA_UNREADABLE, block, "copy the certificate again",
               "the certificate cannot be read");
        break;
    case PEM_CERTIFICATE:
        check_kind(check, block);
        check_dates(check, block);
        break;
    default:
        break;
    }
}

static void refuse_empty(struct check *check) {
    struct span text = check->origin->source->text;
    bool der = text.size > 1 && text.data[0] == 0x30 && (text.data[1] & 0x80) != 0;
    report(check, RULE_CA_EMPTY, NULL,
           der ? "this is DER; convert it: openssl x509 -inform der -in FILE -out ca.pem"
               : "give a PEM file: -----BEGIN CERTIFICATE----- ...",
           "data does not contain any valid RSA or ECDSA certificates");
}

enum tauth_status check_authority(const struct source *source, int64_t now,
                                  struct buf *pem, struct tauth_diags *diags) {
    const struct authority_origin origin = {.source = source};
    return check_cluster_authority(&origin, now, pem, diags);
}

enum tauth_status check_cluster_authority(const struct authority_origin *origin,
                                          int64_t now, struct buf *pem,
                                          struct tauth_diags *diags) {
    _cleanup_(bundle_deinit) struct bundle bundle = {0};
    struct check check = {origin, now, diags, TAUTH_OK};
    if (!bundle_read(&bundle, origin->source->text)) {
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
