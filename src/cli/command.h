/* SPDX-License-Identifier: MIT */
/* A command and its options: usage, parsing and help all read these rows. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <talosauth/talosauth.h>

/* Exit statuses that scripts can trust. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_TROUBLE = 2 };

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
    const char *layout;
    const char *base;
    const char *output;
    const char *backup;
    const char *jobs;
    const char *files_from;
    const char *color;
    bool in_place;
    bool check;
    bool diff;
    bool prune;
    bool force;
    bool no_sync;
    bool break_links;
    bool nul;
    bool quiet;
    bool verbose;
    bool help;
};

enum option_kind {
    OPTION_HEADING,  /* a line in the help */
    OPTION_FLAG,     /* bool at offset */
    OPTION_TEXT,     /* const char * at offset */
    OPTION_OPTIONAL, /* const char * at offset; `fallback` without =VALUE */
    OPTION_LIST,     /* struct text_list at offset */
    OPTION_SETTING,  /* a setting of the library */
    OPTION_ALLOW,    /* --allow RULE */
};

struct option_row {
    enum option_kind kind;
    char letter; /* 0: none */
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;
    size_t offset;
    enum tauth_setting setting;
    const char *fallback;
    bool hidden; /* another name of a row above */
};

struct command {
    const char *name;
    const char *synopsis; /* behind the name */
    const char *summary;  /* one line */
    const char *examples; /* lines for the help, or NULL */
    const struct option_row *options;
    size_t option_count;
    bool takes_files;
    int (*run)(struct arguments *arguments);
};

#define FLAG(letter_, name_, member, help_)                       \
    {.kind = OPTION_FLAG, .letter = (letter_), .name = (name_),   \
     .help = (help_), .offset = offsetof(struct arguments, member)}
#define TEXT(letter_, name_, argument_, member, help_)                         \
    {.kind = OPTION_TEXT, .letter = (letter_), .name = (name_),                \
     .argument = (argument_), .help = (help_), .offset = offsetof(struct arguments, member)}
#define LIST(name_, argument_, member, help_)                                    \
    {.kind = OPTION_LIST, .name = (name_), .argument = (argument_), .help = (help_), \
     .offset = offsetof(struct arguments, member)}
#define SETTING(name_, argument_, setting_, help_)                                  \
    {.kind = OPTION_SETTING, .name = (name_), .argument = (argument_), .help = (help_), \
     .setting = (setting_)}
#define HEADING(help_) {.kind = OPTION_HEADING, .help = (help_)}

/* Rows that several commands share. */
#define PROVIDER_ROW \
    SETTING("provider", "P", TAUTH_PROVIDER, "fill in what is usual for an identity provider")
#define GROUPS_PREFIX_ROW                                     \
    SETTING("groups-prefix", "TEXT", TAUTH_GROUPS_PREFIX,     \
            "in front of every group, such as oidc:")
#define TOKEN_ROWS                                                                        \
    PROVIDER_ROW,                                                                         \
    SETTING("issuer-url", "URL", TAUTH_ISSUER_URL, "issuer of the tokens"),               \
    SETTING("audience", "A", TAUTH_AUDIENCE,                                              \
            "oidc-client-id; Zitadel: the project's Resource ID (repeatable)"),           \
    {.kind = OPTION_SETTING, .name = "client-id", .argument = "A",                        \
     .setting = TAUTH_AUDIENCE, .hidden = true},                                          \
    SETTING("username-claim", "CLAIM", TAUTH_USERNAME_CLAIM, "claim with the user name"), \
    SETTING("username-prefix", "TEXT", TAUTH_USERNAME_PREFIX,                             \
            "in front of every user name; - for none"),                                   \
    SETTING("groups-claim", "CLAIM", TAUTH_GROUPS_CLAIM, "claim with the groups"),        \
    GROUPS_PREFIX_ROW,                                                                    \
    SETTING("required-claim", "NAME=VALUE", TAUTH_REQUIRED_CLAIM,                         \
            "only tokens with this claim (repeatable)"),                                  \
    SETTING("signing-algs", "A,B", TAUTH_SIGNING_ALGS, "algorithms the issuer signs with")
#define VERSION_ROW                                             \
    SETTING("talos-version", "vX.Y[.Z]", TAUTH_TALOS_VERSION,   \
            "oldest Talos version on the nodes")
#define LAYOUT_ROW \
    TEXT(0, "layout", "auto|legacy|multidoc", layout, "insist on a layout")
#define ALLOW_ROW                                                                  \
    {.kind = OPTION_ALLOW, .name = "allow", .argument = "RULE",                    \
     .help = "do it all the same: empty-groups-prefix, system-names"}
#define OUTPUT_ROW(help_) TEXT('O', "output-file", "F", output, help_)
#define FORCE_ROW(help_) FLAG(0, "force", force, help_)
#define COMMON_ROWS                                                                 \
    FLAG('q', "quiet", quiet, "only errors on stderr"),                             \
    FLAG('v', "verbose", verbose, "say more on stderr"),                            \
    TEXT(0, "color", "auto|always|never", color, "colours (NO_COLOR turns them off)"), \
    FLAG('h', "help", help, "show this help")

/* All commands in the order of the help, NULL behind the last one. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/*
 * Parses the options and files of a command. Returns false when they are not understood;
 * the reason is in arguments->diags.
 */
bool options_parse(struct arguments *arguments, int argc, char **argv);

void arguments_deinit(struct arguments *arguments);

/* Reports a usage fault of an option; returns EXIT_TROUBLE. */
int usage_fault(struct arguments *arguments, const char *option, const char *message);

/* The general help, and that of a command. */
void help_general(void);
void help_command(const struct command *command);

/* The name that is nearest to `text`, or NULL when none is near; `next` walks the names. */
const char *suggest(const char *text, const char *(*next)(const void *context, size_t index),
                    const void *context);

#endif
