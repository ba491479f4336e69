/* SPDX-License-Identifier: MIT */
/*
 * Calls tauth_server_authority() as another program does, and prints what came.
 *
 * usage: authority HOST PORT [name=N] [timeout=MS] [expect=F] [trust-leaf] [no-proxy]
 *
 * Exit status: 0 a certificate, 1 refused, 3 anything else; findings go to stderr. The
 * names never.test (which no resolver ever answers) and two.test (::1 and 127.0.0.1)
 * exist here only.
 */
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <talosauth/talosauth.h>

/* Takes the place of the C library's for the library under test. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **out) {
    __typeof__(&getaddrinfo) real;
    void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
    memcpy(&real, &symbol, sizeof(real)); /* ISO C has no cast for this */
    if (strcmp(node, "never.test") == 0) {
        sleep(30);
        return EAI_AGAIN;
    }
    if (strcmp(node, "two.test") != 0) {
        return real(node, service, hints, out);
    }
    int error = real("::1", service, hints, out);
    return error != 0 ? error : real("127.0.0.1", service, hints, &(*out)->ai_next);
}

static int read_options(int argc, char **argv, struct tauth_server_request *request) {
    for (int i = 3; i < argc; i++) {
        if (strncmp(argv[i], "name=", 5) == 0) {
            request->server_name = argv[i] + 5;
        } else if (strncmp(argv[i], "timeout=", 8) == 0) {
            request->timeout = (uint32_t)strtoul(argv[i] + 8, NULL, 10);
        } else if (strncmp(argv[i], "expect=", 7) == 0) {
            request->expect_fingerprint = argv[i] + 7;
        } else if (strcmp(argv[i], "trust-leaf") == 0) {
            request->trust_leaf = true;
        } else if (strcmp(argv[i], "no-proxy") == 0) {
            request->no_proxy = true;
        } else {
            return 2;
        }
    }
    return 0;
}

static void show(const struct tauth_authority *authority) {
    printf("subject: %s\nissuer: %s\nfrom: %lld\nuntil: %lld\nfingerprint: %s\n",
           authority->subject, authority->issuer, (long long)authority->not_before,
           (long long)authority->not_after, authority->fingerprint);
    printf("confirmed: %d\nleaf: %d\n%s", authority->confirmed, authority->leaf,
           authority->pem);
}

int main(int argc, char **argv) {
    struct tauth_server_request request = {.size = sizeof(request)};
    if (argc < 3 || read_options(argc, argv, &request) != 0) {
        return 2;
    }
    request.host = argv[1];
    request.port = (uint16_t)strtoul(argv[2], NULL, 10);
    struct tauth_diags *diags = tauth_diags_new();
    if (diags == NULL) {
        return 3;
    }
    struct tauth_authority *authority = NULL;
    struct tauth_text text = {0};
    enum tauth_status status = tauth_server_authority(&request, &authority, diags);
    if (status == TAUTH_OK) {
        show(authority);
    }
    if (tauth_diags_text(diags, TAUTH_NOTE, false, &text) == TAUTH_OK && text.size > 0) {
        fwrite(text.data, 1, text.size, stderr);
    }
    tauth_text_free(&text);
    tauth_authority_free(authority);
    tauth_diags_free(diags);
    return status == TAUTH_OK ? 0 : status == TAUTH_REFUSED ? 1 : 3;
}
