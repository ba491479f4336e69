/* SPDX-License-Identifier: MIT */
#include "yaml/build.h"

#include "yaml/keys.h"
#include "yaml/node.h"
#include "yaml/secrets.h"

/* The limits of go.yaml.in/yaml/v4: below the first none, above a tenth may be aliases. */
enum { ALIAS_FREE = 400000, ALIAS_RATIO = 10 };

static const struct source *source_of(const struct build *build) {
    return build->index->source;
}

enum tauth_status build_document_start(struct build *build, size_t start, bool explicit) {
    struct document *document = VEC_PUSH(build->index->documents);
    if (document == NULL) {
        return TAUTH_NO_MEMORY;
    }
    document->start = (uint32_t)start;
    document->explicit_start = explicit;
    size_t count = build->index->documents.count;
    if (count > 1) {
        document[-1].end = (uint32_t)start;
    } else if (!explicit) {
        document->start = 0;
    }
    strset_deinit(&build->anchors);
    build->expanded = build->seen = 0;
    return TAUTH_OK;
}

/* For verdicts a fault is kept in mind, and the reading goes on. */
static enum tauth_status go_on(struct build *build, enum tauth_status status) {
    if (status != TAUTH_REFUSED || !faults_go_on(build->faults)) {
        return status;
    }
    build->refused = true;
    return TAUTH_OK;
}

/* Remembered, not reported at once: what follows may not be YAML at all. */
static enum tauth_status note_bad_key(struct build *build, size_t at, bool mapping) {
    struct span text = source_of(build)->text;
    if (build->bad_keys.count > 0 && build->faults == NULL) {
        return TAUTH_OK;
    }
    struct build_key *key = VEC_PUSH(build->bad_keys);
    if (key == NULL) {
        return TAUTH_NO_MEMORY;
    }
    key->braces = mapping && at > 0 && text.data[at] == '{' && text.data[at - 1] == '{';
    key->at = at - key->braces;
    return TAUTH_OK;
}

static enum tauth_status refuse_key(struct build *build, const struct build_key *key) {
    if (key->braces) {
        return source_report(build->diags, RULE_TEMPLATE, source_of(build), key->at,
                             "render the template first and edit its result",
                             "{{ }} is a template, not data");
    }
    return source_report(build->diags, RULE_KEY_NOT_SCALAR, source_of(build), key->at,
                         "Talos refuses such keys too", "mapping key must be a scalar");
}

static enum tauth_status refuse_keys(struct build *build) {
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < build->bad_keys.count && status == TAUTH_OK; i++) {
        status = refuse_key(build, &build->bad_keys.items[i]);
        faults_count(build->faults, build->index, status);
        status = go_on(build, status);
    }
    build->bad_keys.count = 0;
    return status;
}

enum tauth_status build_document_end(struct build *build, size_t end, bool explicit) {
    size_t count = build->index->documents.count;
    struct document *document = &build->index->documents.items[count - 1];
    document->end = (uint32_t)source_of(build)->text.size;
    document->explicit_end = explicit;
    document->content_end = (uint32_t)(explicit ? end : build->leaf_end);
    return refuse_keys(build);
}

static struct node *add_node(struct build *build, const struct build_node *event) {
    struct node *node = VEC_PUSH(build->index->nodes);
    if (node != NULL) {
        node->kind = (uint8_t)event->kind;
        node->style = (uint8_t)event->style;
        node->start = (uint32_t)event->start;
        node->end = (uint32_t)event->end;
    }
    return node;
}

/* Links a node to the collection that is open, or makes it the root. */
static void link_node(struct build *build, node_id id) {
    struct node *nodes = build->index->nodes.items;
    build->seen++;
    build->expanded++;
    if (build->depth == 0) {
        size_t count = build->index->documents.count;
        build->index->documents.items[count - 1].root = id;
        return;
    }
    struct build_open *open = &build->open[build->depth - 1];
    if (open->last == 0) {
        nodes[open->node].first = id;
    } else {
        nodes[open->last].next = id;
    }
    nodes[open->node].size++;
    open->last = id;
}

