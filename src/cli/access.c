/* SPDX-License-Identifier: MIT */
#include "cli/access.h"

#include <string.h>

#include "cli/report.h"

static bool is_stdin(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

static bool reads_stdin_twice(const struct arguments *arguments) {
    bool other = is_stdin(arguments->files_from) || is_stdin(arguments->base) ||
                 is_stdin(arguments->from) || is_stdin(arguments->cluster_ca) ||
                 is_stdin(arguments->merge);
    for (size_t i = 0; i < arguments->files.count; i++) {
        other |= is_stdin(arguments->files.items[i]);
    }
    return is_stdin(arguments->access) && other;
}

bool access_load(struct arguments *arguments) {
    if (arguments->access == NULL) {
        return true;
    }
    if (reads_stdin_twice(arguments)) {
        usage_fault(arguments, "-", "standard input can be read once only");
        return false;
    }
    struct tauth_file *file = NULL;
    enum tauth_status status =
        tauth_file_read(arguments->access, false, &file, arguments->diags);
    if (status == TAUTH_OK) {
        status = tauth_settings_access(arguments->settings, arguments->access,
                                       tauth_file_text(file), arguments->diags);
    }
    tauth_file_free(file);
    if (status != TAUTH_OK) {
        report_failure(arguments, arguments->diags, status);
    }
    return status == TAUTH_OK;
}
