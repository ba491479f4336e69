/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

/* How a new scalar is spelled: what stands on the key's line, and the lines below it. */
struct spelling {
    struct span head;
    struct span lines; /* begins with a line break; empty unless a block scalar */
};

static bool is_block_scalar(const struct node *node) {
    return node->kind == NODE_SCALAR &&
           (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED);
}

/* Keeps the quotes that are there when the new value fits between them. */
/* What stands beside it is JSON, or the whole document is. */
static bool is_json(const struct edit *edit, const struct place *place) {
    return place->style->quote_keys || place_is_json_key(edit, place->key);
}

static void write_text(struct edit *edit, const struct place *place, struct span text,
                       struct buf *out) {
    const struct node *node = edit_node(edit, place->value);
    bool scalar = node->kind == NODE_SCALAR;
    if (scalar && node->style == STYLE_SINGLE && scalar_single_is_safe(text)) {
        scalar_write_single(out, text);
    } else if (scalar && node->style == STYLE_DOUBLE) {
        scalar_write_double(out, text);
    } else if (!place->flow) {
        size_t end = source_line_end(edit_source(edit), node->end);
        struct emit_style style = place_style_at(edit, place, end, place->column);
        size_t column = emit_deeper(place->column, place->base, &style);
        emit_string(out, text, place->column, column, &style);
    } else if (scalar && node->size > 0 && !is_json(edit, place) &&
               scalar_plain_is_safe(text, true)) {
        buf_span(out, text);
    } else {
        scalar_write_double(out, text);
    }
}

static struct spelling spell(struct edit *edit, const struct place *place,
                             const struct want *want, struct buf *out) {
    if (want->kind == WANT_PLAIN) {
        emit_plain(out, want->text, place->flow && is_json(edit, place));
    } else {
        write_text(edit, place, want->text, out);
    }
    struct span all = buf_view(out);
    size_t head = span_find(all, '\n');
    head -= head < all.size && head > 0 && all.data[head - 1] == '\r';
    return (struct spelling){span_slice(all, 0, head), span_slice(all, head, all.size)};
}

/* The value is missing: write it behind the colon, the dash or the bare key. */
static enum tauth_status write_missing(struct edit *edit, const struct place *place,
                                       const struct spelling *spelling) {
    struct span text = edit_source(edit);
    const struct node *node = edit_node(edit, place->value);
    bool props = (node->flags & NODE_HAS_PROPS) != 0;
    size_t at = props ? node->end : place->mark;
    size_t begun = splice_begin(edit);
    if (at == SIZE_MAX) {
        at = edit_node(edit, place->key)->end;
        if (!place->flow) {
            buf_span(&edit->text, source_newline(text, at));
            buf_fill(&edit->text, ' ', place->column);
        }
        buf_byte(&edit->text, ':');
    }
    buf_byte(&edit->text, ' ');
    buf_span(&edit->text, spelling->head);
    enum tauth_status status = splice_end(edit, begun, at, at);
    if (status == TAUTH_OK && spelling->lines.size > 0) {
        size_t end = source_line_end(text, at);
        status = splice_text(edit, end, end, spelling->lines);
    }
    return status;
}

/* A block scalar: its header is replaced, a comment behind it stays, its lines go. */
static enum tauth_status replace_block_scalar(struct edit *edit,
                                              const struct place *place, size_t content,
                                              const struct spelling *spelling) {
    struct span text = edit_source(edit);
    size_t header = block_scalar_header(text, content);
    size_t line_end = source_line_end(text, header);
    size_t end = edit_node(edit, place->value)->end;
    enum tauth_status status = splice_text(edit, content, header, spelling->head);
    if (status == TAUTH_OK) {
        status =
            splice_text(edit, line_end, end > line_end ? end : line_end, spelling->lines);
    }
    return status;
}

/* Lines of a block collection below its key go; a comment on the key's line stays. */
static enum tauth_status replace_block_collection(struct edit *edit,
                                                  const struct place *place,
                                                  const struct spelling *spelling) {
    struct span text = edit_source(edit);
    size_t end = source_line_end(text, edit_node(edit, place->value)->end);
    size_t line_end = source_line_end(text, place->mark);
    if (place_has_comment(span_slice(text, line_end, end))) {
        enum tauth_status warned = node_report(
            edit->diags, RULE_COMMENT_LOST, edit->index, place->value, NULL,
            "the value is replaced by one scalar; a comment inside it is gone");
        if (warned != TAUTH_OK) {
            return warned;
        }
    }
    size_t begun = splice_begin(edit);
    buf_byte(&edit->text, ' ');
    buf_span(&edit->text, spelling->head);
    enum tauth_status status = splice_end(edit, begun, place->mark, place->mark);
    return status == TAUTH_OK ? splice_text(edit, line_end, end, spelling->lines)
                              : status;
}

/* A token in one piece: replaced where it stands; the lines of a block go below it. */
static enum tauth_status replace_token(struct edit *edit, size_t start, size_t end,
                                       const struct spelling *spelling) {
    enum tauth_status status = splice_text(edit, start, end, spelling->head);
    if (status == TAUTH_OK && spelling->lines.size > 0) {
        size_t line_end = source_line_end(edit_source(edit), end);
        status = splice_text(edit, line_end, line_end, spelling->lines);
    }
    return status;
}

enum tauth_status plan_scalar(struct edit *edit, const struct place *place,
                              const struct want *want) {
    enum tauth_status status = place_guard(edit, place);
    if (status == TAUTH_OK) {
        status =
            place_guard_removal(edit, edit_node(edit, place->value)->start, place->value);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    const struct node *node = edit_node(edit, place->value);
    if (node->kind == NODE_MAPPING && want->kind == WANT_STRING) {
        return place_refuse_type(edit, place, "a string");
    }
    _cleanup_buf_ struct buf buffer = {0};
    struct spelling spelling = spell(edit, place, want, &buffer);
    if (buffer.failed) {
        return TAUTH_NO_MEMORY;
    }
    size_t content = node_content_start(edit->index, place->value);
    bool missing =
        node->kind == NODE_SCALAR && node->style == STYLE_PLAIN && node->size == 0;
    if (missing) {
        return write_missing(edit, place, &spelling);
    }
    if (is_block_scalar(node)) {
        return replace_block_scalar(edit, place, content, &spelling);
    }
    bool collection = node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE;
    if (collection && node->style == STYLE_BLOCK && place->key != 0) {
        return replace_block_collection(edit, place, &spelling);
    }
    /* A tag such as !!int would change the meaning of the new value. */
    size_t start = (node->flags & NODE_TAGGED) != 0 ? node->start : content;
    return replace_token(edit, start, node->end, &spelling);
}
