/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/command.h"

extern const struct command command_validate, command_merge, command_remove,
    command_patch, command_rbac, command_show, command_kubeconfig, command_init,
    command_completion, command_help, command_version;

/* clang-format off */
const struct command *const commands[] = {
    &command_merge,
    &command_remove,
    &command_patch,
    &command_rbac,
    &command_validate,
    &command_show,
    &command_kubeconfig,
    &command_init,
    &command_completion,
    &command_help,
    &command_version,
    NULL,
};
/* clang-format on */

const char *command_name(const void *context, size_t index) {
    (void)context;
    return commands[index] == NULL ? NULL : commands[index]->name;
}

const struct command *command_find(const char *name) {
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}
