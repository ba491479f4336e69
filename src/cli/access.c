/* SPDX-License-Identifier: MIT */
#include "cli/access.h"

#include <string.h>

#include "cli/report.h"

static bool is_stdin(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

static bool reads_stdin_twice(const struct arguments *arguments) {
    size_t count = 0;
    count += is_stdin(arguments->access);
    count += arguments->ca_from_stdin;
    count += is_stdin(arguments->files_from);
    count += is_stdin(arguments->base);
    count += is_stdin(arguments->from);
    count += is_stdin(arguments->cluster_ca);
    count += is_stdin(arguments->merge);
    for (size_t i = 0; i < arguments->files.count; i++) {
        count += is_stdin(arguments->files.items[i]);
    }
    return count > 1;
}

bool access_load(struct arguments *arguments) {
    if (reads_stdin_twice(arguments)) {
        usage_fault(arguments, "-", "standard input can be read once only");
        return false;
    }
    if (arguments->access == NULL) {
        return true;
    }
    if (*arguments->access == '\0') {
        usage_fault(arguments, "--access", "the file name is empty");
        return false;
    }
    if (arguments->command->without_ca) {
        tauth_settings_without_ca(arguments->settings);
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
