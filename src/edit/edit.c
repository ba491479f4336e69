/* SPDX-License-Identifier: MIT */
#include "edit/plan.h"

void edit_init(struct edit *edit, const struct yaml_index *index, struct arena *arena,
               struct tauth_diags *diags) {
    *edit = (struct edit){.index = index,
                          .arena = arena,
                          .diags = diags,
                          .usual = &emit_talos_style,
                          .reader = "the node"};
}

void edit_deinit(struct edit *edit) {
    VEC_DEINIT(edit->splices);
    VEC_DEINIT(edit->targets);
    buf_deinit(&edit->text);
}

bool edit_is_empty(const struct edit *edit) {
    return edit->splices.count == 0;
}

static struct edit_target *add_target(struct edit *edit, size_t document,
                                      struct want *want) {
    struct edit_target *target = VEC_PUSH(edit->targets);
    if (target != NULL) {
        target->document = document;
        target->want = want;
    }
    return target;
}

enum tauth_status edit_document(struct edit *edit, size_t document, struct want *want) {
    node_id root = edit->index->documents.items[document].root;
    struct emit_style style = place_style(edit, document);
    struct place place = {
        .value = root,
        .shared = place_shared(edit, root, 0),
        .flow = edit_node(edit, root)->style == STYLE_FLOW,
        .style = &style,
    };
    size_t before = edit->splices.count;
    enum tauth_status status = plan_value(edit, &place, want);
    if (status != TAUTH_OK || edit->splices.count == before) {
        return status;
    }
    return add_target(edit, document, want) == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
}

/* What was written must be readable again. */
static enum tauth_status check_size(const struct edit *edit) {
    size_t size = edit_source(edit).size;
    for (size_t i = 0; i < edit->splices.count; i++) {
        const struct splice *splice = &edit->splices.items[i];
        size = size - (splice->end - splice->start) + splice->size;
    }
    return size <= YAML_SIZE_MAX
               ? TAUTH_OK
               : diag_file(edit->diags, RULE_INPUT_TOO_LARGE, edit->index->source->name,
                           NULL, "the result would have more than 16 MiB");
}

enum tauth_status edit_finish(struct edit *edit, struct buf *out) {
    enum tauth_status status = splice_sort(edit);
    if (status == TAUTH_OK) {
        status = check_size(edit);
    }
    if (status == TAUTH_OK && !edit_is_empty(edit)) {
        status = verify_edit(edit);
    }
    if (status != TAUTH_OK) {
        return status;
    }
    size_t size = out->size;
    buf_reserve(out, edit_source(edit).size + edit->text.size);
    splice_apply(edit, 0, edit_source(edit).size, out);
    if (out->failed) {
        out->size = size;
        return TAUTH_NO_MEMORY;
    }
    return TAUTH_OK;
}
