/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"

extern const struct command command_merge, command_patch, command_rbac, command_help,
    command_version;

const struct command *const commands[] = {
    &command_merge, &command_patch, &command_rbac, &command_help, &command_version, NULL,
};

static const char *command_name(const void *context, size_t index) {
    (void)context;
    return commands[index] == NULL ? NULL : commands[index]->name;
}

int usage_fault(struct arguments *arguments, const char *option, const char *message) {
    const char *on = report_color(arguments, STDERR_FILENO) ? "\033[31m" : "";
    const char *off = *on == '\0' ? "" : "\033[0m";
    fprintf(stderr, "talosauth: %serror:%s %s: %s [usage]\n    hint: talosauth help %s\n",
            on, off, option, message, arguments->command->name);
    return EXIT_TROUBLE;
}

static int unknown_command(const char *name) {
    const char *near = suggest(name, command_name, NULL);
    fprintf(stderr, "talosauth: error: there is no command \"%s\"", name);
    if (near != NULL) {
        fprintf(stderr, "; did you mean %s?", near);
    }
    fprintf(stderr, " [usage]\n    hint: talosauth help\n");
    return EXIT_TROUBLE;
}

static int run(const struct command *command, int argc, char **argv) {
    _cleanup_(arguments_deinit) struct arguments arguments = {
        .settings = tauth_settings_new(),
        .diags = tauth_diags_new(),
        .command = command,
    };
    if (arguments.settings == NULL || arguments.diags == NULL) {
        report_line("talosauth: error: out of memory");
        return EXIT_TROUBLE;
    }
    if (!options_parse(&arguments, argc, argv)) {
        return EXIT_TROUBLE;
    }
    if (arguments.help) {
        help_command(command);
        return EXIT_DONE;
    }
    return report_check_color(&arguments) ? command->run(&arguments) : EXIT_TROUBLE;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(), with a message */
    if (argc < 2) {
        fprintf(stderr, "usage: talosauth COMMAND [OPTION...] [FILE...]\n"
                        "Commands and options: talosauth help\n");
        return EXIT_TROUBLE;
    }
    const char *name = argv[1];
    if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0) {
        name = "help";
    } else if (strcmp(name, "--version") == 0) {
        name = "version";
    }
    const struct command *command = command_find(name);
    if (command == NULL) {
        return unknown_command(name);
    }
    int code = run(command, argc - 2, argv + 2);
    if (fflush(stdout) != 0 && code != EXIT_TROUBLE) {
        report_line("talosauth: error: cannot write to stdout");
        code = EXIT_TROUBLE;
    }
    return code;
}
