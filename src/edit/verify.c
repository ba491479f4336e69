/* SPDX-License-Identifier: MIT */
/* The edited documents are parsed again and compared with what was and what was wanted. */
#include "edit/plan.h"
#include "yaml/read.h"

struct pair {
    const struct yaml_index *old;
    const struct yaml_index *new;
};

static bool same(const struct pair *pair, node_id old_id, node_id new_id);
static bool as_wanted(const struct pair *pair, node_id old_id, node_id new_id,
                      const struct want *want);

static bool same_scalar(const struct pair *pair, node_id old_id, node_id new_id) {
    const struct node *old = node_at(pair->old, old_id),
                      *new = node_at(pair->new, new_id);
    bool old_plain = old->style == STYLE_PLAIN, new_plain = new->style == STYLE_PLAIN;
    return old->size == new->size &&old_plain ==
           new_plain &&span_equal(node_text(pair->old, old_id),
                                  node_text(pair->new, new_id));
}

static bool same_anchor(const struct pair *pair, node_id old_id, node_id new_id) {
    return span_equal(node_anchor(pair->old, old_id), node_anchor(pair->new, new_id));
}

static bool same(const struct pair *pair, node_id old_id, node_id new_id) {
    const struct node *old = node_at(pair->old, old_id),
                      *new = node_at(pair->new, new_id);
    uint8_t tags = NODE_TAGGED | NODE_TAG_STR;
    if (old->kind != new->kind || (old->flags & tags) != (new->flags &tags) ||
        !same_anchor(pair, old_id, new_id)) {
        return false;
    }
    if (old->kind == NODE_SCALAR) {
        return same_scalar(pair, old_id, new_id);
    }
    node_id left = old->first, right = new->first;
    while (left != 0 && right != 0 && same(pair, left, right)) {
        left = node_at(pair->old, left)->next;
        right = node_at(pair->new, right)->next;
    }
    return left == 0 && right == 0;
}

static struct span key_of(const struct yaml_index *index, node_id key) {
    return node_text(index, node_follow(index, key));
}

static node_id next_key(const struct yaml_index *index, node_id key) {
    return node_at(index, node_at(index, key)->next)->next;
}

/* The next old entry that is to stay and that no want names. */
static node_id skip_named(const struct pair *pair, node_id key, const struct want *want) {
    while (key != 0 && (want->whole || want_get(want, key_of(pair->old, key)) != NULL)) {
        key = next_key(pair->old, key);
    }
    return key;
}

/* Every wanted key is there; one that is not may come, equal, through a merge key. */
static bool has_all(const struct pair *pair, node_id new_id, const struct want *want) {
    bool merges = node_get(pair->new, new_id, SPAN("<<"), NULL) != 0;
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        bool there = node_get(pair->new, new_id, child->key, NULL) != 0;
        if (!there && !merges && !want_only_removes(child)) {
            return false;
        }
    }
    return true;
}

/* Unnamed entries are all there, in their order; named ones are as wanted. */
static bool mapping_as_wanted(const struct pair *pair, node_id old_id, node_id new_id,
                              const struct want *want) {
    const struct node *new = node_at(pair->new, new_id);
    if (new->kind != NODE_MAPPING) {
        return false;
    }
    bool had = old_id != 0 && node_at(pair->old, old_id)->kind == NODE_MAPPING;
    node_id old_key = had ? skip_named(pair, node_at(pair->old, old_id)->first, want) : 0;
    for (node_id key = new->first; key != 0; key = next_key(pair->new, key)) {
        node_id value = node_at(pair->new, key)->next;
        const struct want *named = want_get(want, key_of(pair->new, key));
        if (named != NULL) {
            node_id before = had ? node_get(pair->old, old_id, named->key, NULL) : 0;
            if (!as_wanted(pair, before, value, named)) {
                return false;
            }
            continue;
        }
        if (old_key == 0 || !same(pair, old_key, key) ||
            !same(pair, node_at(pair->old, old_key)->next, value)) {
            return false;
        }
        old_key = skip_named(pair, next_key(pair->old, old_key), want);
    }
    return old_key == 0 && has_all(pair, new_id, want);
}

