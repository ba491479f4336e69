/* SPDX-License-Identifier: MIT */
/* What a command line said. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <talosauth/talosauth.h>

struct command;

struct text_list {
    const char **items;
    size_t count;
};

/* Everything that options can say; each command has rows for its part of it. */
struct arguments {
    struct tauth_settings *settings;
    struct tauth_diags *diags;
    const struct command *command;
    struct text_list files;
    struct text_list set;
    struct text_list unset;
    struct text_list groups;
    struct text_list rules;
    struct text_list contexts; /* remove */
    const char *kubernetes_version;
    const char *talos_version; /* where no settings are */
    const char *as;
    const char *mode;
    const char *at;
    const char *fail_on;
    const char *access;
    const char *user_for;
    const char *layout;
    const char *base;
    const char *provider; /* where no settings are */
    const char *output;
    const char *backup;
    const char *jobs;
    const char *files_from;
    const char *color;
    const char *format;
    const char *cluster_ca; /* kubeconfig */
    const char *from;
    const char *merge;
    const char *cluster_name;
    const char *context_name;
    const char *user_entry;
    const char *namespace_name;
    const char *tls_server_name;
    const char *user_name;
    const char *exec_command;
    const char *token_cache_storage;
    struct text_list listen_addresses;
    bool compat;
    bool device;
    bool both_flows;
    bool trust_leaf;
    bool ca_from_server;
    bool no_proxy;
    const char *expect_fingerprint;
    const char *timeout;
    bool use;
    bool in_place;
    bool check;
    bool diff;
    bool prune;
    bool files_only;
    bool with_rbac;
    bool with_role_bindings;
    bool binds_groups; /* an option names a group */
    bool all_issuers;
    bool ca_from_stdin;
    bool strict;
    bool force;
    bool no_sync;
    bool break_links;
    bool nul;
    bool quiet;
    bool verbose;
    bool help;
};

void arguments_deinit(struct arguments *arguments);

#endif
