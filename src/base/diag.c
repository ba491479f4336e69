/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include "base/format.h"

static bool copy_text(struct arena *arena, const char *text, const char **out) {
    *out = NULL;
    if (text != NULL) {
        *out = arena_copy(arena, span_of(text));
        return *out != NULL;
    }
    return true;
}

static bool fill(struct tauth_diags *diags, struct tauth_diag *diag,
                 const struct diag_place *place, const char *hint, const char *message) {
    struct arena *arena = &diags->arena;
    diag->line = place->line;
    diag->column = place->column;
    diag->end_line = place->end_line;
    diag->end_column = place->end_column;
    if (place->source.data != NULL) {
        diag->source = arena_copy(arena, place->source);
        if (diag->source == NULL) {
            return false;
        }
    }
    return copy_text(arena, place->file, &diag->file) &&
           copy_text(arena, place->option, &diag->option) &&
           copy_text(arena, place->path, &diag->path) &&
           copy_text(arena, hint, &diag->hint) &&
           copy_text(arena, message, &diag->message);
}

enum tauth_status diag_add_list(struct tauth_diags *diags, enum rule rule,
                                const struct diag_place *place, const char *hint,
                                const char *format, va_list arguments) {
    const struct rule_info *info = rule_info(rule);
    enum tauth_severity severity =
        place->severity == NULL ? info->severity : *place->severity;
    enum rule_level level = diags->levels == NULL ? LEVEL_OWN : diags->levels[rule];
    if (level == LEVEL_OFF) {
        return TAUTH_OK;
    }
    if (level != LEVEL_OWN) {
        severity = level == LEVEL_WARN ? TAUTH_WARNING : TAUTH_ERROR;
    }
    _cleanup_(cleanup_free) char *message = format_text(format, arguments);
    if (message == NULL) {
        return TAUTH_NO_MEMORY;
    }
    struct tauth_diag *diag = ARENA_NEW(&diags->arena, struct tauth_diag);
    if (diag == NULL || !fill(diags, diag, place, hint, message)) {
        return TAUTH_NO_MEMORY;
    }
    diag->rule = info->id;
    diag->rule_class = rule_class_name(info->class);
    diag->severity = severity;
    struct tauth_diag **slot = VEC_PUSH(diags->items);
    if (slot == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *slot = diag;
    return severity == TAUTH_ERROR ? TAUTH_REFUSED : TAUTH_OK;
}

enum tauth_status diag_add(struct tauth_diags *diags, enum rule rule,
                           const struct diag_place *place, const char *hint,
                           const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    enum tauth_status status = diag_add_list(diags, rule, place, hint, format, arguments);
    va_end(arguments);
    return status;
}
