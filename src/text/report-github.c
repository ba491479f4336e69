/* SPDX-License-Identifier: MIT */
/* Workflow commands of GitHub Actions, which become annotations of the changed lines. */
#include "text/report.h"
#include "text/visible.h"

/*
 * A value of a workflow command (actions/toolkit packages/core/src/command.ts); more
 * controls than it asks for are escaped, since the log is shown on terminals too.
 */
static void write_escaped(struct buf *out, const char *text, bool property) {
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7F || byte == '%' ||
            (property && (byte == ':' || byte == ','))) {
            buf_printf(out, "%%%02X", byte);
        } else {
            buf_byte(out, *text);
        }
    }
}

static void write_property(struct buf *out, const char *name, const char *value) {
    buf_printf(out, "%s=", name);
    write_escaped(out, value, true);
    buf_byte(out, ',');
}

static void write_number(struct buf *out, const char *name, uint32_t value) {
    if (value > 0) {
        buf_printf(out, "%s=%u,", name, value);
    }
}

static void write_message(struct buf *out, const struct tauth_diag *diag) {
    _cleanup_buf_ struct buf text = {0};
    visible_write(&text, diag->message);
    if (diag->hint != NULL) {
        buf_byte(&text, '\n');
        visible_write(&text, diag->hint);
    }
    buf_byte(&text, '\0');
    out->failed |= text.failed;
    write_escaped(out, text.failed ? "" : text.data, false);
}

static void write_finding(struct buf *out, const struct tauth_diag *diag,
                          const char *name) {
    static const char *const commands[] = {
        [TAUTH_NOTE] = "notice", [TAUTH_WARNING] = "warning", [TAUTH_ERROR] = "error"};
    buf_printf(out, "::%s ", commands[diag->severity]);
    if (strcmp(name, "-") != 0) {
        write_property(out, "file", name);
    }
    write_number(out, "line", diag->line);
    write_number(out, "col", diag->column);
    write_number(out, "endLine", diag->end_line);
    write_number(out, "endColumn", diag->end_column);
    buf_text(out, "title=");
    write_escaped(out, diag->rule, true);
    buf_text(out, "::");
    write_message(out, diag);
    buf_byte(out, '\n');
}

static void write_file(struct buf *out, const struct report *report,
                       const struct report_file *file) {
    _cleanup_(cleanup_free) const struct tauth_diag **sorted = report_sort(file->diags);
    if (sorted == NULL) {
        out->failed = true;
        return;
    }
    for (const struct tauth_diag **at = sorted; *at != NULL; at++) {
        if ((*at)->severity >= report->least) {
            write_finding(out, *at, file->name);
        }
    }
}

void report_github(struct buf *out, const struct report *report) {
    for (size_t i = 0; i < report->count; i++) {
        write_file(out, report, &report->files[i]);
    }
    report_summary(out, report);
}
