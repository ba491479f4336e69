/* SPDX-License-Identifier: MIT */
/* extraArgs of the API server: names, values, and what Talos makes of them. */
#ifndef CHECK_AUTHENTICATION_FLAGS_H
#define CHECK_AUTHENTICATION_FLAGS_H

#include "check/authentication/authn.h"
#include "check/input/places.h"
#include "text/nearest.h"

struct flags {
    struct authn authn; /* its root is the mapping */
    bool multidoc;      /* of KubeAPIServerConfig */
    size_t guesses;     /* at names so far */
};

/* Names: misspelt, of another program, denied by Talos. */
void check_flag_name(struct flags *flags, node_id key);

/* Types that Talos reads, and what it makes of empty ones. */
void check_flag_value(struct flags *flags, node_id key);

/* Values of the authentication flags: what kube-apiserver makes of them. */
void check_oidc_flags(struct flags *flags);

/* authentication-config: the flag beside others, and the file it names. */
void check_authentication_flag(struct flags *flags);

/* Whether Talos leaves out a flag whose value is empty (1.13 and later). */
enum range_verdict flags_drop_empty(const struct flags *flags);

/*
 * The gate without which authentication-config is refused; `structured` is that flag or
 * the document in its place, 0 where neither is.
 */
void check_feature_gate(struct flags *flags, node_id structured, struct kube_range range);

/* How often a flag is given, and its last value; dropped ones are not there. */
struct flag {
    node_id key;      /* 0: not given */
    node_id value;    /* of the last one */
    struct span text; /* the same */
    bool empty;       /* the only value, and empty */
    bool maybe;       /* given only if Talos is 1.12 or older */
    size_t count;
};

struct flag flag_get(const struct flags *flags, const char *name);

/* The number-th value of a flag, 0 behind the last one. */
node_id flag_item(const struct flags *flags, const struct flag *flag, node_id before);

/* A flag of kube-apiserver, and the minors that have it (0: no end known). */
struct flag_row {
    const char *name;
    int first;
    int last; /* -1: none of those that are known here */
};

const struct flag_row *flag_find(struct span name);

/* Walks the names of all flags, for nearest(). */
next_name flag_next;

#endif
