/* SPDX-License-Identifier: MIT */
#include "check/settings/chain.h"

#include "base/diag.h"
#include "base/status.h"
#include "text/date.h"

#define FROM_FILE \
    "--cluster-ca FILE or --from FILE (a machine config or admin kubeconfig)"

static enum tauth_status refuse_no_authority(const struct server *server,
                                             const struct chain *chain,
                                             struct tauth_diags *diags) {
    const struct chain_certificate *items = chain->items.items;
    size_t count = chain->items.count;
    const char *hint = "take the CA from " FROM_FILE "; the server's own certificate is "
                       "good until it is renewed and on one node only "
                       "(--insecure-trust-leaf takes it all the same)";
    if (count == 1) {
        return server_report(server, diags, RULE_SERVER_NO_CA, hint,
                             "it presents its own certificate \"%s\" alone, and that is "
                             "not a certificate authority",
                             items[0].subject);
    }
    return server_report(server, diags, RULE_SERVER_NO_CA, hint,
                         "it presents %zu certificates and none is a self-signed CA; the "
                         "last is \"%s\", issued by \"%s\"",
                         count, items[count - 1].subject, items[count - 1].issuer);
}

static enum tauth_status refuse_several(const struct server *server,
                                        const struct chain *chain,
                                        struct tauth_diags *diags) {
    _cleanup_buf_ struct buf text = {0};
    char fingerprint[FINGERPRINT_TEXT];
    for (size_t i = 0; i < chain->items.count; i++) {
        const struct chain_certificate *item = &chain->items.items[i];
        if (item->root && item->signer) {
            fingerprint_write(item->fingerprint, fingerprint);
            buf_printf(&text, "%s\"%s\" %s", text.size > 0 ? ", " : "", item->subject,
                       fingerprint);
        }
    }
    buf_byte(&text, '\0');
    return text.failed ? TAUTH_NO_MEMORY
                       : server_report(server, diags, RULE_SERVER_SEVERAL_CAS,
                                       "say which one with --expect-fingerprint",
                                       "its certificate can be from each of several CAs "
                                       "that it presents: %s",
                                       text.data);
}

static enum tauth_status refuse_other(const struct server *server,
                                      const struct chain *chain,
                                      struct tauth_diags *diags) {
    const struct chain_certificate *root = chain->items.items;
    while (!root->root) {
        root++;
    }
    return server_report(server, diags, RULE_SERVER_OTHER_CA,
                         "look at the certificates of whatever answers there; take the "
                         "CA from " FROM_FILE,
                         "it presents the CA \"%s\", which did not sign the server's "
                         "certificate (issued by \"%s\")",
                         root->subject, chain->items.items[0].issuer);
}

static enum tauth_status refuse_answer(const struct server *server,
                                       const struct chain *chain,
                                       enum chain_answer answer,
                                       struct tauth_diags *diags) {
    switch (answer) {
    case CHAIN_EMPTY:
        return server_report(server, diags, RULE_SERVER_NO_CA,
                             "take the CA from " FROM_FILE, "it presents no certificate");
    case CHAIN_TOO_LONG:
        return server_report(server, diags, RULE_SERVER_NO_CA,
                             "take the CA from " FROM_FILE,
                             "it presents %zu certificates, more than the %d that are "
                             "looked at",
                             chain->items.count, CHAIN_MOST);
    case CHAIN_SEVERAL:
        return refuse_several(server, chain, diags);
    case CHAIN_OTHER_AUTHORITY:
        return refuse_other(server, chain, diags);
    default:
        return refuse_no_authority(server, chain, diags);
    }
}

static enum tauth_status warn_extra(const struct server *server,
                                    const struct chain *chain,
                                    struct tauth_diags *diags) {
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < chain->items.count; i++) {
        const struct chain_certificate *item = &chain->items.items[i];
        if (item->root && !item->signer) {
            status_keep(&status, server_report(
                                     server, diags, RULE_SERVER_EXTRA_CA,
                                     "a CA that is being replaced belongs into a file "
                                     "for --cluster-ca, beside the new one",
                                     "it also presents the CA \"%s\", which did not sign "
                                     "its certificate and is left out",
                                     item->subject));
        }
    }
    return status;
}

