/* SPDX-License-Identifier: MIT */
/* Block collections: entries and items are whole lines. */
#include "edit/children.h"
#include "text/utf8.h"

static struct child *child_at(struct children *children, size_t i) {
    return &children->items.items[i];
}

static size_t child_end(const struct edit *edit, const struct child *child) {
    return edit_node(edit, child->value)->end;
}

/* Behind the line break of the child's last line. */
static size_t behind_line(const struct edit *edit, const struct child *child) {
    struct span text = edit_source(edit);
    size_t end = source_line_end(text, child_end(edit, child));
    return end + utf8_break(text, end);
}

/* Removes children [from, to), the first of which shares its line with a dash. */
static enum tauth_status remove_first_run(struct edit *edit, struct children *children,
                                          size_t from, size_t to) {
    struct span text = edit_source(edit);
    size_t start = child_at(children, from)->start;
    if (to == children->items.count) {
        return source_report(edit->diags, RULE_EDIT_FAILED, edit->index->source, start,
                             "write the value on lines of its own first",
                             "entries on the line of a `:` are not removed");
    }
    size_t end = source_line_end(text, child_end(edit, child_at(children, to - 1)));
    size_t next = child_at(children, to)->start;
    if (place_has_comment(span_slice(text, end, next))) {
        return splice_text(edit, place_blanks_before(text, start), end, SPAN(""));
    }
    return splice_text(edit, start, next, SPAN(""));
}

/* Removes whole lines; the first child may stand behind a dash. */
static enum tauth_status remove_lines(struct edit *edit, struct children *children,
                                      size_t last) {
    struct span text = edit_source(edit);
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < last && status == TAUTH_OK; i++) {
        struct child *child = child_at(children, i);
        if (!child->removed) {
            continue;
        }
        if (i == 0 && !place_starts_line(text, child->start)) {
            size_t to = 1;
            while (to < children->items.count && child_at(children, to)->removed) {
                to++;
            }
            status = remove_first_run(edit, children, 0, to);
            i = to - 1;
            continue;
        }
        status = splice_text(edit, place_blanks_before(text, child->start),
                             behind_line(edit, child), SPAN(""));
    }
    return status;
}

static void write_children(struct edit *edit, const struct place *place,
                           const struct want *inserts, size_t column,
                           const struct emit_style *style) {
    if (inserts->kind == WANT_SEQUENCE) {
        emit_items(&edit->text, inserts, column, style);
        return;
    }
    bool item = place->key == 0 && place->mark != 0;
    emit_entries(&edit->text, inserts, column, item ? place->column : column, style);
}

static bool whole_line(const struct edit *edit, size_t start) {
    return source_line_start(edit_source(edit), start) == start;
}

/* The splice that takes out the line which ends at `end`, or NULL. */
static struct splice *removal_of_line(struct edit *edit, size_t end) {
    bool last = end == edit_source(edit).size;
    for (size_t i = 0; i < edit->splices.count; i++) {
        struct splice *splice = &edit->splices.items[i];
        bool covers = splice->start <= end && splice->end > end;
        bool tail = last && splice->end == end && splice->start < end &&
                    splice->size == 0 && whole_line(edit, splice->start);
        if (covers || tail) {
            return splice;
        }
    }
    return NULL;
}

/* The lines above are going: what is new takes their place, line break included. */
static enum tauth_status insert_for_removal(struct edit *edit, const struct place *place,
                                            size_t splice, size_t end, size_t column,
                                            const struct want *inserts) {
    struct emit_style style = place_style_at(edit, place, end, column);
    size_t begun = splice_begin(edit);
    struct splice old = edit->splices.items[splice];
    buf_reserve(&edit->text, old.size); /* the copied bytes must not move meanwhile */
    buf_append(&edit->text, edit->text.data + old.text, old.size);
    buf_fill(&edit->text, ' ', column);
    write_children(edit, place, inserts, column, &style);
    buf_append(&edit->text, edit_source(edit).data + end, old.end - end);
    edit->splices.items[splice].text = (uint32_t)begun;
    edit->splices.items[splice].size = (uint32_t)(edit->text.size - begun);
    return edit->text.failed ? TAUTH_NO_MEMORY : TAUTH_OK;
}

