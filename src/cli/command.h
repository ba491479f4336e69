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
    const char *provider; /* where no settings are */
    const char *output;
    const char *backup;
    const char *jobs;
    const char *files_from;
    const char *color;
    const char *format;
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
    const char *no_files; /* what to say to one, where it takes none */
    int (*run)(struct arguments *arguments);
};

/* All commands in the order of the help, NULL behind the last one. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/* Name of a command, NULL behind the last one; for suggest(). */
const char *command_name(const void *context, size_t index);

/* Reports that there is no such command; returns EXIT_TROUBLE. */
int unknown_command(struct arguments *arguments, const char *name);

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
const char *suggest(const char *text,
                    const char *(*next)(const void *context, size_t index),
                    const void *context);

#endif
