/* SPDX-License-Identifier: MIT */
#include <talosauth/status.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *tauth_status_text(enum tauth_status status) {
    switch (status) {
    case TAUTH_OK:
        return "done";
    case TAUTH_REFUSED:
        return "refused";
    case TAUTH_NO_MEMORY:
        return "out of memory";
    case TAUTH_IO:
        return "input or output failed";
    case TAUTH_INTERNAL:
        return "internal error";
    }
    return "unknown status";
}

void tauth_text_free(struct tauth_text *text) {
    char *data = (char *)(uintptr_t)text->data;
    if (data != NULL) {
        explicit_bzero(data, text->size);
        free(data);
    }
    *text = (struct tauth_text){0};
}
