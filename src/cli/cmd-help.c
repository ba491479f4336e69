/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/help-rules.h"
#include "cli/report.h"
#include "cli/rows.h"

enum { COLUMN = 30, WIDTH = 80 };

void help_general(void) {
    printf("talosauth puts OIDC login in front of Kubernetes on Talos Linux.\n\n"
           "usage: talosauth COMMAND [OPTION...] [FILE...]\n\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        printf("  %-12s%s\n", commands[i]->name, commands[i]->summary);
    }
    printf(
        "\nOptions of a command: talosauth help COMMAND\n\n"
        "Exit status: 0 done, nothing to do, or the same; 1 a difference (--check,\n"
        "--diff), a leftover (--check) or a finding that counts (validate); 2 refused\n"
        "or failed, with the reason on stderr.\n\n"
        "Example: what would change in a control-plane config\n"
        "  talosauth merge --diff --provider zitadel --issuer-url https://zitadel.example.com \\\n"
        "      --audience 340112345678901234 controlplane.yaml\n");
}

/* Words from COLUMN on, where the cursor is, over as many lines as they need. */
static void print_words(const char *text) {
    size_t used = COLUMN;
    for (text += strspn(text, " \n"); *text != '\0'; text += strspn(text, " \n")) {
        size_t length = strcspn(text, " \n");
        bool first = used == COLUMN;
        if (!first && used + 1 + length > WIDTH) {
            printf("\n%*s", COLUMN, "");
            used = COLUMN;
            first = true;
        }
        used += (size_t)printf("%s%.*s", first ? "" : " ", (int)length, text);
        text += length;
    }
    printf("\n");
}

/* A list of alternatives may need a second line; the column where it ends. */
static size_t print_alternatives(const char *text, size_t used) {
    size_t start = used;
    while (*text != '\0') {
        size_t length = strcspn(text, "|");
        length += text[length] == '|';
        if (used > start && used + length > WIDTH) {
            printf("\n%*s", (int)start, "");
            used = start;
        }
        used += (size_t)printf("%.*s", (int)length, text);
        text += length;
    }
    return used;
}

static void help_option(const struct option_row *row) {
    if (row->kind == OPTION_HEADING) {
        printf("\n%s\n", row->help);
        return;
    }
    const char *open = row->argument == NULL          ? ""
                       : row->kind == OPTION_OPTIONAL ? "[="
                                                      : " ";
    const char *argument = row->argument == NULL ? "" : row->argument;
    const char *close = row->kind == OPTION_OPTIONAL ? "]" : "";
    char letter[] = {row->letter == 0 ? ' ' : '-', row->letter == 0 ? ' ' : row->letter,
                     row->letter == 0 ? ' ' : ',', '\0'};
    size_t used = (size_t)printf("  %s --%s%s", letter, row->name, open);
    used = print_alternatives(argument, used);
    used += (size_t)printf("%s", close);
    if (used >= COLUMN) {
        printf("\n");
        used = 0;
    }
    printf("%*s", (int)(COLUMN - used), "");
    print_words(row->help);
}

void help_command(const struct command *command) {
    printf("usage: talosauth %s%s%s\n\n%s.\n", command->name,
           *command->synopsis == '\0' ? "" : " ", command->synopsis, command->summary);
    if (command->options[0].kind != OPTION_HEADING) {
        printf("\n");
    }
    for (size_t i = 0; i < command->option_count; i++) {
        help_option(&command->options[i]);
    }
    if (command->examples != NULL) {
        printf("\nExamples\n%s", command->examples);
    }
}

static int run_help(struct arguments *arguments) {
    if (arguments->files.count == 0) {
        help_general();
        return EXIT_DONE;
    }
    if (arguments->files.count > 1) {
        return usage_fault(arguments, arguments->files.items[1],
                           "help takes one command or rule");
    }
    const char *name = arguments->files.items[0];
    const struct command *command = command_find(name);
    if (command != NULL) {
        help_command(command);
    } else if (strcmp(name, "rules") == 0) {
        help_rules();
    } else if (!help_rule(name)) {
        return unknown_command(arguments, name);
    }
    return EXIT_DONE;
}

static const struct option_row options[] = {COMMON_ROWS};

const struct command command_help = {
    .name = "help",
    .synopsis = "[COMMAND|rules|RULE]",
    .summary = "Show this overview, the options of a command, or the rules",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_COMMANDS,
    .run = run_help,
};
