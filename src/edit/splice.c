/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

size_t splice_begin(const struct edit *edit) {
    return edit->text.size;
}

enum tauth_status splice_end(struct edit *edit, size_t begun, size_t start, size_t end) {
    struct splice *splice = VEC_PUSH(edit->splices);
    if (splice == NULL || edit->text.failed) {
        return TAUTH_NO_MEMORY;
    }
    *splice = (struct splice){(uint32_t)start, (uint32_t)end, (uint32_t)begun,
                              (uint32_t)(edit->text.size - begun)};
    return TAUTH_OK;
}

enum tauth_status splice_text(struct edit *edit, size_t start, size_t end,
                              struct span text) {
    size_t begun = splice_begin(edit);
    buf_span(&edit->text, text);
    return splice_end(edit, begun, start, end);
}

/* Few, and nearly in order: insertion sort keeps equal starts as they were made. */
enum tauth_status splice_sort(struct edit *edit) {
    struct splice *items = edit->splices.items;
    for (size_t i = 1; i < edit->splices.count; i++) {
        struct splice moved = items[i];
        size_t at = i;
        while (at > 0 && items[at - 1].start > moved.start) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = moved;
    }
    for (size_t i = 1; i < edit->splices.count; i++) {
        if (items[i].start < items[i - 1].end) {
            return source_report(edit->diags, RULE_EDIT_FAILED, edit->index->source,
                                 items[i].start, NULL,
                                 "two changes overlap here; nothing was written");
        }
    }
    return TAUTH_OK;
}

void splice_apply(const struct edit *edit, size_t start, size_t end, struct buf *out) {
    struct span source = edit_source(edit);
    for (size_t i = 0; i < edit->splices.count; i++) {
        const struct splice *splice = &edit->splices.items[i];
        bool inside =
            splice->start >= start &&
            (splice->start < end || (splice->start == end && end == source.size));
        if (inside) {
            buf_append(out, source.data + start, splice->start - start);
            buf_append(out, edit->text.data + splice->text, splice->size);
            start = splice->end;
        }
    }
    if (start < end) {
        buf_append(out, source.data + start, end - start);
    }
}
