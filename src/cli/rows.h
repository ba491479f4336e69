/* SPDX-License-Identifier: MIT */
/* Writing option rows, and the rows that several commands share. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/command.h"

#define FLAG(letter_, name_, member, help_)                                         \
    {                                                                               \
        .kind = OPTION_FLAG, .letter = (letter_), .name = (name_), .help = (help_), \
        .offset = offsetof(struct arguments, member)                                \
    }
#define TEXT(letter_, name_, argument_, member, help_)             \
    {                                                              \
        .kind = OPTION_TEXT, .letter = (letter_), .name = (name_), \
        .argument = (argument_), .help = (help_),                  \
        .offset = offsetof(struct arguments, member)               \
    }
#define LIST(name_, argument_, member, help_)                                           \
    {                                                                                   \
        .kind = OPTION_LIST, .name = (name_), .argument = (argument_), .help = (help_), \
        .offset = offsetof(struct arguments, member)                                    \
    }
#define SETTING_ROW(name_, argument_, setting_, help_, repeats_)          \
    {                                                                     \
        .kind = OPTION_SETTING, .name = (name_), .argument = (argument_), \
        .help = (help_), .setting = (setting_), .repeats = (repeats_)     \
    }
#define SETTING(...) SETTING_ROW(__VA_ARGS__, false)
#define SETTING_LIST(...) SETTING_ROW(__VA_ARGS__, true)
#define HEADING(help_) \
    { .kind = OPTION_HEADING, .help = (help_) }

/* Rows that several commands share. */
#define ACCESS_ROW \
    TEXT('f', "access", "FILE", access, "access file; options win over it (- is stdin)")
#define PROVIDER_ROW                         \
    SETTING("provider", "P", TAUTH_PROVIDER, \
            "fill in what is usual for an identity provider")
#define GROUPS_PREFIX_ROW                                 \
    SETTING("groups-prefix", "TEXT", TAUTH_GROUPS_PREFIX, \
            "in front of every group, such as oidc:")
#define TOKEN_ROWS                                                                     \
    PROVIDER_ROW,                                                                      \
        SETTING("issuer-url", "URL", TAUTH_ISSUER_URL, "issuer of the tokens"),        \
        SETTING_LIST("audience", "A", TAUTH_AUDIENCE,                                  \
                     "oidc-client-id; Zitadel: Resource ID (repeatable)"),             \
        SETTING_LIST("client-id", "A", TAUTH_AUDIENCE, "another name of --audience"),  \
        SETTING("username-claim", "CLAIM", TAUTH_USERNAME_CLAIM,                       \
                "claim with the user name"),                                           \
        SETTING("username-prefix", "TEXT", TAUTH_USERNAME_PREFIX,                      \
                "in front of every user name; - for none"),                            \
        SETTING("groups-claim", "CLAIM", TAUTH_GROUPS_CLAIM, "claim with the groups"), \
        GROUPS_PREFIX_ROW,                                                             \
        SETTING_LIST("required-claim", "NAME=VALUE", TAUTH_REQUIRED_CLAIM,             \
                     "only tokens with this claim (repeatable)"),                      \
        SETTING_LIST("signing-algs", "A,B", TAUTH_SIGNING_ALGS,                        \
                     "algorithms the issuer signs with"),                              \
        SETTING("issuer-ca", "FILE", TAUTH_ISSUER_CA,                                  \
                "PEM file with the private CA of the issuer")
#define GROUP_ROWS                                              \
    SETTING_LIST("admin-group", "G", TAUTH_ADMIN_GROUP,         \
                 "group that gets cluster-admin (repeatable)"), \
        SETTING_LIST("viewer-group", "G", TAUTH_VIEWER_GROUP,   \
                     "group that may read (repeatable)")
#define RBAC_ROWS                                              \
    FLAG(0, "with-rbac", with_rbac,                            \
         "also carry the RBAC manifests, as inline manifest"), \
        FLAG(0, "with-rolebindings", with_role_bindings,       \
             "RoleBindings too; their namespaces must exist"), \
        GROUP_ROWS
#define FILES_ONLY_ROW                \
    FLAG(0, "files-only", files_only, \
         "legacy layout, first round: CA file and mount only")
#define END_ROWS                                                                         \
    HEADING("How to end (default: the result on stdout)"),                               \
        FLAG('i', "in-place", in_place, "write the files"),                              \
        FLAG(0, "check", check, "write nothing; exit 1 if something would change"),      \
        FLAG(0, "diff", diff, "unified diff, secrets masked; exit 1 if any"),            \
        OUTPUT_ROW("write to a file of mode 0600; - is stdout"),                         \
        {.kind = OPTION_OPTIONAL,                                                        \
         .name = "backup",                                                               \
         .argument = "SUFFIX",                                                           \
         .fallback = ".bak",                                                             \
         .help = "keep the old file (with -i; default .bak)",                            \
         .offset = offsetof(struct arguments, backup)},                                  \
        FORCE_ROW("overwrite an existing backup or output file"),                        \
        FLAG(0, "break-links", break_links, "replace a file that has other hard links"), \
        FLAG(0, "no-sync", no_sync, "do not wait for the disk: not safe at power loss")
#define MANY_ROWS                                                                      \
    HEADING("Many files"),                                                             \
        TEXT('j', "jobs", "N", jobs, "files worked on at once (default: processors)"), \
        TEXT(0, "files-from", "FILE", files_from,                                      \
             "read names from a file, one a line; - is stdin"),                        \
        FLAG('0', "null", nul, "names of --files-from end in NUL")
#define VERSION_ROW                                           \
    SETTING("talos-version", "vX.Y[.Z]", TAUTH_TALOS_VERSION, \
            "oldest Talos version on the nodes")
#define LAYOUT_ROW TEXT(0, "layout", "auto|legacy|multidoc", layout, "insist on a layout")
#define ALLOW_ROW                                                  \
    {                                                              \
        .kind = OPTION_ALLOW, .name = "allow", .argument = "RULE", \
        .help = "allow empty-groups-prefix or system-names"        \
    }
#define OUTPUT_ROW(help_) TEXT('O', "output-file", "FILE", output, help_)
#define FORCE_ROW(help_) FLAG(0, "force", force, help_)
#define COMMON_ROWS QUIET_ROWS("only errors on stderr")
#define QUIET_ROWS(help_)                                    \
    FLAG('q', "quiet", quiet, help_),                        \
        FLAG('v', "verbose", verbose, "say more on stderr"), \
        TEXT(0, "color", "auto|always|never", color,         \
             "colours (NO_COLOR turns them off)"),           \
        FLAG('h', "help", help, "show this help")

#endif
