/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

size_t place_blanks_before(struct span text, size_t offset) {
    while (offset > 0 && is_blank(text.data[offset - 1])) {
        offset--;
    }
    return offset;
}

bool place_starts_line(struct span text, size_t offset) {
    size_t start = place_blanks_before(text, offset);
    bool mark = start == 3 && span_starts(text, "\xEF\xBB\xBF");
    return start == 0 || text.data[start - 1] == '\n' || mark;
}

size_t place_entry_start(const struct edit *edit, node_id key) {
    struct span text = edit_source(edit);
    size_t start = edit_node(edit, key)->start;
    size_t before = place_blanks_before(text, start);
    bool explicit = before > 0 && before < start && text.data[before - 1] == '?';
    return explicit ? before - 1 : start;
}

/* Skips blanks, line breaks and comments. */
static size_t skip_space(struct span text, size_t at) {
    while (at < text.size) {
        if (is_blank(text.data[at]) || text.data[at] == '\n' || text.data[at] == '\r') {
            at++;
        } else if (text.data[at] == '#') {
            at = source_line_end(text, at);
        } else {
            break;
        }
    }
    return at;
}

/* The first byte behind `at` that is neither blank nor a line break. */
static size_t skip_blank_lines(struct span text, size_t at) {
    while (at < text.size &&
           (is_blank(text.data[at]) || text.data[at] == '\n' || text.data[at] == '\r')) {
        at++;
    }
    return at;
}

size_t place_colon(const struct edit *edit, node_id key, node_id value) {
    struct span text = edit_source(edit);
    size_t at = skip_space(text, edit_node(edit, key)->end);
    bool missing =
        at >= text.size || text.data[at] != ':' || at > edit_node(edit, value)->start;
    return missing ? SIZE_MAX : at + 1;
}

size_t place_dash(const struct edit *edit, size_t from) {
    return skip_space(edit_source(edit), from);
}

bool place_has_comment(struct span text) {
    for (size_t i = 0; i < text.size; i++) {
        bool starts = i == 0 || is_blank(text.data[i - 1]) || text.data[i - 1] == '\n';
        if (text.data[i] == '#' && starts) {
            return true;
        }
    }
    return false;
}

/* The last leaf of a block collection; anything else is its own. */
static node_id last_leaf(const struct edit *edit, node_id id) {
    for (;;) {
        const struct node *node = edit_node(edit, id);
        if (node->style != STYLE_BLOCK || node->first == 0) {
            return id;
        }
        id = node->first;
        while (edit_node(edit, id)->next != 0) {
            id = edit_node(edit, id)->next;
        }
    }
}

bool place_is_open_ended(const struct edit *edit, node_id id) {
    struct span text = edit_source(edit);
    const struct node *leaf = edit_node(edit, last_leaf(edit, id));
    bool block = leaf->kind == NODE_SCALAR &&
                 (leaf->style == STYLE_LITERAL || leaf->style == STYLE_FOLDED);
    return block && (leaf->flags & NODE_STRIP) == 0 && leaf->size > 0 &&
           source_line_end(text, leaf->end) == text.size;
}

/* Steps of the document's root: the column of the first block collection below it. */
static size_t find_step(const struct edit *edit, node_id root) {
    struct span text = edit_source(edit);
    size_t column = source_column(text, node_content_start(edit->index, root));
    const struct node *node = edit_node(edit, root);
    for (int wanted = NODE_MAPPING; wanted <= NODE_SEQUENCE; wanted++) {
        node_id at = node->kind == NODE_MAPPING ? node->first : 0;
        while (at != 0) {
            node_id id = edit_node(edit, at)->next;
            const struct node *value = edit_node(edit, id);
            if (value->kind == wanted && value->style == STYLE_BLOCK) {
                size_t inner = source_column(text, node_content_start(edit->index, id));
                if (inner > column) {
                    return inner - column;
                }
            }
            at = value->next;
        }
    }
    return edit->usual->step;
}

/* True when the document's first block sequence starts at the column of its key. */
static bool is_indentless(const struct edit *edit, node_id root, node_id last) {
    struct span text = edit_source(edit);
    for (node_id id = root; id < last; id++) {
        const struct node *node = edit_node(edit, id);
        if (node->kind != NODE_MAPPING || node->style != STYLE_BLOCK) {
            continue;
        }
        for (node_id key = node->first; key != 0;) {
            node_id value = edit_node(edit, key)->next;
            const struct node *sequence = edit_node(edit, value);
            if (sequence->kind == NODE_SEQUENCE && sequence->style == STYLE_BLOCK) {
                return source_column(text, node_content_start(edit->index, value)) ==
                       source_column(text, place_entry_start(edit, key));
            }
            key = sequence->next;
        }
    }
    return edit->usual->indentless;
}

