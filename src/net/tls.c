/* SPDX-License-Identifier: MIT */
#include "net/tls.h"

#include <dlfcn.h>
#include <string.h>

/* The name holds the version of the interface that the headers are for. */
#define LIBRARY "libssl.so.3"

_Static_assert(OPENSSL_VERSION_MAJOR == 3, "libssl.so.3 is that of OpenSSL 3");

static bool find(void *library, const char *name, void *function, size_t size) {
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, size); /* ISO C has no cast from one to the other */
    return symbol != NULL;
}

bool tls_open(struct tls *tls) {
    tls->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool good = tls->library != NULL;
#define FIND(name) \
    good = good && find(tls->library, #name, &tls->name, sizeof(tls->name));
    TLS_FUNCTIONS(FIND)
#undef FIND
    return good;
}

void tls_close(struct tls *tls) {
    if (tls->library != NULL) {
        dlclose(tls->library);
        tls->library = NULL;
    }
}
