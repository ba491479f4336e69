/* SPDX-License-Identifier: MIT */
#include "yaml/input.h"

#include "text/utf8.h"

static const char bom[] = "\xEF\xBB\xBF";

static enum tauth_status check_marks(const struct source *source,
                                     struct tauth_diags *diags) {
    struct span text = source->text;
    const char *at = text.data, *end = text.data + text.size;
    while ((at = memmem(at, (size_t)(end - at), bom, 3)) != NULL) {
        size_t offset = (size_t)(at - text.data);
        if (offset > 0 && at[-1] == '\n') {
            return source_report(diags, RULE_ENCODING, source, offset,
                                 "remove it; files were probably joined with `cat`",
                                 "byte order mark inside the file");
        }
        at += 3;
    }
    return TAUTH_OK;
}

static enum tauth_status check_encoding(const struct source *source,
                                        struct tauth_diags *diags) {
    struct span text = source->text;
    if (span_starts(text, "\xFF\xFE") || span_starts(text, "\xFE\xFF")) {
        return source_report(diags, RULE_ENCODING, source, 0, "save the file as UTF-8",
                             "UTF-16 text is not edited");
    }
    size_t bad = utf8_check(text);
    if (bad < text.size) {
        return source_report(diags, RULE_ENCODING, source, bad, "save the file as UTF-8",
                             "byte 0x%02x is not valid UTF-8",
                             (unsigned char)text.data[bad]);
    }
    size_t nul = span_find(text, '\0');
    if (nul < text.size) {
        return source_report(diags, RULE_ENCODING, source, nul,
                             "this is not a text file, or it is damaged",
                             "control characters are not allowed");
    }
    return utf8_is_ascii(text) ? TAUTH_OK : check_marks(source, diags);
}

enum tauth_status yaml_input_check(const struct source *source, size_t *start,
                                   struct tauth_diags *diags) {
    struct span text = source->text;
    if (text.size > YAML_SIZE_MAX) {
        return diag_file(
            diags, RULE_INPUT_TOO_LARGE, source->name, NULL,
            "the input has more than 16 MiB; no machine config is that large");
    }
    enum tauth_status status = check_encoding(source, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    size_t cr = span_find(text, '\r');
    if (cr < text.size && span_find(text, '\n') == text.size) {
        return source_report(diags, RULE_LINE_ENDS, source, cr,
                             "convert the file to LF or CRLF",
                             "CR-only line ends are not edited");
    }
    *start = span_starts(text, bom) ? 3 : 0;
    return TAUTH_OK;
}
