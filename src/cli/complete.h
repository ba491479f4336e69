/* SPDX-License-Identifier: MIT */
/* Completion scripts, made from the commands and their option rows. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

struct shell {
    const char *name;
    void (*write)(void);
};

/* The name is NULL behind the last one. */
extern const struct shell shells[];

void complete_bash(void);
void complete_zsh(void);
void complete_fish(void);

#endif
