/* SPDX-License-Identifier: MIT */
/*
 * The editor: the first line is a wanted tree (unit/wanted.h), the rest the text. What is
 * edited reads back as wanted, editing again changes nothing, and the diff fits.
 */
#include <talosauth/diag.h>

#include "edit/edit.h"
#include "edit/udiff.h"
#include "fuzz.h"
#include "patch.h"
#include "wanted.h"
#include "yaml/node.h"
#include "yaml/read.h"

struct run {
    struct source source;
    struct yaml_index index;
    struct wanted wanted;
    struct edit edit;
    struct tauth_diags *diags;
    struct buf out;
    size_t document;
    bool planned;
};

/* A document with a root to edit, not one before `from`; the count when there is none. */
static size_t find_document(const struct yaml_index *index, size_t from) {
    for (; from < index->documents.count; from++) {
        const struct node *root = node_at(index, index->documents.items[from].root);
        if (root->kind == NODE_MAPPING && root->size > 0) {
            break;
        }
    }
    return from;
}

/* Edits the first document at or behind `from` that can be edited. */
static enum tauth_status run_edit(struct run *run, struct span want, struct span text,
                                  size_t from) {
    *run = (struct run){.source = {"fuzz", text}, .diags = tauth_diags_new()};
    enum tauth_status status = yaml_index_build(&run->index, &run->source, run->diags);
    if (status != TAUTH_OK) {
        return status;
    }
    size_t number = find_document(&run->index, from);
    run->document = number;
    if (number == run->index.documents.count ||
        !wanted_read(&run->wanted, want, &run->index,
                     run->index.documents.items[number].root)) {
        return TAUTH_REFUSED;
    }
    edit_init(&run->edit, &run->index, &run->wanted.arena, run->diags);
    status = edit_document(&run->edit, number, run->wanted.want);
    run->planned = status == TAUTH_OK;
    return status == TAUTH_OK ? edit_finish(&run->edit, &run->out) : status;
}

static void run_deinit(struct run *run) {
    buf_deinit(&run->out);
    edit_deinit(&run->edit);
    wanted_deinit(&run->wanted);
    yaml_index_deinit(&run->index);
    tauth_diags_free(run->diags);
}

static void check_diff(const struct run *run) {
    struct buf diff = {0}, patched = {0};
    udiff_write(&diff, &(struct udiff){
                           .name = "fuzz",
                           .old = {.text = run->source.text},
                           .new = {.text = buf_view(&run->out)},
                           .splices = run->edit.splices.items,
                           .splice_count = run->edit.splices.count,
                       });
    /* What is masked is not the text. */
    if (!span_has(buf_view(&diff), "******")) {
        const char *problem = patch_apply(&patched, run->source.text, buf_view(&diff));
        HOLDS(problem == NULL, problem);
        HOLDS(span_equal(buf_view(&patched), buf_view(&run->out)),
              "the diff is the edit");
    }
    buf_deinit(&diff);
    buf_deinit(&patched);
}

static void check_again(const struct run *run, struct span want) {
    struct run again;
    enum tauth_status status = run_edit(&again, want, buf_view(&run->out), run->document);
    /* A document that became `{}` is passed over. */
    if (again.document == run->document) {
        HOLDS(status == TAUTH_OK, "what was edited can be edited again");
        HOLDS(edit_is_empty(&again.edit), "editing twice is editing once");
    }
    run_deinit(&again);
}

/* A plan that does not read back is no harm, but a bug: asked for, it is one here. */
static void check_refusal(const struct run *run) {
    bool strict = getenv("TALOSAUTH_FUZZ_STRICT") != NULL && run->planned &&
                  !fuzz_odd_breaks(run->source.text);
    HOLDS(!strict, "what is planned reads back");
    HOLDS(run->out.size == 0, "nothing comes out of a refusal");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span rest = {(const char *)data, size};
    struct span want = fuzz_first_line(&rest);
    struct run run;
    enum tauth_status status = run_edit(&run, want, rest, 0);
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "the editor does not fail");
    if (status == TAUTH_OK) {
        check_diff(&run);
        if (!run.wanted.positional) {
            check_again(&run, want);
        }
    } else {
        check_refusal(&run);
    }
    run_deinit(&run);
    return 0;
}
