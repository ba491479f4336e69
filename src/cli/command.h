/* SPDX-License-Identifier: MIT */
/* A command and its options: usage, parsing and help all read these rows. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <talosauth/talosauth.h>

#include "cli/arguments.h"
#include "cli/values.h"

/* Exit statuses that scripts can trust. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_TROUBLE = 2 };

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
    bool repeats; /* a setting that is a list; lists of the command line need no mark */
};

struct command {
    const char *name;
    const char *synopsis; /* behind the name */
    const char *summary;  /* one line */
    const char *examples; /* lines for the help, or NULL */
    const struct option_row *options;
    size_t option_count;
    enum words words;
    const char *no_words; /* what to say to one, where it takes none */
    int (*run)(struct arguments *arguments);
    /* For commands that change configs: the change of one, and what comes after it. */
    enum tauth_status (*change)(const struct arguments *arguments, const char *name,
                                struct tauth_text text,
                                struct tauth_merge_result **result,
                                struct tauth_diags *diags);
    const char *afterwards;
    bool without_ca; /* needs no CA of the issuer, so caFile is not read */
};

/* All commands in the order of the help, NULL behind the last one. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/* Name of a command, NULL behind the last one; for tauth_nearest(). */
const char *command_name(const void *context, size_t index);

/* Reports that there is no such command; returns EXIT_TROUBLE. */
int unknown_command(struct arguments *arguments, const char *name);

/*
 * Parses the options and files of a command. Returns false when they are not understood;
 * the reason is in arguments->diags.
 */
bool options_parse(struct arguments *arguments, int argc, char **argv);

/* Reports a usage fault of an option; returns EXIT_TROUBLE. */
int usage_fault(struct arguments *arguments, const char *option, const char *message);

/* The general help, and that of a command. */
void help_general(void);
void help_command(const struct command *command);

#endif
