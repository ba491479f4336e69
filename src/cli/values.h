/* SPDX-License-Identifier: MIT */
/* What can stand where on a command line; read from the commands and option rows. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include <stdbool.h>

struct option_row;

/* What the words of a command, or the value of an option, can be. */
enum words {
    WORDS_NONE, /* nothing that could be listed; a command takes no words */
    WORDS_FILES,
    WORDS_COMMANDS,
    WORDS_SHELLS,
    WORDS_PROVIDERS,
    WORDS_RULES,        /* those of --allow */
    WORDS_ALL_RULES,    /* those of --rule, and their classes */
    WORDS_ALTERNATIVES, /* a|b|c in the row */
};

/* The rules that --allow takes. */
enum { RULES_ALLOWED = 2 };
extern const char *const allowed_rules[RULES_ALLOWED];

/* Whether a row is an option, not a heading. */
bool row_is_option(const struct option_row *row);

/* What the value of an option can be. */
enum words row_words(const struct option_row *row);

/*
 * Writes the words that can be listed to stdout, a blank between them; `row` is the
 * option whose value they are, NULL for the words of a command.
 */
void words_print(enum words words, const struct option_row *row);

/*
 * Writes a help text to stdout as one line: a backslash goes before every character in
 * `special`, and `quote` stands for every apostrophe.
 */
void help_print(const char *text, const char *special, const char *quote);

#endif
