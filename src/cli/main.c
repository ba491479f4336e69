/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "cli/access.h"
#include "cli/command.h"
#include "cli/report.h"

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
    bool ready = report_check_color(&arguments) && access_load(&arguments);
    return ready ? command->run(&arguments) : EXIT_TROUBLE;
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
        report_line("talosauth: error: cannot write to stdout [file-write]");
        code = EXIT_TROUBLE;
    }
    return code;
}
