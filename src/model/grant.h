/* SPDX-License-Identifier: MIT */
/* kubelogin's grant types (int128/kubelogin pkg/cmd/authentication.go). */
#ifndef MODEL_GRANT_H
#define MODEL_GRANT_H

#include <talosauth/objects.h>

#define GRANT_TYPE_NAMES(X)                               \
    X("auto", TAUTH_GRANT_AUTO)                           \
    X("authcode", TAUTH_GRANT_AUTHCODE)                   \
    X("authcode-keyboard", TAUTH_GRANT_AUTHCODE_KEYBOARD) \
    X("password", TAUTH_GRANT_PASSWORD)                   \
    X("device-code", TAUTH_GRANT_DEVICE_CODE)             \
    X("client-credentials", TAUTH_GRANT_CLIENT_CREDENTIALS)

/* NULL for TAUTH_GRANT_DEFAULT. */
const char *grant_type_name(enum tauth_grant_type type);

/* TAUTH_GRANT_DEFAULT when there is no such grant type. */
enum tauth_grant_type grant_type_find(const char *name);

#endif
