/* SPDX-License-Identifier: MIT */
/*
 * Fills a template of man/ and writes the page to stdout. A line of its own stands for
 * what the option rows know: @SYNOPSIS@, @OPTIONS@, @EXAMPLES@, @COMMANDS@, @RULES@; @VERSION@ may
 * be anywhere. Runs while the project is built; it is not installed.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/help-rules.h"
#include "cli/values.h"

static void print_character(char c) {
    switch (c) {
    case '\\':
        fputs("\\e", stdout);
        break;
    case '-':
        fputs("\\-", stdout);
        break;
    case '\'':
        fputs("\\(aq", stdout);
        break;
    case '`':
        fputs("\\(ga", stdout);
        break;
    case '^':
        fputs("\\(ha", stdout);
        break;
    case '~':
        fputs("\\(ti", stdout);
        break;
    default:
        putchar(c);
    }
}

/* A text of one paragraph; at the start of a line a dot would be a request. */
static void print_text(const char *text) {
    fputs(*text == '.' ? "\\&" : "", stdout);
    for (; *text != '\0'; text++) {
        print_character(*text);
        if (*text == '\n') {
            text += strspn(text + 1, " ");
        }
    }
}

static bool is_name(char c) {
    return isalnum((unsigned char)c) || c == '-';
}

/*
 * What is typed as it stands is bold; what stands for something (FILE) is italic. A line
 * may break behind a bar, but not inside a word.
 */
static void print_argument(const char *text) {
    while (*text != '\0') {
        size_t length = 0;
        bool stands = false;
        for (; is_name(text[length]); length++) {
            stands |= isupper((unsigned char)text[length]) != 0;
        }
        fputs(length == 0 ? "" : stands ? "\\fI" : "\\fB", stdout);
        for (size_t i = 0; i < length; i++) {
            print_character(text[i]);
        }
        fputs(length == 0 ? "" : "\\fR", stdout);
        for (text += length; *text != '\0' && !is_name(*text); text++) {
            print_character(*text);
            fputs(*text == '|' ? "\\:" : "", stdout);
        }
    }
}

static void print_synopsis(const struct command *command) {
    fputs("\\fBtalosauth ", stdout);
    print_text(command->name);
    printf("\\fR%s", *command->synopsis == '\0' ? "" : " ");
    print_argument(command->synopsis);
    printf("\n");
}

static void print_option(const struct option_row *row) {
    /* a list of alternatives that breaks has no spaces to stretch */
    bool breaks = row->argument != NULL && strlen(row->argument) > 50;
    printf("%s.TP\n", breaks ? ".na\n" : "");
    if (row->letter != 0) {
        printf("\\fB\\-%c\\fR, ", row->letter);
    }
    printf("\\fB\\-\\-");
    print_text(row->name);
    printf("\\fR");
    if (row->argument != NULL) {
        bool optional = row->kind == OPTION_OPTIONAL;
        printf("%s", optional ? "[=" : "\\ \\%"); /* no gap and no hyphens */
        print_argument(row->argument);
        printf("%s", optional ? "]" : "");
    }
    printf("\n");
    print_text(row->help);
    printf("\n%s", breaks ? ".ad\n" : "");
}

static void print_options(const struct command *command) {
    for (size_t i = 0; i < command->option_count; i++) {
        const struct option_row *row = &command->options[i];
        if (row->kind == OPTION_HEADING) {
            printf(".SS ");
            print_text(row->help);
            printf("\n");
        } else if (row_is_option(row)) {
            print_option(row);
        }
    }
}

/* The lines of the help, which are two columns in. */
static void print_examples(const struct command *command) {
    printf(".EX\n");
    for (const char *line = command->examples; line != NULL && *line != '\0';) {
        line += strncmp(line, "  ", 2) == 0 ? 2 : 0;
        fputs(*line == '.' || *line == '\'' ? "\\&" : "", stdout);
        for (; *line != '\n'; line++) {
            print_character(*line);
        }
        putchar(*line++);
    }
    printf(".EE\n");
}

static void print_commands(void) {
    for (size_t i = 0; commands[i] != NULL; i++) {
        printf(".TP\n\\fBtalosauth\\-");
        print_text(commands[i]->name);
        printf("\\fR(1)\n");
        print_text(commands[i]->summary);
        printf("\n");
    }
}

static void print_rules(void) {
    struct tauth_rule rule = {.size = sizeof(rule)};
    const char *class = "";
    for (size_t i = 0; tauth_rule_info(i, &rule); i++) {
        if (strcmp(class, rule.rule_class) != 0) {
            class = rule.rule_class;
            printf(".SS Class %s\n", class);
        }
        printf(".TP\n\\fB");
        print_text(rule.id);
        printf("\\fR (%s)\n", help_severity(rule.severity));
        print_text(rule.what);
        printf(".\n");
        print_text(rule.why);
        printf("\nWhat to do: ");
        print_text(rule.fix);
        printf(".\n");
    }
}

/* A line with @VERSION@ filled in; false when it has another placeholder. */
static bool print_line(const char *line) {
    static const char name[] = "@VERSION@";
    while (*line != '\0') {
        size_t length = *line == '@' ? strspn(line + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
        if (length == 0 || line[length + 1] != '@') {
            putchar(*line++);
        } else if (strncmp(line, name, strlen(name)) == 0) {
            fputs(tauth_version(), stdout);
            line += strlen(name);
        } else {
            return false;
        }
    }
    return true;
}

/* The command of `talosauth-NAME.1.in`; NULL for pages of something else. */
static const struct command *find_command(const char *path) {
    const char *file = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    char name[80];
    if (sscanf(file, "talosauth-%79[^.].1.in", name) != 1) {
        return NULL;
    }
    return command_find(name);
}

static bool fill_line(const struct command *command, const char *line) {
    static const struct {
        const char *line;
        void (*print)(const struct command *command);
    } blocks[] = {
        {"@SYNOPSIS@\n", print_synopsis},
        {"@OPTIONS@\n", print_options},
        {"@EXAMPLES@\n", print_examples},
    };
    for (size_t i = 0; i < ARRAY_SIZE(blocks) && command != NULL; i++) {
        if (strcmp(line, blocks[i].line) == 0) {
            blocks[i].print(command);
            return true;
        }
    }
    if (strcmp(line, "@COMMANDS@\n") == 0) {
        print_commands();
        return true;
    }
    if (strcmp(line, "@RULES@\n") == 0) {
        print_rules();
        return true;
    }
    return print_line(line);
}

static int fill(const char *path, FILE *template) {
    const struct command *command = find_command(path);
    _cleanup_(cleanup_free) char *line = NULL;
    size_t size = 0;
    for (int number = 1; getline(&line, &size, template) > 0; number++) {
        if (!fill_line(command, line)) {
            fprintf(stderr, "%s:%d: there is nothing to put here%s: %s", path, number,
                    command == NULL ? ", the page is not of a command" : "", line);
            return EXIT_FAILURE;
        }
    }
    return ferror(template) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: man TEMPLATE\n");
        return EXIT_FAILURE;
    }
    FILE *template = fopen(argv[1], "r");
    if (template == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    int code = fill(argv[1], template);
    fclose(template);
    return code;
}
