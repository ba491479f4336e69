/* SPDX-License-Identifier: MIT */
/*
 * The CA of an issuer, as a PEM file; input that begins like DER is put between BEGIN and
 * END. Nothing fails, and what is accepted is certificates alone, which are accepted again
 * as they are.
 */
#include <openssl/evp.h>
#include <talosauth/talosauth.h>

#include "fuzz.h"
#include "model/settings.h"

static const char begin[] = "-----BEGIN CERTIFICATE-----\n";
static const char end[] = "\n-----END CERTIFICATE-----\n";

static void wrap(struct span der, struct buf *out) {
    size_t size = (der.size + 2) / 3 * 4 + 1;
    unsigned char *text = malloc(size);
    HOLDS(text != NULL, "there is memory");
    int length = EVP_EncodeBlock(text, (const uint8_t *)der.data, (int)der.size);
    buf_text(out, begin);
    for (int at = 0; at < length; at += 64) {
        buf_text(out, at > 0 ? "\n" : "");
        buf_append(out, text + at, length - at < 64 ? (size_t)(length - at) : 64);
    }
    buf_text(out, end);
    free(text);
}

static bool take(struct tauth_settings *settings, struct span text) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_text shown = {0}, pem = {text.data, text.size};
    size_t errors = 0;
    enum tauth_status status = tauth_settings_issuer_ca(settings, "fuzz", pem, diags);
    for (size_t i = 0; i < tauth_diags_count(diags); i++) {
        errors += tauth_diags_get(diags, i)->severity == TAUTH_ERROR;
    }
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "reading does not fail");
    HOLDS((status == TAUTH_REFUSED) == (errors > 0), "a refusal has its reason");
    HOLDS(tauth_diags_text(diags, TAUTH_NOTE, false, &shown) == TAUTH_OK,
          "findings can be shown");
    tauth_text_free(&shown);
    tauth_diags_free(diags);
    return status == TAUTH_OK;
}

/* Nothing but these lines. */
static bool only_certificates(struct span text) {
    bool inside = false;
    while (text.size > 0) {
        struct span line = fuzz_first_line(&text);
        bool first = span_is(line, "-----BEGIN CERTIFICATE-----");
        bool last = span_is(line, "-----END CERTIFICATE-----");
        if (first == inside && (first || last || !inside)) {
            return false;
        }
        inside = first || (inside && !last);
    }
    return !inside;
}

static void check(struct span text) {
    struct tauth_settings *settings = tauth_settings_new(), *again;
    if (take(settings, text)) {
        struct span pem = settings->issuer_ca;
        HOLDS(pem.size > 0 && only_certificates(pem), "certificates alone come out");
        again = tauth_settings_new();
        HOLDS(take(again, pem), "they are accepted again");
        HOLDS(span_equal(again->issuer_ca, pem), "as they are");
        tauth_settings_free(again);
    }
    tauth_settings_free(settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span text = {(const char *)data, size};
    struct buf pem = {0};
    if (size > 0 && data[0] == 0x30) {
        wrap(text, &pem);
        text = buf_view(&pem);
    }
    check(text);
    buf_deinit(&pem);
    return 0;
}