static enum tauth_status choose(const struct server *server, struct chain *chain,
                                size_t *chosen, struct tauth_diags *diags) {
    enum chain_answer answer = chain_choose(chain, server->expected, chosen);
    bool leaf = answer == CHAIN_NO_AUTHORITY || answer == CHAIN_OTHER_AUTHORITY;
    if (answer == CHAIN_AUTHORITY) {
        return warn_extra(server, chain, diags);
    }
    if (!leaf || !server->trust_leaf) {
        return refuse_answer(server, chain, answer, diags);
    }
    *chosen = 0;
    return server_report(server, diags, RULE_SERVER_LEAF,
                         "take the CA from " FROM_FILE " instead",
                         "its own certificate \"%s\" is trusted: until it is renewed, on "
                         "this node only, and not by clients other than kubectl",
                         chain->items.items[0].subject);
}

static enum tauth_status check_fingerprint(const struct server *server,
                                           const struct chain *chain, size_t chosen,
                                           struct tauth_diags *diags) {
    const struct chain_certificate *item = &chain->items.items[chosen];
    const unsigned char *expected = server->expected;
    if (expected == NULL || memcmp(item->fingerprint, expected, FINGERPRINT_SIZE) == 0) {
        return TAUTH_OK;
    }
    bool own = memcmp(chain->items.items[0].fingerprint, expected, FINGERPRINT_SIZE) == 0;
    char found[FINGERPRINT_TEXT];
    fingerprint_write(item->fingerprint, found);
    return server_report(
        server, diags, RULE_SERVER_FINGERPRINT,
        own ? "the expected one is that of the server's own certificate; get the one of "
              "its CA from somebody who has the cluster's files"
            : "compare with `openssl x509 -noout -fingerprint -sha256` of the CA in a "
              "machine config or admin kubeconfig; if it differs there too, somebody "
              "else answers here",
        "the certificate of \"%s\" has the SHA-256 fingerprint %s, which is not the "
        "expected one",
        item->subject, found);
}

static enum tauth_status check_dates(const struct server *server,
                                     const struct chain_certificate *item,
                                     struct tauth_diags *diags) {
    char text[DATE_SIZE];
    if (item->not_after < server->now) {
        return server_report(server, diags, RULE_CA_EXPIRED,
                             "nobody can connect until the cluster has a new one",
                             "the certificate of \"%s\" expired on %s", item->subject,
                             date_text(item->not_after, text));
    }
    if (item->not_before > server->now) {
        return server_report(server, diags, RULE_CA_NOT_YET_VALID,
                             "wait for that day, or look at the clock of this machine",
                             "the certificate of \"%s\" is valid from %s on",
                             item->subject, date_text(item->not_before, text));
    }
    return TAUTH_OK;
}

static enum tauth_status warn_name(const struct server *server, const struct chain *chain,
                                   struct tauth_diags *diags) {
    const struct handshake_request *request = &server->request;
    const char *name =
        request->server_name == NULL ? request->host : request->server_name;
    if (chain_is_for(chain, name)) {
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf names = {0};
    chain_write_names(chain, &names);
    return names.failed
               ? TAUTH_NO_MEMORY
               : server_report(server, diags, RULE_SERVER_NAME,
                               "connect by one of its names, give one with "
                               "--tls-server-name, or add the name to "
                               "cluster.apiServer.certSANs; kubectl will refuse it",
                               "the server's certificate is not for %s; it is for %.*s",
                               name,
                               SPAN_ARG(names.size == 0 ? SPAN("no name at all")
                                                        : buf_view(&names)));
}

static enum tauth_status warn_own(const struct server *server, const struct chain *chain,
                                  struct tauth_diags *diags) {
    const struct chain_certificate *own = &chain->items.items[0];
    char text[DATE_SIZE];
    bool expired = own->not_after < server->now;
    if (!expired && own->not_before <= server->now) {
        return TAUTH_OK;
    }
    return server_report(server, diags, RULE_SERVER_EXPIRED,
                         "look at the clocks here and there; Talos renews it when the "
                         "node restarts; until then kubectl will refuse it",
                         "the server's certificate \"%s\" %s %s", own->subject,
                         expired ? "expired on" : "is not valid before",
                         date_text(expired ? own->not_after : own->not_before, text));
}

enum tauth_status check_server_chain(const struct server *server, struct chain *chain,
                                     size_t *chosen, struct tauth_diags *diags) {
    size_t index = 0;
    enum tauth_status status = choose(server, chain, &index, diags);
    if (status == TAUTH_OK) {
        status = check_fingerprint(server, chain, index, diags);
    }
    if (status == TAUTH_OK) {
        status = check_dates(server, &chain->items.items[index], diags);
    }
    if (status == TAUTH_OK && index != 0) {
        status = warn_own(server, chain, diags);
    }
    if (status == TAUTH_OK) {
        status = warn_name(server, chain, diags);
    }
    if (status == TAUTH_OK) {
        *chosen = index;
    }
    return status;
}
