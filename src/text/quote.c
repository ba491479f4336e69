/* SPDX-License-Identifier: MIT */
#include "text/quote.h"

void quote_write(struct buf *out, struct span text) {
    static const char named[] = "\a\b\t\n\v\f\r", letters[] = "abtnvfr";
    buf_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        const char *name = byte == '\0' ? NULL : strchr(named, byte);
        if (name != NULL) {
            buf_printf(out, "\\%c", letters[name - named]);
        } else if ((unsigned char)byte < 0x20 || byte == 0x7F) {
            buf_printf(out, "\\x%02x", (unsigned char)byte);
        } else {
            buf_text(out, byte == '"' || byte == '\\' ? "\\" : "");
            buf_byte(out, byte);
        }
    }
    buf_byte(out, '"');
}
