/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/complete.h"
#include "cli/report.h"
#include "cli/rows.h"

const struct shell shells[] = {
    {"bash", complete_bash},
    {"zsh", complete_zsh},
    {"fish", complete_fish},
    {NULL, NULL},
};

static int run_completion(struct arguments *arguments) {
    const struct text_list *words = &arguments->files;
    if (words->count == 0) {
        return usage_fault(arguments, "SHELL", "name one: bash, zsh or fish");
    }
    if (words->count > 1) {
        return usage_fault(arguments, words->items[1], "completion takes one shell");
    }
    for (const struct shell *shell = shells; shell->name != NULL; shell++) {
        if (strcmp(shell->name, words->items[0]) == 0) {
            shell->write();
            return EXIT_DONE;
        }
    }
    return usage_fault(arguments, "SHELL", "the value is bash, zsh or fish");
}

static const struct option_row options[] = {COMMON_ROWS};

const struct command command_completion = {
    .name = "completion",
    .synopsis = "bash|zsh|fish",
    .summary = "Write a completion script for a shell",
    .examples =
        "  source <(talosauth completion bash)     # this shell; in ~/.bashrc every one\n"
        "  talosauth completion bash > /etc/bash_completion.d/talosauth\n"
        "  talosauth completion zsh > ~/.zfunc/_talosauth     # a directory of $fpath\n"
        "  talosauth completion fish > ~/.config/fish/completions/talosauth.fish\n",
    .options = options,
    .option_count = ARRAY_SIZE(options),
    .words = WORDS_SHELLS,
    .run = run_completion,
};
