/* SPDX-License-Identifier: MIT */
#include "edit-case.h"

#include "edit/edit.h"
#include "edit/udiff.h"
#include "patch.h"
#include "yaml/read.h"

struct run {
    struct source source;
    struct yaml_index index;
    struct wanted wanted;
    struct tauth_diags *diags;
    struct edit edit;
    struct buf out;
};

static enum tauth_status run_edit(struct run *run, struct span want, struct span text) {
    *run = (struct run){.source = {"case", text}, .diags = tauth_diags_new()};
    assert_non_null(run->diags);
    assert_int_equal(yaml_index_build(&run->index, &run->source, run->diags), TAUTH_OK);
    node_id root = run->index.documents.items[0].root;
    assert_true(wanted_read(&run->wanted, want, &run->index, root));
    edit_init(&run->edit, &run->index, &run->wanted.arena, run->diags);
    enum tauth_status status = edit_document(&run->edit, 0, run->wanted.want);
    return status == TAUTH_OK ? edit_finish(&run->edit, &run->out) : status;
}

static void run_deinit(struct run *run) {
    buf_deinit(&run->out);
    edit_deinit(&run->edit);
    wanted_deinit(&run->wanted);
    yaml_index_deinit(&run->index);
    tauth_diags_free(run->diags);
}

/* Prints what is wrong and says so. */
#define WRONG(...) (print_error("[  WRONG   ] " __VA_ARGS__), false)

static bool same_text(const char *name, struct span got, const char *wanted) {
    return span_is(got, wanted) ||
           WRONG("%s\n--- wanted\n%s\n--- got\n%.*s\n---\n", name, wanted, SPAN_ARG(got));
}

static bool right_refusal(const struct edit_case *row, const struct run *run,
                          enum tauth_status status) {
    const struct tauth_diag *diag = tauth_diags_get(run->diags, 0);
    if (status != TAUTH_REFUSED || diag == NULL) {
        return WRONG("%s: status %d and\n%.*s", row->name, status,
                     SPAN_ARG(buf_view(&run->out)));
    }
    return (strcmp(diag->rule, rule_info(row->rule)->id) == 0 && run->out.size == 0) ||
           WRONG("%s: %s [%s]\n", row->name, diag->message, diag->rule);
}

static bool diff_fits(const struct edit_case *row, const struct run *run) {
    _cleanup_buf_ struct buf diff = {0}, patched = {0};
    udiff_write(&diff, &(struct udiff){
                           .name = "case",
                           .old = {.text = run->source.text},
                           .new = {.text = buf_view(&run->out)},
                           .splices = run->edit.splices.items,
                           .splice_count = run->edit.splices.count,
                       });
    const char *problem = patch_apply(&patched, run->source.text, buf_view(&diff));
    if (problem != NULL) {
        return WRONG("%s: %s:\n%.*s", row->name, problem, SPAN_ARG(buf_view(&diff)));
    }
    return same_text(row->name, buf_view(&patched), row->output);
}

static bool twice_is_once(const struct edit_case *row) {
    struct run again;
    enum tauth_status status = run_edit(&again, span_of(row->want), span_of(row->output));
    bool once = status == TAUTH_OK && edit_is_empty(&again.edit);
    run_deinit(&again);
    return once || WRONG("%s: twice is not once\n", row->name);
}

static bool right_result(const struct edit_case *row, const struct run *run,
                         enum tauth_status status) {
    const struct tauth_diag *diag = tauth_diags_get(run->diags, 0);
    if (status != TAUTH_OK) {
        return WRONG("%s: status %d: %s\n", row->name, status,
                     diag == NULL ? "" : diag->message);
    }
    /* An empty root has no place for anything. */
    bool again = !run->wanted.positional && strcmp(row->output, "{}\n") != 0;
    return same_text(row->name, buf_view(&run->out), row->output) &&
           diff_fits(row, run) && (!again || twice_is_once(row));
}

static bool run_case(const struct edit_case *row) {
    struct run run;
    enum tauth_status status = run_edit(&run, span_of(row->want), span_of(row->input));
    bool right = row->output == NULL ? right_refusal(row, &run, status)
                                     : right_result(row, &run, status);
    run_deinit(&run);
    return right;
}

void edit_cases_run(const struct edit_case *rows, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += !run_case(&rows[i]);
    }
    assert_int_equal(wrong, 0);
}
