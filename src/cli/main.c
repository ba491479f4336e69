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

int usage_fault(struct arguments *arguments, const char *option, const char *message) {
    char hint[64];
    snprintf(hint, sizeof(hint), "talosauth help %s", arguments->command->name);
    struct tauth_diag finding = {
        .rule = "usage", .option = option, .message = message, .hint = hint};
    return report_finding(arguments, &finding);
}

int unknown_command(struct arguments *arguments, const char *name) {
    char message[160];
    const char *near = suggest(name, command_name, NULL);
    snprintf(message, sizeof(message), "there is no command \"%.40s\"%s%s%s", name,
             near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
             near == NULL ? "" : "?");
    struct tauth_diag finding = {
        .rule = "usage", .message = message, .hint = "talosauth help"};
    return report_finding(arguments, &finding);
}

static int run(const char *name, int argc, char **argv) {
    const struct command *command = command_find(name);
    _cleanup_(arguments_deinit) struct arguments arguments = {
        .settings = tauth_settings_new(),
        .diags = tauth_diags_new(),
        .command = command,
    };
    if (arguments.settings == NULL || arguments.diags == NULL) {
        report_line("talosauth: error: out of memory");
        return EXIT_TROUBLE;
    }
    if (command == NULL) {
        return unknown_command(&arguments, name);
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
    int code = run(name, argc - 2, argv + 2);
    if (fflush(stdout) != 0 && code != EXIT_TROUBLE) {
        report_line("talosauth: error: cannot write to stdout");
        code = EXIT_TROUBLE;
    }
    return code;
}
