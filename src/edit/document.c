/* SPDX-License-Identifier: MIT */
/* Whole documents: one more at the end of the stream, or one less. */
#include "edit/plan.h"

static const struct document *last_document(const struct edit *edit) {
    size_t count = edit->index->documents.count;
    return count == 0 ? NULL : &edit->index->documents.items[count - 1];
}

bool edit_is_vacant(const struct edit *edit, size_t number) {
    const struct document *document = &edit->index->documents.items[number];
    const struct node *root = edit_node(edit, document->root);
    return document->explicit_start && !document->explicit_end &&
           root->kind == NODE_SCALAR && root->style == STYLE_PLAIN && root->size == 0 &&
           (root->flags & NODE_HAS_PROPS) == 0;
}

/* Documents that are appended already. */
static size_t appended(const struct edit *edit) {
    size_t count = 0;
    for (size_t i = 0; i < edit->targets.count; i++) {
        count += edit->targets.items[i].document >= edit->index->documents.count;
    }
    return count;
}

enum tauth_status edit_append_document(struct edit *edit, struct want *want) {
    struct span text = edit_source(edit);
    const struct document *last = last_document(edit);
    size_t before = appended(edit);
    bool newline = text.size > 0 && text.data[text.size - 1] == '\n';
    if (last != NULL && !newline && !last->explicit_end &&
        place_is_open_ended(edit, last->root)) {
        return source_report(edit->diags, RULE_NO_FINAL_NEWLINE, edit->index->source,
                             text.size, "add a newline at the end of the file first",
                             "the file ends inside a block scalar without a newline; a "
                             "document behind it would change that value");
    }
    want_prune(want);
    struct emit_style style = emit_talos_style;
    style.newline = source_newline(text, newline ? text.size - 1 : text.size);
    size_t begun = splice_begin(edit);
    if (!newline && text.size > 0 && before == 0) {
        buf_span(&edit->text, style.newline);
    }
    bool vacant = last != NULL && edit_is_vacant(edit, edit->index->documents.count - 1);
    if (before > 0 || !vacant) {
        buf_text(&edit->text, "---");
        buf_span(&edit->text, style.newline);
    }
    emit_document(&edit->text, want, &style);
    struct edit_target *target = VEC_PUSH(edit->targets);
    if (target == NULL) {
        return TAUTH_NO_MEMORY;
    }
    target->document = edit->index->documents.count + before;
    target->want = want;
    return splice_end(edit, begun, text.size, text.size);
}

enum tauth_status edit_remove_document(struct edit *edit, size_t document) {
    const struct document *item = &edit->index->documents.items[document];
    struct edit_target *target = VEC_PUSH(edit->targets);
    if (target == NULL) {
        return TAUTH_NO_MEMORY;
    }
    target->document = document;
    target->removed = true;
    return splice_text(edit, item->start, item->end, SPAN(""));
}
