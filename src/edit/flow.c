/* SPDX-License-Identifier: MIT */
/* Flow collections: children are separated by commas, on one line or on several. */
#include "edit/children.h"

static struct child *child_at(struct children *children, size_t i) {
    return &children->items.items[i];
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Offset of the comma behind a child, or of the closing bracket. */
static size_t separator(struct span text, size_t at) {
    while (at < text.size && text.data[at] != ',' &&
           strchr("]}", text.data[at]) == NULL) {
        at = text.data[at] == '#' ? source_line_end(text, at) : at + 1;
    }
    return at;
}

static size_t child_end(const struct edit *edit, const struct child *child) {
    return edit_node(edit, child->value)->end;
}

/* The child's whole line when nothing else stands on it but a comment. */
static bool own_lines(const struct edit *edit, const struct child *child, size_t *start,
                      size_t *end) {
    struct span text = edit_source(edit);
    size_t comma = separator(text, child_end(edit, child));
    if (!place_starts_line(text, child->start) || comma >= text.size ||
        text.data[comma] != ',') {
        return false;
    }
    size_t line_end = source_line_end(text, comma);
    struct span rest = span_slice(text, comma + 1, line_end);
    size_t blanks = 0;
    while (blanks < rest.size && is_space(rest.data[blanks])) {
        blanks++;
    }
    if (line_end == text.size || (blanks < rest.size && rest.data[blanks] != '#')) {
        return false;
    }
    *start = place_blanks_before(text, child->start);
    *end = line_end + (text.data[line_end] == '\r') + 1;
    return true;
}

/* One child that others follow: with its comma and the blanks behind it. */
static enum tauth_status remove_followed(struct edit *edit, const struct child *child) {
    struct span text = edit_source(edit);
    size_t start, end;
    if (own_lines(edit, child, &start, &end)) {
        return splice_text(edit, start, end, SPAN(""));
    }
    end = separator(text, child_end(edit, child)) + 1;
    while (end < text.size && (text.data[end] == ' ' || text.data[end] == '\t')) {
        end++;
    }
    return splice_text(edit, child->start, end, SPAN(""));
}

/*
 * Children from `first` on, one by one, so that the comments between them stay; a comma
 * that is left before the bracket is legal.
 */
static enum tauth_status remove_each(struct edit *edit, struct children *children,
                                     size_t first) {
    struct span text = edit_source(edit);
    enum tauth_status status = TAUTH_OK;
    for (size_t i = first; i < children->items.count && status == TAUTH_OK; i++) {
        struct child *child = child_at(children, i);
        size_t comma = separator(text, child_end(edit, child));
        size_t end = text.data[comma] == ',' ? comma + 1 : child_end(edit, child);
        size_t start = place_starts_line(text, child->start)
                           ? place_blanks_before(text, child->start)
                           : child->start;
        own_lines(edit, child, &start, &end);
        status = splice_text(edit, start, end, SPAN(""));
    }
    return status;
}

/* The last children: from the end of the last one that stays. */
static enum tauth_status remove_tail(struct edit *edit, struct children *children,
                                     size_t kept) {
    struct span text = edit_source(edit);
    size_t start = child_end(edit, child_at(children, kept));
    size_t end = child_end(edit, child_at(children, children->items.count - 1));
    return place_has_comment(span_slice(text, start, end))
               ? remove_each(edit, children, kept + 1)
               : splice_text(edit, start, end, SPAN(""));
}

/* Keys are quoted where those of a neighbour are: its own, or those of its mapping. */
static struct emit_style style_beside(const struct edit *edit, const struct place *place,
                                      const struct child *child) {
    struct emit_style style = *place->style;
    const struct node *value = edit_node(edit, child->value);
    node_id key = child->key != 0               ? child->key
                  : value->kind == NODE_MAPPING ? value->first
                                                : 0;
    style.quote_keys |= place_is_json_key(edit, key);
    return style;
}

static enum tauth_status insert_after(struct edit *edit, const struct place *place,
                                      const struct child *child, bool last,
                                      const struct want *inserts) {
    struct emit_style style = style_beside(edit, place, child);
    const struct node *value = edit_node(edit, child->value);
    bool missing =
        value->kind == NODE_SCALAR && value->style == STYLE_PLAIN && value->size == 0;
    size_t at = value->end;
    if (missing && last) { /* `{a:,` is not YAML for libyaml: keep away from the colon */
        size_t comma = separator(edit_source(edit), value->end);
        bool trailing = edit_source(edit).data[comma] == ',';
        at = trailing ? comma : edit_node(edit, place->value)->end - 1;
    }
    size_t begun = splice_begin(edit);
    buf_text(&edit->text, ", ");
    emit_flow_children(&edit->text, inserts, &style);
    return splice_end(edit, begun, at, at);
}

static enum tauth_status replace_content(struct edit *edit, const struct place *place,
                                         struct children *children,
                                         const struct want *inserts) {
    struct emit_style style = style_beside(edit, place, child_at(children, 0));
    size_t start = node_content_start(edit->index, place->value) + 1;
    size_t end = edit_node(edit, place->value)->end - 1;
    if (place_has_comment(span_slice(edit_source(edit), start, end))) {
        enum tauth_status status = remove_each(edit, children, 0);
        if (status != TAUTH_OK) {
            return status;
        }
        start = end;
    }
    size_t begun = splice_begin(edit);
    emit_flow_children(&edit->text, inserts, &style);
    return splice_end(edit, begun, start, end);
}

enum tauth_status children_change_flow(struct edit *edit, const struct place *place,
                                       struct children *children, struct want *inserts) {
    size_t count = children->items.count, kept = SIZE_MAX, anchor = SIZE_MAX;
    size_t limit = children->insert_at < count ? children->insert_at : count;
    for (size_t i = 0; i < count; i++) {
        if (!child_at(children, i)->removed) {
            kept = i;
            anchor = i < limit ? i : anchor;
        }
    }
    enum tauth_status status = children_guard(edit, place, children, inserts);
    if (status != TAUTH_OK) {
        return status;
    }
    if (kept == SIZE_MAX) {
        return replace_content(edit, place, children, inserts);
    }
    for (size_t i = 0; i < kept && status == TAUTH_OK; i++) {
        if (child_at(children, i)->removed) {
            status = remove_followed(edit, child_at(children, i));
        }
    }
    if (status == TAUTH_OK && inserts->first != NULL && anchor != SIZE_MAX) {
        bool last = anchor + 1 == count;
        status = insert_after(edit, place, child_at(children, anchor), last, inserts);
    } else if (status == TAUTH_OK && inserts->first != NULL) {
        struct emit_style style = style_beside(edit, place, child_at(children, 0));
        size_t begun = splice_begin(edit);
        emit_flow_children(&edit->text, inserts, &style);
        buf_text(&edit->text, ", ");
        size_t at = child_at(children, 0)->start;
        status = splice_end(edit, begun, at, at);
    }
    bool tail = kept + 1 < count;
    return status == TAUTH_OK && tail ? remove_tail(edit, children, kept) : status;
}
