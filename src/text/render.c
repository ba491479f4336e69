/* SPDX-License-Identifier: MIT */
#include "text/render.h"

#include "text/utf8.h"
#include "text/visible.h"

struct paint {
    const char *bold;
    const char *severity;
    const char *faint;
    const char *reset;
};

const char *severity_name(enum tauth_severity severity) {
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

static struct paint paint_for(enum tauth_severity severity, bool color) {
    static const char *const colors[] = {"\033[36m", "\033[35m", "\033[31m"};
    return color ? (struct paint){"\033[1m", colors[severity], "\033[2m", "\033[0m"}
                 : (struct paint){"", "", "", ""};
}

static void render_place(struct buf *out, const struct tauth_diag *diag) {
    if (diag->file == NULL) {
        buf_text(out, "talosauth: ");
    } else if (diag->line > 0) {
        visible_write(out, diag->file);
        buf_printf(out, ":%u:%u: ", diag->line, diag->column);
    } else {
        visible_write(out, diag->file);
        buf_text(out, ": ");
    }
}

/* The source line, and a caret below the column; tabs stay tabs so that it lines up. */
static void render_source(struct buf *out, const struct tauth_diag *diag,
                          const struct paint *paint) {
    struct span line = span_of(diag->source);
    buf_printf(out, "%s    ", paint->faint);
    visible_write(out, diag->source);
    buf_printf(out, "%s\n    ", paint->reset);
    size_t offset = 0;
    for (uint32_t column = 1; column < diag->column && offset < line.size; column++) {
        buf_byte(out, utf8_next(line, &offset) == '\t' ? '\t' : ' ');
    }
    buf_printf(out, "%s^%s\n", paint->severity, paint->reset);
}

void render_diag(struct buf *out, const struct tauth_diag *diag, bool color) {
    struct paint paint = paint_for(diag->severity, color);
    buf_text(out, paint.bold);
    render_place(out, diag);
    buf_printf(out, "%s%s: %s%s", paint.severity, severity_name(diag->severity),
               paint.reset, paint.bold);
    if (diag->option != NULL) {
        visible_write(out, diag->option);
        buf_text(out, ": ");
    }
    visible_write(out, diag->message);
    buf_printf(out, "%s [%s]\n", paint.reset, diag->rule);
    if (diag->source != NULL) {
        render_source(out, diag, &paint);
    }
    if (diag->hint != NULL) {
        buf_text(out, "    hint: ");
        visible_write(out, diag->hint);
        buf_byte(out, '\n');
    }
}
