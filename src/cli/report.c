/* SPDX-License-Identifier: MIT */
#include "cli/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void report_line(const char *text) {
    fprintf(stderr, "%s\n", text);
}

bool report_color(const struct arguments *arguments, int fd) {
    const char *wanted = arguments->color == NULL ? "auto" : arguments->color;
    if (strcmp(wanted, "auto") != 0) {
        return strcmp(wanted, "always") == 0;
    }
    const char *off = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (off == NULL || *off == '\0') && !dumb && isatty(fd);
}

bool report_check_color(struct arguments *arguments) {
    const char *color = arguments->color;
    if (color == NULL || strcmp(color, "auto") == 0 || strcmp(color, "always") == 0 ||
        strcmp(color, "never") == 0) {
        return true;
    }
    arguments->color = NULL;
    usage_fault(arguments, "--color", "the value is auto, always or never");
    return false;
}

void report_findings(const struct arguments *arguments, const struct tauth_diags *diags) {
    struct tauth_text text = {0};
    enum tauth_severity least = arguments->quiet ? TAUTH_ERROR : TAUTH_NOTE;
    bool color = report_color(arguments, STDERR_FILENO);
    if (tauth_diags_text(diags, least, color, &text) == TAUTH_OK) {
        fwrite(text.data == NULL ? "" : text.data, 1, text.size, stderr);
    } else {
        report_line("talosauth: error: out of memory");
    }
    tauth_text_free(&text);
}

int report_finding(struct arguments *arguments, const struct tauth_diag *finding) {
    if (tauth_diags_add(arguments->diags, finding) == TAUTH_NO_MEMORY) {
        report_line("talosauth: error: out of memory");
    } else {
        report_findings(arguments, arguments->diags);
    }
    return EXIT_TROUBLE;
}

int usage_fault(struct arguments *arguments, const char *option, const char *message) {
    char hint[64];
    snprintf(hint, sizeof(hint), "talosauth help %s", arguments->command->name);
    struct tauth_diag finding = {
        .rule = "usage", .option = option, .message = message, .hint = hint};
    return report_finding(arguments, &finding);
}

int unknown_command(struct arguments *arguments, const char *name) {
    char message[160];
    const char *near = tauth_nearest(name, command_name, NULL);
    snprintf(message, sizeof(message), "there is no command \"%.40s\"%s%s%s", name,
             near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
             near == NULL ? "" : "?");
    if (name[0] == '-') {
        snprintf(message, sizeof(message), "a command comes before its options");
    }
    struct tauth_diag finding = {
        .rule = "usage", .message = message, .hint = "talosauth help"};
    return report_finding(arguments, &finding);
}

int report_failure(const struct arguments *arguments, const struct tauth_diags *diags,
                   enum tauth_status status) {
    report_findings(arguments, diags);
    if (status == TAUTH_NO_MEMORY || status == TAUTH_INTERNAL) {
        fprintf(stderr, "talosauth: error: %s\n", tauth_status_text(status));
    }
    return EXIT_TROUBLE;
}

int report_output(struct tauth_text text) {
    while (text.size > 0) {
        ssize_t written = write(STDOUT_FILENO, text.data, text.size);
        if (written < 0 && errno != EINTR) {
            fprintf(stderr, "talosauth: error: cannot write to stdout: %s [file-write]\n",
                    strerror(errno));
            return EXIT_TROUBLE;
        }
        text.data += written < 0 ? 0 : written;
        text.size -= written < 0 ? 0 : (size_t)written;
    }
    return EXIT_DONE;
}

bool report_names_file(const struct arguments *arguments) {
    return arguments->output != NULL && strcmp(arguments->output, "-") != 0;
}

bool report_check_force(struct arguments *arguments) {
    if (arguments->force && arguments->output == NULL) {
        usage_fault(arguments, "--force", "goes with --output-file");
        return false;
    }
    return true;
}

bool report_check_rbac(struct arguments *arguments) {
    if (arguments->binds_groups && !arguments->with_rbac) {
        usage_fault(arguments, "--with-rbac",
                    "--admin-group and --viewer-group go with it");
        return false;
    }
    if (arguments->with_role_bindings && !arguments->with_rbac) {
        usage_fault(arguments, "--with-rolebindings", "goes with --with-rbac");
        return false;
    }
    return true;
}

int report_result(struct arguments *arguments, struct tauth_text text) {
    if (!report_names_file(arguments)) {
        return report_output(text);
    }
    struct tauth_file_options options = {.size = sizeof(options),
                                         .force = arguments->force,
                                         .no_sync = arguments->no_sync};
    enum tauth_status status =
        tauth_file_create(arguments->output, text, &options, arguments->diags);
    if (status != TAUTH_OK) {
        return report_failure(arguments, arguments->diags, status);
    }
    if (!arguments->quiet) {
        fprintf(stderr, "%s: written\n", arguments->output);
    }
    return EXIT_DONE;
}