/* True when the node about to be added is a key. */
static bool is_key(const struct build *build) {
    if (build->depth == 0) {
        return false;
    }
    const struct node *open = node_at(build->index, build->open[build->depth - 1].node);
    return open->kind == NODE_MAPPING && open->size % 2 == 0;
}

static enum tauth_status define_anchor(struct build *build, node_id id,
                                       struct span name) {
    struct span text = source_of(build)->text;
    struct anchor *anchor = VEC_PUSH(build->index->anchors);
    if (anchor == NULL) {
        return TAUTH_NO_MEMORY;
    }
    uint32_t number = (uint32_t)build->index->anchors.count;
    struct node *node = &build->index->nodes.items[id];
    /* The name lives in the event; the same bytes stand in the source. */
    size_t at = node->start;
    do {
        at += span_find(span_slice(text, at, text.size), '&') + 1;
    } while (at + name.size <= text.size &&
             memcmp(text.data + at, name.data, name.size) != 0);
    if (at + name.size > text.size) {
        return TAUTH_INTERNAL;
    }
    *anchor = (struct anchor){.name = (uint32_t)at,
                              .name_size = (uint32_t)name.size,
                              .node = id,
                              .expanded = 1};
    node->anchor = number;
    struct span kept = span_slice(text, at, at + name.size);
    return strset_replace(&build->anchors, kept, number) ? TAUTH_OK : TAUTH_NO_MEMORY;
}

static enum tauth_status use_anchor(struct build *build, node_id id, struct span name) {
    struct node *node = &build->index->nodes.items[id];
    uint32_t number = strset_find(&build->anchors, name);
    if (number == 0) {
        /* It may be a password that begins with an asterisk and lacks quotes. */
        name = secrets_hold(build->index, id) ? SPAN("******") : name;
        return node_report(build->diags, RULE_UNDEFINED_ALIAS, build->index, id,
                           "Talos refuses the document too",
                           "unknown anchor '%.*s' referenced", SPAN_ARG(name));
    }
    struct anchor *anchor = &build->index->anchors.items[number - 1];
    for (size_t i = 0; i < build->depth; i++) {
        if (build->open[i].node == anchor->node) {
            return source_report(build->diags, RULE_YAML_ALIASES, source_of(build),
                                 node->start, NULL, "anchor '%.*s' value contains itself",
                                 SPAN_ARG(name));
        }
    }
    anchor->first_use = anchor->first_use == 0 ? id : anchor->first_use;
    node->anchor = number;
    build->expanded += anchor->expanded; /* both are far from 2^64 */
    if (build->expanded > ALIAS_FREE && build->expanded / ALIAS_RATIO > build->seen) {
        return source_report(build->diags, RULE_YAML_ALIASES, source_of(build),
                             node->start,
                             "write the repeated part out once or twice instead",
                             "document contains excessive aliasing");
    }
    return TAUTH_OK;
}

static enum tauth_status add_properties(struct build *build, node_id id,
                                        const struct build_node *event) {
    struct node *node = &build->index->nodes.items[id];
    if (event->tag.size > 0) {
        bool str =
            span_is(event->tag, "tag:yaml.org,2002:str") || span_is(event->tag, "!");
        node->flags |= NODE_HAS_PROPS | (str ? NODE_TAG_STR : NODE_TAGGED);
    }
    if (event->kind != NODE_ALIAS && event->anchor.size > 0) {
        node->flags |= NODE_HAS_PROPS;
        return define_anchor(build, id, event->anchor);
    }
    return TAUTH_OK;
}

/* Keeps the decoded text: in the source where the same bytes stand there, else apart. */
static enum tauth_status keep_text(struct build *build, node_id id, struct span text) {
    struct yaml_index *index = build->index;
    struct node *node = &index->nodes.items[id];
    struct span source = source_of(build)->text;
    size_t at = node_content_start(index, id);
    at += node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE;
    node->size = (uint32_t)text.size;
    if (text.size <= source.size - at &&
        memcmp(source.data + at, text.data, text.size) == 0) {
        node->text = (uint32_t)at;
        return TAUTH_OK;
    }
    if (text.size > UINT32_MAX - index->decoded.size) {
        return TAUTH_NO_MEMORY;
    }
    node->text = (uint32_t)index->decoded.size;
    node->flags |= NODE_DECODED;
    buf_span(&index->decoded, text);
    return index->decoded.failed ? TAUTH_NO_MEMORY : TAUTH_OK;
}

