/* SPDX-License-Identifier: MIT */
/* Inside the editor: places, splices, and the walk along a wanted tree. */
#ifndef EDIT_PLAN_H
#define EDIT_PLAN_H

#include "edit/edit.h"
#include "yaml/emit.h"
#include "yaml/node.h"

/* Where a value stands. */
struct place {
    node_id key; /* the key in front of it, or 0 */
    node_id value;
    size_t mark;    /* offset right behind its colon or dash; SIZE_MAX: bare key */
    size_t column;  /* of the key or dash, in block context */
    size_t base;    /* column that deeper levels are counted from */
    node_id shared; /* an anchored node around it that is used elsewhere, or 0 */
    bool flow;
    const struct emit_style *style; /* of the document */
};

static inline struct span edit_source(const struct edit *edit) {
    return edit->index->source->text;
}

static inline const struct node *edit_node(const struct edit *edit, node_id id) {
    return node_at(edit->index, id);
}

/* --- splices (splice.c) --- */

/* Begins a splice; its text is what is appended to edit->text until splice_end(). */
size_t splice_begin(const struct edit *edit);
enum tauth_status splice_end(struct edit *edit, size_t begun, size_t start, size_t end)
    _must_check_;
enum tauth_status splice_text(struct edit *edit, size_t start, size_t end,
                              struct span text) _must_check_;
/* Sorts; refuses overlaps, which would be a bug. */
enum tauth_status splice_sort(struct edit *edit) _must_check_;
/* Bytes [start, end) of the old text with the sorted splices applied. */
void splice_apply(const struct edit *edit, size_t start, size_t end, struct buf *out);

/* --- geometry (place.c) --- */

/* Start of the blanks that end at `offset`. */
size_t place_blanks_before(struct span text, size_t offset);
/* Start of an entry: its key, or the `?` in front of it. */
size_t place_entry_start(const struct edit *edit, node_id key);
/* Offset behind the colon of an entry; SIZE_MAX when it has none. */
size_t place_colon(const struct edit *edit, node_id key, node_id value);
/* Offset of the dash of an item; `from` is the end of the item before, or the start. */
size_t place_dash(const struct edit *edit, size_t from);
/* True when only blanks stand between the start of the line and `offset`. */
bool place_starts_line(struct span text, size_t offset);
/* True when a comment stands in the text. */
bool place_has_comment(struct span text);
/* True when text may not follow `id` without changing it (A13: clip at the end). */
bool place_is_open_ended(const struct edit *edit, node_id id);
/* True for a key in double quotes, as those of JSON are. */
bool place_is_json_key(const struct edit *edit, node_id key);
/* The style of a document, with the line end of `offset`. */
struct emit_style place_style(const struct edit *edit, size_t document);
/* The style for text that will end at `end`, the end of a line, in columns >= `column`. */
struct emit_style place_style_at(const struct edit *edit, const struct place *place,
                                 size_t end, size_t column);
/* Refuses a place that an alias elsewhere would change along with. */
enum tauth_status place_guard(const struct edit *edit, const struct place *place)
    _must_check_;
/* Says that a value has another type than is wanted there. */
enum tauth_status place_refuse_type(const struct edit *edit, const struct place *place,
                                    const char *wanted) _must_check_;
/* Refuses to take out a subtree that defines an anchor used elsewhere. */
enum tauth_status place_guard_removal(const struct edit *edit, size_t start, node_id id)
    _must_check_;
/* The anchored and used node that `id` is, or else `around`. */
node_id place_shared(const struct edit *edit, node_id id, node_id around);

/* --- the walk (value.c, mapping.c, sequence.c, fill.c) --- */

enum tauth_status plan_value(struct edit *edit, const struct place *place,
                             struct want *want) _must_check_;
enum tauth_status plan_mapping(struct edit *edit, const struct place *place,
                               struct want *want) _must_check_;
enum tauth_status plan_sequence(struct edit *edit, const struct place *place,
                                struct want *want) _must_check_;
/* Puts a mapping or sequence where something else or nothing stands. */
enum tauth_status plan_fill(struct edit *edit, const struct place *place,
                            struct want *want) _must_check_;
/* Makes `{}` or `[]` of a block collection all of whose children are removed. */
enum tauth_status plan_empty(struct edit *edit, const struct place *place) _must_check_;
/* Puts a scalar where something else stands. */
enum tauth_status plan_scalar(struct edit *edit, const struct place *place,
                              const struct want *want) _must_check_;

/* A `---` at the end with nothing below it but comments: a new document may go there. */
bool edit_is_vacant(const struct edit *edit, size_t document);

/* --- verification (verify.c) --- */

enum tauth_status verify_edit(struct edit *edit) _must_check_;

#endif
