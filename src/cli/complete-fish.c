/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/command.h"
#include "cli/complete.h"
#include "cli/values.h"

static const char engine[] =
    "# Whether the command is $argv[1]; without it, whether it is still to come.\n"
    "function __talosauth_command\n"
    "    set -l words (commandline -opc)\n"
    "    test \"$words[2]\" = \"$argv[1]\"\n"
    "end\n"
    "\n"
    "# Whether one of $argv stands behind the command.\n"
    "function __talosauth_given\n"
    "    set -l words (commandline -opc)\n"
    "    set -e words[1..2]\n"
    "    for word in $words\n"
    "        contains -- $word $argv; and return\n"
    "    end\n"
    "    return 1\n"
    "end\n"
    "\n"
    "# Whether the word at the cursor is no option with its value.\n"
    "function __talosauth_file\n"
    "    not string match -q -- '--*=*' (commandline -ct)\n"
    "end\n"
    "\n"
    "complete -c talosauth -f\n";

static void write_description(const char *text) {
    printf(" -d '");
    help_print(text, "\\", "\\'");
    printf("'\n");
}

static void write_words(enum words words, const struct option_row *row) {
    printf(" -a '");
    words_print(words, row);
    printf("'");
}

static void write_option(const struct command *command, const struct option_row *row) {
    printf("complete -c talosauth -n '__talosauth_command %s'", command->name);
    if (row->letter != 0) {
        printf(" -s %c", row->letter);
    }
    printf(" -l %s", row->name);
    enum words words = row_words(row);
    if (words == WORDS_FILES) {
        printf(" -r -F");
    } else if (row->argument != NULL && row->kind != OPTION_OPTIONAL) {
        printf(" -x");
    }
    if (words != WORDS_FILES && words != WORDS_NONE) {
        write_words(words, row);
    }
    write_description(row->help);
}

static void write_command(const struct command *command) {
    printf("\ncomplete -c talosauth -n __talosauth_command -a %s", command->name);
    write_description(command->summary);
    if (command->words == WORDS_FILES) {
        printf("complete -c talosauth -n '__talosauth_command %s; and __talosauth_file' "
               "-F\n",
               command->name);
    } else if (command->words != WORDS_NONE) {
        printf("complete -c talosauth -n '__talosauth_command %s; and not "
               "__talosauth_given ",
               command->name);
        words_print(command->words, NULL);
        printf("'");
        write_words(command->words, NULL);
        printf("\n");
    }
    for (size_t i = 0; i < command->option_count; i++) {
        if (row_is_option(&command->options[i])) {
            write_option(command, &command->options[i]);
        }
    }
}

void complete_fish(void) {
    printf("# fish completion of talosauth, written by `talosauth completion fish`\n\n%s",
           engine);
    for (size_t i = 0; commands[i] != NULL; i++) {
        write_command(commands[i]);
    }
}
