/* SPDX-License-Identifier: MIT */
/* Text that one file of a run produces, kept until it is that file's turn. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <talosauth/status.h>

#include "base/attr.h"

/* A failed allocation is remembered; a stream of the C library would not tell. */
struct output {
    char *data;
    size_t size;
    size_t capacity;
    int failed;
};

void output_write(struct output *output, struct tauth_text text);
void output_printf(struct output *output, const char *format, ...) _printf_(2, 3);

/* A file name to read: controls are shown as \xNN, so that they do nothing. */
void output_name(struct output *output, const char *name);

/* A file name to paste into a shell: in quotes where it needs them. */
void output_shell(struct output *output, const char *name);

/* Frees the text, zeroed before: it may be a config. */
void output_deinit(struct output *output);

#endif
