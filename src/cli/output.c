/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int make_room(struct output *output, size_t more) {
    size_t wanted = output->size + more;
    if (output->failed || wanted <= output->capacity) {
        return !output->failed;
    }
    size_t capacity = wanted < 1024 ? 1024 : wanted + wanted / 2;
    char *data = malloc(capacity);
    if (data == NULL) {
        output->failed = 1;
        return 0;
    }
    if (output->data != NULL) {
        memcpy(data, output->data, output->size);
        explicit_bzero(output->data, output->size);
        free(output->data);
    }
    output->data = data;
    output->capacity = capacity;
    return 1;
}

void output_write(struct output *output, struct tauth_text text) {
    if (text.size > 0 && make_room(output, text.size)) {
        memcpy(output->data + output->size, text.data, text.size);
        output->size += text.size;
    }
}

void output_printf(struct output *output, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        output->failed = 1;
        return;
    }
    output_write(output, (struct tauth_text){text, (size_t)length});
    free(text);
}

static int is_control(char byte) {
    return (unsigned char)byte < 0x20 || byte == 0x7F;
}

void output_name(struct output *output, const char *name) {
    for (; *name != '\0'; name++) {
        if (is_control(*name)) {
            output_printf(output, "\\x%02x", (unsigned char)*name);
        } else {
            output_write(output, (struct tauth_text){name, 1});
        }
    }
}

void output_shell(struct output *output, const char *name) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._/-+@%=:,";
    size_t length = strlen(name);
    if (length > 0 && *name != '-' && strspn(name, plain) == length) {
        output_write(output, (struct tauth_text){name, length});
        return;
    }
    output_printf(output, *name == '-' ? "./'" : "'");
    for (; *name != '\0'; name++) {
        if (*name == '\'') {
            output_printf(output, "'\\''");
        } else if (is_control(*name)) {
            output_printf(output,
                          "?"); /* a pattern would need no quotes, nor this name */
        } else {
            output_write(output, (struct tauth_text){name, 1});
        }
    }
    output_printf(output, "'");
}

void output_deinit(struct output *output) {
    if (output->data != NULL) {
        explicit_bzero(output->data, output->size);
        free(output->data);
    }
    *output = (struct output){0};
}