/* The wants that name an item, sorted by it. */
struct named_items {
    VEC(const struct want *) list;
};

static int by_item(const void *left, const void *right) {
    const struct want *const *a = left, *const *b = right;
    return (*a)->item < (*b)->item ? -1 : (*a)->item > (*b)->item;
}

static bool collect_named(const struct want *want, struct named_items *named) {
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (child->item != 0) {
            const struct want **slot = VEC_PUSH(named->list);
            if (slot == NULL) {
                return false;
            }
            *slot = child;
        }
    }
    if (named->list.count > 1) {
        qsort(named->list.items, named->list.count, sizeof(*named->list.items), by_item);
    }
    return true;
}

/* Items in their order, changed as wanted or gone; then the appended ones. */
static bool items_as_wanted(const struct pair *pair, node_id old_id, node_id at,
                            const struct want *want, const struct named_items *named) {
    bool had = old_id != 0 && node_at(pair->old, old_id)->kind == NODE_SEQUENCE;
    node_id item = had ? node_at(pair->old, old_id)->first : 0;
    for (size_t next = 0; item != 0; item = node_at(pair->old, item)->next) {
        const struct want *wanted = NULL;
        if (next < named->list.count && named->list.items[next]->item == item) {
            wanted = named->list.items[next++];
        }
        if (wanted != NULL && wanted->kind == WANT_REMOVE) {
            continue;
        }
        if (at == 0 || (wanted == NULL ? !same(pair, item, at)
                                       : !as_wanted(pair, item, at, wanted))) {
            return false;
        }
        at = node_at(pair->new, at)->next;
    }
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (child->item == 0) {
            if (at == 0 || !as_wanted(pair, 0, at, child)) {
                return false;
            }
            at = node_at(pair->new, at)->next;
        }
    }
    return at == 0;
}

static bool sequence_as_wanted(const struct pair *pair, node_id old_id, node_id new_id,
                               const struct want *want) {
    const struct node *new = node_at(pair->new, new_id);
    struct named_items named = {0};
    bool wanted = new->kind == NODE_SEQUENCE &&collect_named(want, &named) &&
                  items_as_wanted(pair, old_id, new->first, want, &named);
    VEC_DEINIT(named.list);
    return wanted;
}

static bool as_wanted(const struct pair *pair, node_id old_id, node_id new_id,
                      const struct want *want) {
    if (want->kind == WANT_REMOVE) {
        return false;
    }
    bool merges =
        !want->whole && (want->kind == WANT_MAPPING || want->kind == WANT_SEQUENCE);
    if (!merges) {
        return want_equals_node(want, pair->new, new_id);
    }
    if (old_id != 0 && node_at(pair->old, old_id)->kind == NODE_ALIAS) {
        return same(pair, old_id, new_id); /* equal already, so left alone */
    }
    if (want_only_removes(want) && old_id != 0 && node_is_null(pair->old, old_id)) {
        return same(pair, old_id, new_id);
    }
    return want->kind == WANT_MAPPING ? mapping_as_wanted(pair, old_id, new_id, want)
                                      : sequence_as_wanted(pair, old_id, new_id, want);
}

/*
 * What comes to stand below a block scalar when lines are taken out: a deeper comment or
 * a blank line would be its content. Offset of it, or SIZE_MAX.
 */
static size_t absorbed(const struct edit *edit, const struct splice *splice) {
    struct span text = edit_source(edit);
    bool lines = splice->size == 0 && splice->end > splice->start &&
                 source_line_start(text, splice->end) == splice->end;
    size_t at = splice->end;
    while (lines && at < text.size && text.data[at] == ' ') {
        at++;
    }
    bool loose = at < text.size && strchr("#\n\r", text.data[at]) != NULL;
    return lines && loose ? at : SIZE_MAX;
}

