/* SPDX-License-Identifier: MIT */
/* What goes to stderr and stdout. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdio.h>

#include "cli/command.h"

/* One line on stderr. */
void report_line(const char *text);

/* Findings on stderr; with --quiet only errors. */
void report_findings(const struct arguments *arguments, const struct tauth_diags *diags);

/* One finding of the program's own on stderr; EXIT_TROUBLE. */
int report_finding(struct arguments *arguments, const struct tauth_diag *finding);

/* A failure that has no finding: out of memory, a bug. Always EXIT_TROUBLE. */
int report_failure(const struct arguments *arguments, const struct tauth_diags *diags,
                   enum tauth_status status);

/* Whether a stream gets colours. */
bool report_color(const struct arguments *arguments, int fd);

/* Checks --color; false when its value is none of the three. */
bool report_check_color(struct arguments *arguments);

/* Writes to stdout; EXIT_DONE, or EXIT_TROUBLE with a message. */
int report_output(struct tauth_text text);

/* True when -O names a file, not stdout. */
bool report_names_file(const struct arguments *arguments);

/* --force means nothing without -O; false, with the fault reported. */
bool report_check_force(struct arguments *arguments);

/* Groups without --with-rbac would be ignored; false, with the fault reported. */
bool report_check_rbac(struct arguments *arguments);

/* Writes to the file of -O, or to stdout for `-` and without it. */
int report_result(struct arguments *arguments, struct tauth_text text);

#endif
