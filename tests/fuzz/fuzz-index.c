/* SPDX-License-Identifier: MIT */
/* The node index: spans that nest, texts that lie inside, trees that read back. */
#include <talosauth/diag.h>

#include "edit/edit.h"
#include "fuzz.h"
#include "yaml/emit.h"
#include "yaml/node.h"
#include "yaml/read.h"

static void check_node(const struct yaml_index *index, node_id id) {
    const struct node *node = node_at(index, id);
    size_t size = index->source->text.size;
    HOLDS(node->start <= node->end, "a node starts before it ends");
    HOLDS(node->end <= size, "a node ends inside the text");
    HOLDS(node_content_start(index, id) <= size, "the content starts inside the text");
    HOLDS(node_props_end(index, id) >= node->start, "properties end behind their start");
    HOLDS(node_line(index, id) >= 1, "lines count from 1");
    node_text(index, id);
    node_type(index, id);
    uint32_t count = 0, from = node->start;
    bool odd = fuzz_odd_breaks(index->source->text);
    for (node_id child = node->first; child != 0; child = node_at(index, child)->next) {
        const struct node *inner = node_at(index, child);
        HOLDS(odd || inner->start >= from, "children are in order");
        HOLDS(odd || inner->end <= node->end, "children lie inside");
        from = inner->end;
        count++;
    }
    bool collection = node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE;
    HOLDS(!collection || count == node->size, "children are counted");
    HOLDS(node->kind != NODE_MAPPING || count % 2 == 0, "keys have values");
}

static void check_documents(const struct yaml_index *index) {
    uint32_t from = 0;
    for (size_t i = 0; i < index->documents.count; i++) {
        const struct document *document = &index->documents.items[i];
        const struct node *root = node_at(index, document->root);
        HOLDS(document->root != 0, "a document has a root");
        HOLDS(document->start >= from, "documents are in order");
        HOLDS(document->end >= document->start, "a document ends behind its start");
        HOLDS(root->start >= document->start, "the root starts in its document");
        HOLDS(root->end <= document->end, "the root ends in its document");
        HOLDS(document->content_end <= document->end, "the content ends in the document");
        from = document->end;
    }
}

/* Tags are not copied, and a missing value is copied as `null`. */
static bool is_copied_as_is(const struct yaml_index *index) {
    for (node_id id = 1; id < index->nodes.count; id++) {
        const struct node *node = node_at(index, id);
        bool missing =
            node->kind == NODE_SCALAR && node->style == STYLE_PLAIN && node->size == 0;
        if ((node->flags & NODE_TAGGED) != 0 || missing) {
            return false;
        }
    }
    return index->anchors.count == 0;
}

/* A tree written out and read again is the same tree. */
static void check_emitter(const struct yaml_index *index, node_id root,
                          const struct emit_style *style) {
    struct arena arena = {0};
    struct tauth_diags *diags = tauth_diags_new();
    struct buf text = {0};
    struct yaml_index again = {0};
    struct want *want = want_from_node(&arena, index, root);
    HOLDS(want != NULL, "there is memory");
    HOLDS(want_equals_node(want, index, root), "a copy equals its original");
    emit_document(&text, want, style);
    struct source source = {.name = "emitted", .text = buf_view(&text)};
    enum tauth_status status = yaml_index_build(&again, &source, diags);
    HOLDS(status == TAUTH_OK, "what is emitted can be read");
    HOLDS(again.documents.count == 1, "one document is emitted");
    HOLDS(want_equals_node(want, &again, again.documents.items[0].root),
          "what is emitted reads back");
    yaml_index_deinit(&again);
    buf_deinit(&text);
    tauth_diags_free(diags);
    arena_deinit(&arena);
}

/* The editor says no, or takes out exactly one document. */
static void check_removal(const struct yaml_index *index, size_t document) {
    struct arena arena = {0};
    struct tauth_diags *diags = tauth_diags_new();
    struct edit edit;
    struct buf out = {0};
    edit_init(&edit, index, &arena, diags);
    enum tauth_status status = edit_remove_document(&edit, document);
    HOLDS(status == TAUTH_OK, "a removal can be planned");
    status = edit_finish(&edit, &out);
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "the editor does not fail");
    HOLDS(status != TAUTH_OK || out.size <= index->source->text.size,
          "a removal only removes");
    buf_deinit(&out);
    edit_deinit(&edit);
    tauth_diags_free(diags);
    arena_deinit(&arena);
}

static void check_index(const struct yaml_index *index) {
    for (node_id id = 1; id < index->nodes.count; id++) {
        check_node(index, id);
    }
    if (!fuzz_odd_breaks(index->source->text)) {
        check_documents(index);
    }
    bool plain = is_copied_as_is(index), small = index->source->text.size < 4096;
    for (size_t i = 0; i < index->documents.count && small; i++) {
        node_id root = index->documents.items[i].root;
        const struct node *top = node_at(index, root);
        if (plain && top->kind == NODE_MAPPING && top->size > 0) {
            struct emit_style unquoted = emit_kubernetes_style;
            unquoted.quote = false;
            check_emitter(index, root, &emit_talos_style);
            check_emitter(index, root, &unquoted);
        }
        if (i < 3) {
            check_removal(index, i);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct tauth_diags *diags = tauth_diags_new();
    struct source source = {.name = "fuzz", .text = {(const char *)data, size}};
    struct yaml_index index = {0};
    enum tauth_status status = yaml_index_build(&index, &source, diags);
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "the index does not fail");
    HOLDS((status == TAUTH_REFUSED) == (tauth_diags_count(diags) > 0),
          "a refusal has its reason");
    if (status == TAUTH_OK) {
        check_index(&index);
    }
    struct tauth_text text = {0};
    HOLDS(tauth_diags_text(diags, TAUTH_NOTE, true, &text) == TAUTH_OK,
          "findings can be shown");
    tauth_text_free(&text);
    yaml_index_deinit(&index);
    tauth_diags_free(diags);
    return 0;
}
