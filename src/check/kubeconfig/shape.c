/* SPDX-License-Identifier: MIT */
/* Exec stanzas that were meant to run kubelogin and run nothing, or not get-token. */
#include "check/kubeconfig/kubelogin.h"

#include "text/program.h"

static bool is_program(struct span command) {
    return program_is_kubectl(command) || program_is_kubelogin(command);
}

/* A path may have blanks; what follows the name of a program is no part of it. */
static void check_command(const struct kubeconfig_part *user, struct span command) {
    size_t blank = span_find(command, ' ');
    struct span program = span_slice(command, 0, blank);
    if (blank < command.size && is_program(program)) {
        found_as(user->config->input, RULE_KUBECONFIG_EXEC, user->severity,
                 kube_get(user->config->index, exec_of(user), "command"),
                 "write the program alone, and each of its arguments as an item of args",
                 "exec: executable \"%.*s ...\" not found: the blank is part of its name",
                 SPAN_ARG(program));
    }
}

/* `oidc-login get-token --x=y` as one text is one argument. */
static bool check_joined(const struct kubeconfig_part *user) {
    node_id at = arguments_of(user);
    for (; at != 0; at = kube_next(user->config->index, at)) {
        struct span text = item_text(user, at);
        if (span_starts(text, "oidc-login ") || span_starts(text, "get-token ")) {
            found(user->config->input, RULE_KUBELOGIN_ARGUMENT, at,
                  "make each word an item of args",
                  "several arguments in one: it is taken for the name of one command");
            return true;
        }
    }
    return false;
}

static node_id find_argument(const struct kubeconfig_part *user, const char *text) {
    node_id at = arguments_of(user);
    while (at != 0 && !span_is(item_text(user, at), text)) {
        at = kube_next(user->config->index, at);
    }
    return at;
}

static bool has_oidc_flag(const struct kubeconfig_part *user) {
    node_id at = arguments_of(user);
    while (at != 0 && !span_starts(item_text(user, at), "--oidc-")) {
        at = kube_next(user->config->index, at);
    }
    return at != 0;
}

void kubelogin_check_shape(const struct kubeconfig_part *user) {
    struct span command = kube_text(user->config->index, exec_of(user), "command");
    node_id first = arguments_of(user), plugin = find_argument(user, "oidc-login");
    plugin = plugin == 0 ? find_argument(user, "oidc_login") : plugin;
    check_command(user, command);
    if (!is_program(command) || first == 0 || check_joined(user)) {
        return;
    }
    bool kubectl = program_is_kubectl(command);
    if (kubectl && plugin != 0 && plugin != first &&
        span_starts(item_text(user, first), "-")) {
        struct span name = flag_name(item_text(user, first));
        found(user->config->input, RULE_KUBELOGIN_ARGUMENT, first,
              "remove it, or write it behind oidc-login",
              "flags cannot be placed before plugin name: %.*s", SPAN_ARG(name));
    } else if ((kubectl ? plugin != 0 : has_oidc_flag(user)) &&
               find_argument(user, "get-token") == 0) {
        found(
            user->config->input, RULE_KUBELOGIN_ARGUMENT, plugin != 0 ? plugin : first,
            kubectl ? "write get-token behind oidc-login"
                    : "write get-token as the first argument",
            "get-token is missing: no other command of kubelogin gives kubectl a token");
    }
}
