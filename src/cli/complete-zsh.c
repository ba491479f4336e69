/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/command.h"
#include "cli/complete.h"
#include "cli/values.h"

/* Everything is in single quotes; an apostrophe leaves them for a moment. */
#define QUOTE "'\\''"

static void write_action(enum words words, const struct option_row *row) {
    if (words == WORDS_FILES) {
        printf("_files");
    } else if (words == WORDS_NONE) {
        printf(" ");
    } else {
        printf("(");
        words_print(words, row);
        printf(")");
    }
}

/* The specification of an option as _arguments reads it. */
static void write_option(const struct option_row *row) {
    bool optional = row->kind == OPTION_OPTIONAL;
    const char *joint = row->argument == NULL ? "" : optional ? "=-" : "=";
    printf(" \\\n            ");
    if (row->letter == 0) {
        printf("'%s--%s%s[", row->argument == NULL ? "" : "*", row->name, joint);
    } else if (row->argument == NULL) {
        printf("'(-%c --%s)'{-%c,--%s}'[", row->letter, row->name, row->letter,
               row->name);
    } else {
        printf("'*'{-%c+,--%s%s}'[", row->letter, row->name, joint);
    }
    help_print(row->help, "[]\\", QUOTE);
    printf("]");
    if (row->argument != NULL) {
        printf("%s", optional ? "::" : ":");
        help_print(row->argument, ":\\", QUOTE);
        printf(":");
        write_action(row_words(row), row);
    }
    printf("'");
}

static void write_command(const struct command *command) {
    printf("    %s)\n        _arguments -s -S", command->name);
    for (size_t i = 0; i < command->option_count; i++) {
        if (row_is_option(&command->options[i])) {
            write_option(&command->options[i]);
        }
    }
    if (command->words != WORDS_NONE) {
        printf(" \\\n            '%s:", command->words == WORDS_FILES ? "*" : "1");
        help_print(command->words == WORDS_FILES ? "FILE" : command->synopsis, ":\\",
                   QUOTE);
        printf(":");
        write_action(command->words, NULL);
        printf("'");
    }
    printf("\n        ;;\n");
}

void complete_zsh(void) {
    printf("#compdef talosauth\n"
           "# zsh completion of talosauth, written by `talosauth completion zsh`\n\n"
           "_talosauth() {\n"
           "    local curcontext=$curcontext\n"
           "    local -a commands\n"
           "    if (( CURRENT == 2 )); then\n"
           "        commands=(\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        printf("            '%s:", commands[i]->name);
        help_print(commands[i]->summary, "\\", QUOTE);
        printf("'\n");
    }
    printf("        )\n"
           "        _describe -t commands command commands\n"
           "        return\n"
           "    fi\n"
           "    shift words\n"
           "    (( CURRENT-- ))\n"
           "    curcontext=${curcontext%%:*:*}:talosauth-$words[1]:\n"
           "    case $words[1] in\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        write_command(commands[i]);
    }
    printf(
        "    esac\n}\n\n"
        "# Loaded from $fpath this is the function's body; sourced it has to register.\n"
        "if [[ $funcstack[1] == _talosauth ]]; then\n"
        "    _talosauth \"$@\"\n"
        "elif (( $+functions[compdef] )); then\n"
        "    compdef _talosauth talosauth\n"
        "fi\n");
}