/* A value that is missing behind an explicit key sits at the next token: move it back. */
static void place_missing(struct build *build, struct node *node) {
    struct span text = source_of(build)->text;
    bool empty = node->start == node->end && build->depth > 0;
    if (empty &&
        (node->start == 0 || strchr(":-?", text.data[node->start - 1]) == NULL)) {
        const struct build_open *open = &build->open[build->depth - 1];
        const struct node *parent = node_at(build->index, open->node);
        if (parent->style == STYLE_BLOCK && open->last != 0) {
            node->start = node->end = node_at(build->index, open->last)->end;
        }
    }
}

enum tauth_status build_leaf(struct build *build, const struct build_node *event) {
    bool key = is_key(build);
    struct node *node = add_node(build, event);
    if (node == NULL) {
        return TAUTH_NO_MEMORY;
    }
    node_id id = (node_id)(build->index->nodes.count - 1);
    place_missing(build, node);
    enum tauth_status status = add_properties(build, id, event);
    if (status == TAUTH_OK && event->kind == NODE_SCALAR) {
        if (event->style == STYLE_LITERAL || event->style == STYLE_FOLDED) {
            node = &build->index->nodes.items[id];
            node->end = (uint32_t)block_scalar_end(source_of(build)->text,
                                                   node_content_start(build->index, id),
                                                   event->end, &node->flags);
        }
        status = keep_text(build, id, event->text);
    }
    link_node(build, id);
    build->leaf_end = build->index->nodes.items[id].end;
    if (status == TAUTH_OK && event->kind == NODE_ALIAS) {
        status = use_anchor(build, id, event->anchor);
        faults_count(build->faults, build->index, status);
        status = go_on(build, status);
        node_id target = status == TAUTH_OK ? node_follow(build->index, id) : id;
        enum node_kind kind = (enum node_kind)node_at(build->index, target)->kind;
        if (key && status == TAUTH_OK && kind != NODE_SCALAR && kind != NODE_ALIAS) {
            status = note_bad_key(build, event->start, false);
        }
    }
    return status;
}

enum tauth_status build_open(struct build *build, const struct build_node *event) {
    enum tauth_status status =
        is_key(build) ? note_bad_key(build, event->start, event->kind == NODE_MAPPING)
                      : TAUTH_OK;
    if (status != TAUTH_OK) {
        return status;
    }
    if (build->depth == YAML_DEPTH_MAX) {
        return source_report(build->diags, RULE_YAML_TOO_DEEP, source_of(build),
                             event->start, NULL, "exceeded max depth of %d",
                             YAML_DEPTH_MAX);
    }
    struct node *node = add_node(build, event);
    if (node == NULL) {
        return TAUTH_NO_MEMORY;
    }
    node->end = 0; /* until it is closed */
    node_id id = (node_id)(build->index->nodes.count - 1);
    link_node(build, id);
    build->open[build->depth++] =
        (struct build_open){.node = id, .expanded = build->expanded - 1};
    return add_properties(build, id, event);
}

enum tauth_status build_close(struct build *build, size_t end) {
    struct build_open *open = &build->open[--build->depth];
    struct node *node = &build->index->nodes.items[open->node];
    node->end = (uint32_t)(node->style == STYLE_FLOW ? end : build->leaf_end);
    build->leaf_end = node->end;
    if (node->anchor != 0) {
        uint64_t expanded = build->expanded - open->expanded;
        build->index->anchors.items[node->anchor - 1].expanded =
            expanded > UINT32_MAX ? UINT32_MAX : (uint32_t)expanded;
    }
    bool check = node->kind == NODE_MAPPING &&
                 (build->bad_keys.count == 0 || build->faults != NULL);
    return check ? go_on(build, keys_check(build->index, open->node, build->diags,
                                           build->faults))
                 : TAUTH_OK;
}

void build_deinit(struct build *build) {
    strset_deinit(&build->anchors);
    VEC_DEINIT(build->bad_keys);
}
