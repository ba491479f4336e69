/* SPDX-License-Identifier: MIT */
#include "cli/kubelogin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attr.h"

static bool is_program(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* An empty part of PATH is the current directory. */
static bool is_on_path(const char *name) {
    const char *at = getenv("PATH");
    while (at != NULL) {
        const char *end = strchrnul(at, ':');
        char *path = NULL;
        if (asprintf(&path, "%.*s/%s", end > at ? (int)(end - at) : 1,
                     end > at ? at : ".", name) < 0) {
            return true;
        }
        bool found = is_program(path);
        free(path);
        if (found) {
            return true;
        }
        at = *end == '\0' ? NULL : end + 1;
    }
    return false;
}

static bool is_there(const char *name) {
    return strchr(name, '/') != NULL ? is_program(name) : is_on_path(name);
}

static bool runs_kubectl(const char *command) {
    return command == NULL || tauth_kubeconfig_kubectl(command);
}

/* What is missing: the program of --exec-command, or the plugin that kubectl runs. */
static const char *missing(const char *command) {
    static const char plugin[] = "kubectl-oidc_login";
    if (command != NULL && !is_there(command)) {
        return command;
    }
    return runs_kubectl(command) && !is_there(plugin) ? plugin : NULL;
}

/* krew calls it kubectl-oidc_login, which no other --exec-command finds. */
static const char *hint_for(const char *command, const char *name) {
    if (!runs_kubectl(command)) {
        return is_on_path("kubectl-oidc_login")
                   ? "kubectl-oidc_login is there: leave out --exec-command"
                   : "install it under that name, or leave out --exec-command and run: "
                     "kubectl krew install oidc-login";
    }
    if (name == command) {
        return "look at --exec-command";
    }
    return command == NULL && is_on_path("kubelogin")
               ? "kubelogin is there: give --exec-command kubelogin, or link it under "
                 "that name"
               : "kubectl krew install oidc-login";
}

void kubelogin_look(const struct arguments *arguments) {
    const char *command = arguments->exec_command;
    const char *name = missing(command);
    if (name == NULL) {
        return;
    }
    char message[160];
    snprintf(message, sizeof(message), "%.100s is not %s", name,
             strchr(name, '/') != NULL ? "a program here" : "on PATH");
    struct tauth_diag finding = {
        .rule = "kubelogin-missing", .message = message, .hint = hint_for(command, name)};
    enum tauth_status status = tauth_diags_add(arguments->diags, &finding);
    (void)status; /* without memory there is no warning */
}

void kubelogin_show_redirects(const struct arguments *arguments) {
    static const char *const usual[] = {"127.0.0.1:8000", "127.0.0.1:18000"};
    bool given = arguments->listen_addresses.count > 0;
    const char *const *addresses =
        given ? arguments->listen_addresses.items : (const char *const *)usual;
    size_t count = given ? arguments->listen_addresses.count : ARRAY_SIZE(usual);
    const struct tauth_kubeconfig_options options = {.size = sizeof(options),
                                                     .user_name = arguments->user_name,
                                                     .device = arguments->device};
    if (!tauth_kubeconfig_browser(arguments->settings, &options)) {
        return;
    }
    fprintf(stderr, "redirect URIs to register at the provider, for the browser flow:\n");
    for (size_t i = 0; i < count; i++) {
        const char *port = strrchr(addresses[i], ':');
        if (strcmp(port, ":0") == 0) {
            fprintf(stderr,
                    "  http://localhost:PORT, a free port each time: the provider "
                    "must allow any\n");
        } else {
            fprintf(stderr, "  http://localhost%s\n", port);
        }
    }
}
