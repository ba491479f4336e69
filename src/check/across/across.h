/* SPDX-License-Identifier: MIT */
/* Checks between the files of one call. */
#ifndef CHECK_ACROSS_ACROSS_H
#define CHECK_ACROSS_ACROSS_H

#include "check/view/view.h"

/* Every rule that looks at several files; findings go to those they are about. */
void across_check(struct check_input *const *inputs, size_t count);

/* Names and addresses of an API server, in lower case. */
struct server_hosts {
    struct span *items;
    size_t count;
    size_t capacity;
};

/* All files, and every issuer that one of them has. */
struct across {
    struct check_input *const *inputs;
    size_t count;
    struct view *views; /* one for each input */
    size_t issuers;
    struct server_hosts *hosts; /* one for each input; empty where it says none */
    struct arena arena;
};

/* The host of a URL or address, empty where it is none. */
struct span server_host(struct arena *arena, struct span url);

/* The hosts that a file has for its API server. False without memory. */
bool server_hosts_read(struct server_hosts *hosts, struct arena *arena,
                       const struct check_input *input) _must_check_;

bool server_hosts_have(const struct server_hosts *hosts, struct span host);

/* Objects that are there twice, and what roles they bind. */
void across_objects(struct across *across);

/* Subjects of bindings against the prefixes of the issuers. */
void across_subjects(struct across *across);

/* kubelogin's issuer and client id against those of the API server. */
void across_login(struct across *across);

/* Access files against the configs that they were merged into. */
void across_access(struct across *across);

#endif