static enum tauth_status insert_above(struct edit *edit, const struct place *place,
                                      const struct child *child,
                                      const struct want *inserts) {
    struct emit_style style = *place->style;
    size_t column = source_column(edit_source(edit), child->start);
    style.newline = source_newline(edit_source(edit), child->start);
    size_t begun = splice_begin(edit);
    write_children(edit, place, inserts, column, &style);
    buf_span(&edit->text, style.newline);
    buf_fill(&edit->text, ' ', column);
    return splice_end(edit, begun, child->start, child->start);
}

static enum tauth_status insert_below(struct edit *edit, const struct place *place,
                                      const struct child *child,
                                      const struct want *inserts) {
    struct span text = edit_source(edit);
    size_t column = source_column(text, child->start);
    size_t end = source_line_end(text, child_end(edit, child));
    struct splice *removal = removal_of_line(edit, end);
    if (removal != NULL) {
        size_t number = (size_t)(removal - edit->splices.items);
        return insert_for_removal(edit, place, number, end, column, inserts);
    }
    struct emit_style style = place_style_at(edit, place, end, column);
    size_t begun = splice_begin(edit);
    buf_span(&edit->text, style.newline);
    buf_fill(&edit->text, ' ', column);
    write_children(edit, place, inserts, column, &style);
    return splice_end(edit, begun, end, end);
}

/* Nothing may follow the child: an entry goes in front of it, an item cannot. */
static enum tauth_status insert_at_open_end(struct edit *edit, const struct place *place,
                                            const struct child *child,
                                            const struct want *inserts) {
    if (inserts->kind == WANT_MAPPING) {
        return insert_above(edit, place, child, inserts);
    }
    return source_report(edit->diags, RULE_NO_FINAL_NEWLINE, edit->index->source,
                         edit_source(edit).size,
                         "add a newline at the end of the file first",
                         "the file ends inside a block scalar without a newline; an item "
                         "behind it would change that value");
}

/* Every child goes and new ones come: they take the place of the first one. */
static enum tauth_status replace_all(struct edit *edit, const struct place *place,
                                     struct children *children,
                                     const struct want *inserts) {
    struct span text = edit_source(edit);
    struct child *first = child_at(children, 0);
    size_t column = source_column(text, first->start);
    size_t end = source_line_end(text, child_end(edit, first));
    struct emit_style style = place_style_at(edit, place, end, column);
    size_t begun = splice_begin(edit);
    write_children(edit, place, inserts, column, &style);
    enum tauth_status status = splice_end(edit, begun, first->start, end);
    first->removed = false;
    return status == TAUTH_OK ? remove_lines(edit, children, children->items.count)
                              : status;
}

/* Every child goes: `{}` or `[]` behind the colon. */
static enum tauth_status remove_all(struct edit *edit, const struct place *place,
                                    struct children *children) {
    enum tauth_status status = plan_empty(edit, place);
    bool in_place = place->key == 0 || place->mark == SIZE_MAX;
    return status == TAUTH_OK && !in_place
               ? remove_lines(edit, children, children->items.count)
               : status;
}

enum tauth_status children_change_block(struct edit *edit, const struct place *place,
                                        struct children *children, struct want *inserts) {
    size_t count = children->items.count, anchor = SIZE_MAX;
    size_t limit = children->insert_at < count ? children->insert_at : count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!child_at(children, i)->removed) {
            kept++;
            anchor = i < limit ? i : anchor;
        }
    }
    bool inserting = inserts->first != NULL;
    enum tauth_status status = children_guard(edit, place, children, inserts);
    if (status != TAUTH_OK) {
        return status;
    }
    if (kept == 0) {
        return inserting ? replace_all(edit, place, children, inserts)
                         : remove_all(edit, place, children);
    }
    if (inserting && anchor == SIZE_MAX) {
        for (anchor = 0; child_at(children, anchor)->removed; anchor++) {
        }
        status = insert_above(edit, place, child_at(children, anchor), inserts);
    } else if (inserting) {
        struct child *child = child_at(children, anchor);
        status = place_is_open_ended(edit, child->value)
                     ? insert_at_open_end(edit, place, child, inserts)
                     : insert_below(edit, place, child, inserts);
    }
    return status == TAUTH_OK ? remove_lines(edit, children, count) : status;
}
