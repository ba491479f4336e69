/* SPDX-License-Identifier: MIT */
#include "wanted.h"

#include "yaml/node.h"
#include "yaml/read.h"

/* Where a wanted node stands in the tree that is there. */
struct spot {
    const struct yaml_index *index;
    node_id node; /* 0: nothing there */
    bool whole;   /* something around it replaces what is there */
};

struct marks {
    bool remove;
    bool whole;
    bool any;
    bool at;
    size_t item;
};

static struct span tag_of(const struct wanted *wanted, node_id id) {
    const struct node *node = node_at(&wanted->index, id);
    struct span text = wanted->source.text;
    size_t end = node->start;
    if ((node->flags & NODE_TAGGED) == 0 || text.data[end] != '!') {
        return (struct span){NULL, 0};
    }
    while (end < text.size && strchr(" \n\r\t,[]{}", text.data[end]) == NULL) {
        end++;
    }
    return span_slice(text, node->start + 1, end);
}

static struct marks marks_of(const struct wanted *wanted, node_id id) {
    struct marks marks = {0};
    struct span tag = tag_of(wanted, id);
    while (tag.size > 0) {
        size_t end = span_find(tag, '-');
        struct span word = span_slice(tag, 0, end);
        marks.remove |= span_is(word, "remove");
        marks.whole |= span_is(word, "whole");
        marks.any |= span_is(word, "any");
        if (span_starts(word, "at") && word.size < 6) {
            marks.at = true;
            for (size_t i = 2; i < word.size; i++) {
                marks.item = marks.item * 10 + (size_t)(word.data[i] - '0');
            }
        }
        tag = span_slice(tag, end < tag.size ? end + 1 : end, tag.size);
    }
    return marks;
}

static node_id item_at(struct spot spot, size_t number) {
    if (spot.node == 0 || node_at(spot.index, spot.node)->kind != NODE_SEQUENCE) {
        return 0;
    }
    node_id item = node_at(spot.index, spot.node)->first;
    while (item != 0 && number-- > 0) {
        item = node_at(spot.index, item)->next;
    }
    return item;
}

static struct want *convert(struct wanted *wanted, node_id id, struct spot spot);

static struct want *convert_item(struct wanted *wanted, node_id id, struct spot list) {
    struct marks marks = marks_of(wanted, id);
    node_id item = marks.at && !list.whole ? item_at(list, marks.item) : 0;
    struct want *want = convert(wanted, id, (struct spot){list.index, item, list.whole});
    if (want != NULL) {
        want->item = item;
        wanted->positional |= !list.whole && (item == 0 || marks.remove);
    }
    return want;
}

static struct want *convert_value(struct wanted *wanted, node_id id, struct span key,
                                  struct spot spot) {
    node_id old = spot.node == 0 ? 0 : node_get(spot.index, spot.node, key, NULL);
    struct want *want = convert(wanted, id, (struct spot){spot.index, old, spot.whole});
    if (want != NULL) {
        want->key = key;
    }
    return want;
}

/* Two wishes for one item contradict each other. */
static bool is_wanted(const struct want *list, node_id item) {
    const struct want *at = list->first;
    while (at != NULL && (item == 0 || at->item != item)) {
        at = at->next;
    }
    return at != NULL;
}

static bool convert_children(struct wanted *wanted, node_id id, struct want *want,
                             struct spot spot) {
    const struct yaml_index *index = &wanted->index;
    const struct node *node = node_at(index, id);
    if (spot.node != 0) {
        spot.node = node_follow(spot.index, spot.node);
    }
    for (node_id at = node->first; at != 0; at = node_at(index, at)->next) {
        struct want *child;
        if (node->kind == NODE_MAPPING) {
            struct span key = node_text(index, at);
            at = node_at(index, at)->next;
            child = convert_value(wanted, at, key, spot);
        } else {
            child = convert_item(wanted, at, spot);
        }
        if (child == NULL || is_wanted(want, child->item)) {
            return false;
        }
        /* What is replaced as a whole, or is not there, has nothing to remove. */
        bool nothing = child->kind == WANT_REMOVE &&
                       (spot.whole || (node->kind == NODE_SEQUENCE && child->item == 0));
        if (!nothing) {
            want_adopt(want, child);
        }
    }
    return true;
}

static struct want *convert(struct wanted *wanted, node_id id, struct spot spot) {
    const struct node *node = node_at(&wanted->index, id);
    struct marks marks = marks_of(wanted, id);
    if (marks.remove) {
        return want_new(&wanted->arena, WANT_REMOVE);
    }
    if (node->kind == NODE_ALIAS) {
        return NULL;
    }
    if (node->kind == NODE_SCALAR) {
        bool string = marks.any || node_type(&wanted->index, id) == SCALAR_STRING;
        struct want *want = want_new(&wanted->arena, string ? WANT_STRING : WANT_PLAIN);
        if (want != NULL) {
            want->text = node_text(&wanted->index, id);
            want->any_scalar = marks.any;
            if (!string && want->text.size == 0) {
                want->text = SPAN("null");
            }
        }
        return want;
    }
    bool mapping = node->kind == NODE_MAPPING;
    struct want *want = want_new(&wanted->arena, mapping ? WANT_MAPPING : WANT_SEQUENCE);
    spot.whole |= marks.whole;
    if (want != NULL) {
        want->whole = spot.whole;
    }
    return want != NULL && convert_children(wanted, id, want, spot) ? want : NULL;
}

bool wanted_read(struct wanted *out, struct span text, const struct yaml_index *index,
                 node_id root) {
    *out = (struct wanted){.source = {"wanted", text}, .diags = tauth_diags_new()};
    bool read = out->diags != NULL &&
                yaml_index_build(&out->index, &out->source, out->diags) == TAUTH_OK &&
                out->index.documents.count == 1;
    node_id top = read ? out->index.documents.items[0].root : 0;
    if (read && node_at(&out->index, top)->kind == NODE_MAPPING) {
        out->want = convert(out, top, (struct spot){index, root, false});
    }
    return out->want != NULL && out->want->kind == WANT_MAPPING;
}

void wanted_deinit(struct wanted *wanted) {
    yaml_index_deinit(&wanted->index);
    arena_deinit(&wanted->arena);
    tauth_diags_free(wanted->diags);
}