bool place_is_json_key(const struct edit *edit, node_id key) {
    return key != 0 && edit_node(edit, key)->style == STYLE_DOUBLE;
}

/* JSON is told by its braces and by its first key; `{}` may be either. */
static bool is_json(const struct edit *edit, node_id root) {
    const struct node *node = edit_node(edit, root);
    return node->kind == NODE_MAPPING && node->style == STYLE_FLOW &&
           (node->first == 0 || place_is_json_key(edit, node->first));
}

struct emit_style place_style(const struct edit *edit, size_t document) {
    const struct document *items = edit->index->documents.items;
    node_id root = items[document].root;
    bool last = document + 1 == edit->index->documents.count;
    node_id end = last ? (node_id)edit->index->nodes.count : items[document + 1].root;
    struct span text = edit_source(edit);
    return (struct emit_style){
        .newline = source_newline(text, edit_node(edit, root)->start),
        .step = find_step(edit, root),
        .indentless = is_indentless(edit, root, end),
        .quote_keys = is_json(edit, root),
    };
}

/* True when the next line with anything on it is a comment deeper than `column`. */
static bool deeper_comment_follows(struct span text, size_t end, size_t column) {
    size_t at = skip_blank_lines(text, end);
    size_t start = source_line_start(text, at);
    return at < text.size && text.data[at] == '#' && at - start > column;
}

struct emit_style place_style_at(const struct edit *edit, const struct place *place,
                                 size_t end, size_t column) {
    struct span text = edit_source(edit);
    struct emit_style style = *place->style;
    style.newline = source_newline(text, end);
    style.unended = end == text.size;
    style.no_literal = deeper_comment_follows(text, end, column);
    return style;
}

node_id place_shared(const struct edit *edit, node_id id, node_id around) {
    const struct node *node = edit_node(edit, id);
    bool used = node->kind != NODE_ALIAS && node->anchor != 0 &&
                edit->index->anchors.items[node->anchor - 1].first_use != 0;
    return used ? id : around;
}

enum tauth_status place_guard(const struct edit *edit, const struct place *place) {
    if (place->shared == 0) {
        return TAUTH_OK;
    }
    uint32_t number = edit_node(edit, place->shared)->anchor;
    const struct anchor *anchor = &edit->index->anchors.items[number - 1];
    return node_report(
        edit->diags, RULE_SHARED_NODE, edit->index, anchor->first_use,
        "write the values out at one of the two places first",
        "the value is shared through &%.*s on line %u; a change there would "
        "change this place too",
        SPAN_ARG(node_anchor(edit->index, place->shared)),
        node_line(edit->index, place->shared));
}

/* Anchors are numbered in the order of their places. */
static size_t first_anchor(const struct edit *edit, size_t start) {
    size_t low = 0, high = edit->index->anchors.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        node_id node = edit->index->anchors.items[middle].node;
        if (edit_node(edit, node)->start < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

enum tauth_status place_guard_removal(const struct edit *edit, size_t start, node_id id) {
    uint32_t end = edit_node(edit, id)->end;
    for (size_t i = first_anchor(edit, start); i < edit->index->anchors.count; i++) {
        const struct anchor *anchor = &edit->index->anchors.items[i];
        if (edit_node(edit, anchor->node)->start >= end) {
            break;
        }
        if (anchor->first_use != 0) {
            struct place place = {.shared = anchor->node};
            return place_guard(edit, &place);
        }
    }
    return TAUTH_OK;
}

static const char *kind_name(enum node_kind kind) {
    static const char *const names[] = {"nothing", "a scalar", "a mapping", "a sequence",
                                        "an alias"};
    return names[kind];
}

enum tauth_status place_refuse_type(const struct edit *edit, const struct place *place,
                                    const char *wanted) {
    const struct node *node = edit_node(edit, place->value);
    struct span key =
        place->key == 0 ? SPAN("the item") : node_text(edit->index, place->key);
    const char *hint = arena_printf(
        edit->arena, "correct the type first; %s cannot read it either", edit->reader);
    return hint == NULL
               ? TAUTH_NO_MEMORY
               : node_report(edit->diags, RULE_WRONG_TYPE, edit->index, place->value,
                             hint, "%.*s must be %s, but %s stands here", SPAN_ARG(key),
                             wanted, kind_name(node->kind));
}