/* The finding is at the first change behind `offset`. */
static enum tauth_status failed(struct edit *edit, size_t offset, const char *what) {
    for (size_t i = 0; i < edit->splices.count; i++) {
        const struct splice *splice = &edit->splices.items[i];
        size_t loose = splice->start >= offset ? absorbed(edit, splice) : SIZE_MAX;
        if (loose != SIZE_MAX) {
            return source_report(
                edit->diags, RULE_BLOCK_ABSORBS, edit->index->source, loose,
                "move or remove this line first",
                "with the lines above it gone, this line would become part "
                "of the block scalar above them");
        }
    }
    for (size_t i = 0; i < edit->splices.count; i++) {
        if (edit->splices.items[i].start >= offset) {
            offset = edit->splices.items[i].start;
            break;
        }
    }
    return source_report(edit->diags, RULE_EDIT_FAILED, edit->index->source, offset,
                         "nothing was written; please report this with the lines around "
                         "this place",
                         "the edited document does not read back as intended (%s)", what);
}

/* Parses new bytes on their own; findings in them are ours, not the user's. */
static enum tauth_status parse_again(const struct source *source,
                                     struct yaml_index *index) {
    struct tauth_diags quiet = {0};
    enum tauth_status status = yaml_index_build(index, source, &quiet);
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    return status;
}

static const struct edit_target *target_of(const struct edit *edit, size_t document) {
    for (size_t i = 0; i < edit->targets.count; i++) {
        if (edit->targets.items[i].document == document) {
            return &edit->targets.items[i];
        }
    }
    return NULL;
}

/* What one old document became: the next of the new ones, or nothing. */
static bool check_document(const struct edit *edit, const struct pair *pair,
                           size_t document, size_t *found) {
    const struct edit_target *target = target_of(edit, document);
    if (target != NULL && target->removed) {
        return true;
    }
    if (*found == pair->new->documents.count) {
        return false;
    }
    node_id old = pair->old->documents.items[document].root;
    node_id new = pair->new->documents.items[(*found)++].root;
    return target == NULL ? same(pair, old, new)
                          : as_wanted(pair, old, new, target->want);
}

/* Documents [first, last) of the old stream against the bytes they became. */
static enum tauth_status verify_slice(struct edit *edit, size_t first, size_t last) {
    const struct document *items = edit->index->documents.items;
    size_t count = edit->index->documents.count;
    size_t start = first < count ? items[first].start : 0;
    size_t end = last > first ? items[last - 1].end : edit_source(edit).size;
    const struct edit_target *added = last == count ? target_of(edit, count) : NULL;
    bool reused = added != NULL && count > 0 && edit_is_vacant(edit, count - 1);
    _cleanup_buf_ struct buf bytes = {0};
    splice_apply(edit, start, end, &bytes);
    if (bytes.failed) {
        return TAUTH_NO_MEMORY;
    }
    struct source source = {.name = edit->index->source->name, .text = buf_view(&bytes)};
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    enum tauth_status status = parse_again(&source, &index);
    if (status != TAUTH_OK) {
        return status == TAUTH_REFUSED ? failed(edit, start, "it is not YAML any more")
                                       : status;
    }
    struct pair pair = {edit->index, &index};
    size_t found = 0;
    for (size_t i = first; i < last - reused; i++) {
        if (!check_document(edit, &pair, i, &found)) {
            return failed(edit, items[i].start, "it has other values than wanted");
        }
    }
    for (size_t i = count; added != NULL; added = target_of(edit, ++i)) {
        if (found == index.documents.count ||
            !as_wanted(&pair, 0, index.documents.items[found++].root, added->want)) {
            return failed(edit, end, "the new document has other values than wanted");
        }
    }
    return found == index.documents.count
               ? TAUTH_OK
               : failed(edit, start, "there is another number of documents");
}

/* Only what an edit can have touched is read again; a removal can touch its neighbours. */
enum tauth_status verify_edit(struct edit *edit) {
    size_t count = edit->index->documents.count;
    for (size_t i = 0; i < edit->targets.count; i++) {
        if (edit->targets.items[i].removed || count == 0) {
            return verify_slice(edit, 0, count);
        }
    }
    for (size_t i = 0; i < count; i++) {
        bool added = i + 1 == count && target_of(edit, count) != NULL;
        if (added || target_of(edit, i) != NULL) {
            enum tauth_status status = verify_slice(edit, i, i + 1);
            if (status != TAUTH_OK) {
                return status;
            }
        }
    }
    return TAUTH_OK;
}
