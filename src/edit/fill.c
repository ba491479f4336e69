/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

static bool has_line_break(struct span text) {
    return span_find(text, '\n') < text.size;
}

/* The children as lines in block style; the first one at the current position. */
static void write_block(struct buf *out, const struct want *want, size_t column,
                        const struct emit_style *style) {
    if (want->kind == WANT_MAPPING) {
        emit_entries(out, want, column, column, style);
    } else {
        emit_items(out, want, column, style);
    }
}

/* Lines below `at`, which is the end of a line. */
static enum tauth_status write_below(struct edit *edit, size_t start, size_t end,
                                     const struct want *want, size_t column,
                                     const struct emit_style *style) {
    size_t begun = splice_begin(edit);
    buf_span(&edit->text, style->newline);
    buf_fill(&edit->text, ' ', column);
    write_block(&edit->text, want, column, style);
    return splice_end(edit, begun, start, end);
}

static size_t child_column(const struct place *place, const struct want *want) {
    return want->kind == WANT_SEQUENCE && place->style->indentless
               ? place->column
               : emit_deeper(place->column, place->base, place->style);
}

/* Block context, nothing behind the colon. */
static enum tauth_status fill_missing(struct edit *edit, const struct place *place,
                                      const struct want *want,
                                      const struct emit_style *style) {
    struct span text = edit_source(edit);
    size_t end = source_line_end(text, edit_node(edit, place->value)->end);
    if (place->mark == SIZE_MAX) { /* `? key` without its `:` */
        size_t begun = splice_begin(edit);
        buf_span(&edit->text, style->newline);
        buf_fill(&edit->text, ' ', place->column);
        buf_byte(&edit->text, ':');
        enum tauth_status status = splice_end(edit, begun, end, end);
        if (status != TAUTH_OK) {
            return status;
        }
    }
    return write_below(edit, end, end, want, child_column(place, want), style);
}

/* Block context, a token on the key's line: it goes with the blanks before it. */
static enum tauth_status fill_same_line(struct edit *edit, const struct place *place,
                                        size_t content, const struct want *want,
                                        const struct emit_style *style) {
    struct span text = edit_source(edit);
    const struct node *node = edit_node(edit, place->value);
    size_t blanks = place_blanks_before(text, content);
    bool block = node->kind == NODE_SCALAR &&
                 (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED);
    size_t token_end = block ? block_scalar_header(text, content) : node->end;
    enum tauth_status status = splice_text(edit, blanks, token_end, SPAN(""));
    if (status != TAUTH_OK) {
        return status;
    }
    size_t start = source_line_end(text, token_end);
    size_t end = block && node->end > start ? node->end : start;
    return write_below(edit, start, end, want, child_column(place, want), style);
}

static enum tauth_status fill_block(struct edit *edit, const struct place *place,
                                    const struct want *want) {
    struct span text = edit_source(edit);
    const struct node *node = edit_node(edit, place->value);
    size_t end = source_line_end(text, node->end);
    struct emit_style style = place_style_at(edit, place, end, place->column);
    size_t content = node_content_start(edit->index, place->value);
    if (node->kind == NODE_SCALAR && node->style == STYLE_PLAIN && node->size == 0) {
        return fill_missing(edit, place, want, &style);
    }
    bool below = place->mark != SIZE_MAX && source_line_end(text, place->mark) < content;
    if (!below) {
        return fill_same_line(edit, place, content, want, &style);
    }
    size_t column = source_column(text, content);
    style.no_literal = true; /* what follows the token would become part of it */
    size_t begun = splice_begin(edit);
    write_block(&edit->text, want, column, &style);
    return splice_end(edit, begun, content, node->end);
}

/* Stays in flow: between the brackets that are there, or with new ones. */
static enum tauth_status fill_flow(struct edit *edit, const struct place *place,
                                   const struct want *want) {
    struct span text = edit_source(edit);
    const struct node *node = edit_node(edit, place->value);
    struct emit_style style = *place->style;
    style.quote_keys |= place_is_json_key(edit, place->key);
    size_t content = node_content_start(edit->index, place->value);
    enum node_kind kind = want->kind == WANT_MAPPING ? NODE_MAPPING : NODE_SEQUENCE;
    size_t begun = splice_begin(edit);
    if (node->kind == kind && node->size == 0) {
        struct span inner = span_slice(text, content + 1, node->end - 1);
        size_t start = has_line_break(inner) ? node->end - 1 : content + 1;
        emit_flow_children(&edit->text, want, &style);
        return splice_end(edit, begun, start, node->end - 1);
    }
    size_t start = content, end = node->end;
    if (node->kind == NODE_SCALAR && node->style == STYLE_PLAIN && node->size == 0) {
        start = end =
            place->mark == SIZE_MAX ? edit_node(edit, place->key)->end : place->mark;
        buf_text(&edit->text, place->mark == SIZE_MAX ? ": " : " ");
    }
    emit_flow(&edit->text, want, &style);
    return splice_end(edit, begun, start, end);
}

enum tauth_status plan_fill(struct edit *edit, const struct place *place,
                            struct want *want) {
    enum tauth_status status = place_guard(edit, place);
    if (status == TAUTH_OK) {
        status =
            place_guard_removal(edit, edit_node(edit, place->value)->start, place->value);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    want_prune(want);
    const struct node *node = edit_node(edit, place->value);
    struct span text = span_slice(edit_source(edit), node->start, node->end);
    bool open =
        node->style == STYLE_FLOW && has_line_break(text) && place_has_comment(text);
    if (want->first == NULL) {
        struct want empty = {.kind = WANT_PLAIN,
                             .text =
                                 want->kind == WANT_MAPPING ? SPAN("{}") : SPAN("[]")};
        return node->size == 0 && !node_is_null(edit->index, place->value)
                   ? TAUTH_OK
                   : plan_scalar(edit, place, &empty);
    }
    bool item = place->key == 0;
    return place->flow || open || item ? fill_flow(edit, place, want)
                                       : fill_block(edit, place, want);
}

enum tauth_status plan_empty(struct edit *edit, const struct place *place) {
    const struct node *node = edit_node(edit, place->value);
    bool mapping = node->kind == NODE_MAPPING;
    if (place->key == 0 || place->mark == SIZE_MAX) {
        size_t start = node_content_start(edit->index, place->value);
        return splice_text(edit, start, node->end, mapping ? SPAN("{}") : SPAN("[]"));
    }
    bool props = (node->flags & NODE_HAS_PROPS) != 0;
    size_t at = props ? node_props_end(edit->index, place->value) : place->mark;
    return splice_text(edit, at, at, mapping ? SPAN(" {}") : SPAN(" []"));
}
