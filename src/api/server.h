/* SPDX-License-Identifier: MIT */
/* The authority that an API server presents, for other functions of the library. */
#ifndef API_SERVER_H
#define API_SERVER_H

#include <talosauth/server.h>

#include "base/arena.h"
#include "base/attr.h"

/* tauth_server_authority() into an arena of the caller's. */
enum tauth_status server_authority(const struct tauth_server_request *request,
                                   struct arena *arena, struct tauth_authority *out,
                                   struct tauth_diags *diags) _must_check_;

#endif
