/* SPDX-License-Identifier: MIT */
/*
 * Says of access files whether talosauth reads them. Standard input is a sequence of
 * documents, each behind a line with its size in bytes; for each one line is printed: `ok`,
 * or `refused RULE LINE:COLUMN MESSAGE` with the first finding.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <talosauth/talosauth.h>

enum { SIZE_MAX_HERE = 64 << 20 };

static void refuse(const char *rule, uint32_t line, uint32_t column,
                   const char *message) {
    printf("refused %s %" PRIu32 ":%" PRIu32 " ", rule, line, column);
    for (; *message != '\0'; message++) {
        putchar(*message == '\n' || *message == '\r' ? ' ' : *message);
    }
    putchar('\n');
}

/* One document of this kind, and no other. */
static void judge_objects(const struct tauth_objects *objects) {
    if (tauth_objects_count(objects) == 0) {
        refuse("input-empty", 1, 1, "there is no document");
    } else if (tauth_objects_count(objects) > 1) {
        refuse("object-kind", 1, 1, "an access file is one document");
    } else if (tauth_objects_get(objects, 0)->kind != TAUTH_OBJECT_ACCESS) {
        refuse("object-kind", 1, 1, "this is another kind of document");
    } else {
        puts("ok");
    }
}

/* False when a refusal has no reason, or the library failed. */
static bool judge(struct tauth_text text) {
    struct tauth_diags *diags = tauth_diags_new();
    struct tauth_objects *objects = NULL;
    enum tauth_status status = diags == NULL
                                   ? TAUTH_NO_MEMORY
                                   : tauth_objects_read("stdin", text, &objects, diags);
    bool good = status == TAUTH_OK;
    if (status == TAUTH_OK) {
        judge_objects(objects);
    } else if (status == TAUTH_REFUSED && tauth_diags_count(diags) > 0) {
        const struct tauth_diag *diag = tauth_diags_get(diags, 0);
        refuse(diag->rule, diag->line, diag->column, diag->message);
        good = true;
    } else {
        fprintf(stderr, "access-verdict: %s\n", tauth_status_text(status));
    }
    tauth_objects_free(objects);
    tauth_diags_free(diags);
    return good;
}

/* False at the end of the input, and at a size that is none. */
static bool read_size(size_t *size) {
    char line[32], *end;
    if (fgets(line, sizeof(line), stdin) == NULL) {
        return false;
    }
    errno = 0;
    unsigned long value = strtoul(line, &end, 10);
    *size = value;
    return errno == 0 && end != line && *end == '\n' && value <= SIZE_MAX_HERE;
}

int main(void) {
    size_t size;
    while (read_size(&size)) {
        char *text = malloc(size + 1);
        bool good = text != NULL && fread(text, 1, size, stdin) == size &&
                    judge((struct tauth_text){text, size});
        free(text);
        if (!good) {
            return EXIT_FAILURE;
        }
    }
    return feof(stdin) ? EXIT_SUCCESS : EXIT_FAILURE;
}
