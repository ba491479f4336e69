/* SPDX-License-Identifier: MIT */
#include "net/resolve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Owned by the thread that asks and the one that waits; the last to leave frees it. */
struct lookup {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned owners;
    bool done;
    int error;
    struct addrinfo *addresses;
    char *host;
    char port[8];
};

static const struct addrinfo wanted = {
    .ai_flags = AI_NUMERICSERV,
    .ai_socktype = SOCK_STREAM,
};

bool is_address(const char *host) {
    struct in6_addr address;
    return inet_pton(AF_INET, host, &address) == 1 ||
           inet_pton(AF_INET6, host, &address) == 1;
}

static struct lookup *lookup_new(const char *host, uint16_t port) {
    struct lookup *lookup = calloc(1, sizeof(*lookup));
    if (lookup == NULL) {
        return NULL;
    }
    lookup->host = strdup(host);
    if (lookup->host == NULL) {
        free(lookup);
        return NULL;
    }
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&lookup->mutex, NULL);
    pthread_cond_init(&lookup->changed, &steady);
    pthread_condattr_destroy(&steady);
    snprintf(lookup->port, sizeof(lookup->port), "%u", port);
    lookup->owners = 1;
    return lookup;
}

static void lookup_leave(struct lookup *lookup) {
    pthread_mutex_lock(&lookup->mutex);
    bool last = --lookup->owners == 0;
    pthread_mutex_unlock(&lookup->mutex);
    if (!last) {
        return;
    }
    if (lookup->addresses != NULL) {
        freeaddrinfo(lookup->addresses);
    }
    pthread_cond_destroy(&lookup->changed);
    pthread_mutex_destroy(&lookup->mutex);
    free(lookup->host);
    free(lookup);
}

static void *lookup_run(void *argument) {
    struct lookup *lookup = argument;
    struct addrinfo *addresses = NULL;
    int error = getaddrinfo(lookup->host, lookup->port, &wanted, &addresses);
    pthread_mutex_lock(&lookup->mutex);
    lookup->error = error;
    lookup->addresses = error == 0 ? addresses : NULL;
    lookup->done = true;
    pthread_cond_signal(&lookup->changed);
    pthread_mutex_unlock(&lookup->mutex);
    lookup_leave(lookup);
    return NULL;
}

/* The thread takes no signals: they belong to the program's own threads. */
static bool lookup_start(struct lookup *lookup) {
    pthread_t thread;
    pthread_attr_t detached;
    sigset_t all, before;
    sigfillset(&all);
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    lookup->owners = 2;
    bool started = pthread_create(&thread, &detached, lookup_run, lookup) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&detached);
    if (!started) {
        lookup->owners = 1;
    }
    return started;
}

static int lookup_wait(struct lookup *lookup, int64_t deadline, struct addrinfo **out) {
    const struct timespec until = {deadline / 1000, deadline % 1000 * 1000000};
    int answer = 0;
    pthread_mutex_lock(&lookup->mutex);
    while (!lookup->done && answer == 0) {
        answer = pthread_cond_timedwait(&lookup->changed, &lookup->mutex, &until);
    }
    answer = lookup->done ? lookup->error : RESOLVE_TIMEOUT;
    *out = lookup->addresses;
    lookup->addresses = NULL;
    pthread_mutex_unlock(&lookup->mutex);
    return answer;
}

int resolve(const char *host, uint16_t port, int64_t deadline, struct addrinfo **out) {
    struct lookup *lookup = lookup_new(host, port);
    *out = NULL;
    if (lookup == NULL) {
        return EAI_MEMORY;
    }
    int answer;
    if (is_address(host)) {
        answer = getaddrinfo(host, lookup->port, &wanted, out);
    } else if (lookup_start(lookup)) {
        answer = lookup_wait(lookup, deadline, out);
    } else {
        answer = EAI_MEMORY;
    }
    lookup_leave(lookup);
    return answer;
}
