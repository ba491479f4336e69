/* SPDX-License-Identifier: MIT */
/* edit: whole documents, and the verification of every edit. */
#include "unit.h"

#include "edit/edit.h"
#include "edit/plan.h"
#include "wanted.h"
#include "yaml/read.h"

struct fixture {
    struct source source;
    struct yaml_index index;
    struct arena arena;
    struct tauth_diags *diags;
    struct edit edit;
    struct buf out;
};

static void fixture_init(struct fixture *fixture, const char *text) {
    *fixture =
        (struct fixture){.source = {"-", span_of(text)}, .diags = tauth_diags_new()};
    assert_non_null(fixture->diags);
    assert_int_equal(yaml_index_build(&fixture->index, &fixture->source, fixture->diags),
                     TAUTH_OK);
    edit_init(&fixture->edit, &fixture->index, &fixture->arena, fixture->diags);
}

static void fixture_deinit(struct fixture *fixture) {
    buf_deinit(&fixture->out);
    edit_deinit(&fixture->edit);
    yaml_index_deinit(&fixture->index);
    arena_deinit(&fixture->arena);
    tauth_diags_free(fixture->diags);
}

#define _cleanup_fixture_ _cleanup_(fixture_deinit)

/* {k: v, l: [w]} */
static struct want *small_want(struct arena *arena) {
    struct want *want = want_new(arena, WANT_MAPPING);
    assert_non_null(want_string(arena, want, "k", TEXT("v")));
    struct want *list = want_child(arena, want, TEXT("l"), WANT_SEQUENCE);
    want_item(arena, list, WANT_STRING)->text = TEXT("w");
    return want;
}

#define ADDED "k: \"v\"\nl:\n    - \"w\"\n"

static const char *const appended[][2] = {
    {"a: 1\n", "a: 1\n---\n" ADDED},
    {"a: 1", "a: 1\n---\n" ADDED},
    {"a: 1\n# c\n", "a: 1\n# c\n---\n" ADDED},
    {"a: 1\n---\n", "a: 1\n---\n" ADDED},
    {"a: 1\n---", "a: 1\n---\n" ADDED},
    {"a: 1\n---\n# here\n", "a: 1\n---\n# here\n" ADDED},
    {"a: 1\n---\n~\n", "a: 1\n---\n~\n---\n" ADDED},
    {"a: 1\n...\n", "a: 1\n...\n---\n" ADDED},
    {"a: 1\n...\n# c", "a: 1\n...\n# c\n---\n" ADDED},
    {"a: 1\r\n", "a: 1\r\n---\r\nk: \"v\"\r\nl:\r\n    - \"w\"\r\n"},
    {"a: 1\r\nb: 2", "a: 1\r\nb: 2\r\n---\r\nk: \"v\"\r\nl:\r\n    - \"w\"\r\n"},
    {"a: |+\n  x\n\n", "a: |+\n  x\n\n---\n" ADDED},
    {"a: |-\n  x", "a: |-\n  x\n---\n" ADDED},
};

static void a_document_comes_at_the_end(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(appended); i++) {
        _cleanup_fixture_ struct fixture fixture;
        fixture_init(&fixture, appended[i][0]);
        struct want *want = small_want(&fixture.arena);
        assert_int_equal(edit_append_document(&fixture.edit, want), TAUTH_OK);
        assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_OK);
        assert_text(buf_view(&fixture.out), span_of(appended[i][1]), appended[i][0]);
    }
}

static void no_document_comes_behind_an_open_literal(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "a: |\n  x");
    enum tauth_status status =
        edit_append_document(&fixture.edit, small_want(&fixture.arena));
    assert_int_equal(status, TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(fixture.diags, 0)->rule, "no-final-newline");
    assert_int_equal(tauth_diags_get(fixture.diags, 0)->line, 2);
}

static const struct {
    const char *input;
    size_t document;
    const char *output;
} removed[] = {
    {"a: 1\n---\nb: 2\n---\nc: 3\n", 0, "---\nb: 2\n---\nc: 3\n"},
    {"a: 1\n---\nb: 2\n---\nc: 3\n", 1, "a: 1\n---\nc: 3\n"},
    {"a: 1\n---\nb: 2\n---\nc: 3\n", 2, "a: 1\n---\nb: 2\n"},
    {"---\na: 1\n---\nb: 2", 0, "---\nb: 2"},
    {"---\na: 1\n---\nb: 2", 1, "---\na: 1\n"},
    {"# c\na: 1 # d\n# e\n---\n# f\nb: 2\n", 0, "---\n# f\nb: 2\n"},
    {"# c\na: 1 # d\n# e\n---\n# f\nb: 2\n", 1, "# c\na: 1 # d\n# e\n"},
    {"a: 1\n...\n---\nb: 2\n...\n---\nc: 3\n", 0, "---\nb: 2\n...\n---\nc: 3\n"},
    {"a: 1\n...\n---\nb: 2\n...\n---\nc: 3\n", 1, "a: 1\n...\n---\nc: 3\n"},
    {"a: 1\n...\n---\nb: 2\n...\n", 1, "a: 1\n...\n"},
    {"a: 1\r\n---\r\nb: 2\r\n---\r\nc: 3\r\n", 1, "a: 1\r\n---\r\nc: 3\r\n"},
    {"a: 1\n---\n---\nc: 3\n", 1, "a: 1\n---\nc: 3\n"},
    {"a: |+\n  x\n\n---\nb: 2\n", 1, "a: |+\n  x\n\n"},
};

static void a_document_is_taken_out(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(removed); i++) {
        _cleanup_fixture_ struct fixture fixture;
        fixture_init(&fixture, removed[i].input);
        assert_int_equal(edit_remove_document(&fixture.edit, removed[i].document),
                         TAUTH_OK);
        assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_OK);
        assert_text(buf_view(&fixture.out), span_of(removed[i].output), removed[i].input);
    }
}

static void several_documents_change_at_once(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "a: 1\n---\nb: 2 # c\n---\nd: 3\n");
    struct arena *arena = &fixture.arena;
    struct want *first = want_new(arena, WANT_MAPPING);
    struct want *last = want_new(arena, WANT_MAPPING);
    assert_non_null(want_string(arena, first, "a", TEXT("x")));
    assert_non_null(want_string(arena, last, "e", TEXT("x")));
    assert_int_equal(edit_document(&fixture.edit, 2, last), TAUTH_OK);
    assert_int_equal(edit_document(&fixture.edit, 0, first), TAUTH_OK);
    assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_OK);
    assert_span(buf_view(&fixture.out), "a: x\n---\nb: 2 # c\n---\nd: 3\ne: x\n");
}

static void nothing_wanted_is_nothing_done(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "k: v\nl: [w]\n");
    struct want *want = want_new(&fixture.arena, WANT_MAPPING);
    assert_non_null(want_string(&fixture.arena, want, "k", TEXT("v")));
    assert_int_equal(edit_document(&fixture.edit, 0, want), TAUTH_OK);
    assert_true(edit_is_empty(&fixture.edit));
    assert_int_equal(fixture.edit.targets.count, 0);
    buf_text(&fixture.out, "before ");
    assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_OK);
    assert_span(buf_view(&fixture.out), "before k: v\nl: [w]\n");
}

/* Splices that no planner made, each a way to spoil a text. */
static const struct {
    const char *name;
    uint32_t start;
    uint32_t end;
    const char *text;
} bogus[] = {
    {"another value", 9, 10, "9"},
    {"another key", 5, 6, "B"},
    {"an item more", 13, 13, ", 4"},
    {"an item less", 9, 12, ""},
    {"an entry more", 15, 15, "c: 3\n"},
    {"an entry less", 5, 15, ""},
    {"no YAML", 5, 5, "]"},
    {"a document more", 15, 15, "---\n"},
    {"plain to quoted", 9, 10, "'2'"},
    {"another kind", 8, 14, "{2: 3}"},
    {"an anchor", 8, 8, "&x "},
    {"a tag", 9, 9, "!t "},
    {"a duplicate", 5, 6, "a"},
    {"overlap", 3, 5, "7"},
};

/* Wants a: x in a text where a splice does harm as well. */
static enum tauth_status finish_spoilt(struct fixture *fixture, size_t row) {
    fixture_init(fixture, "a: 1\nb: [2, 3]\n");
    struct want *want = want_new(&fixture->arena, WANT_MAPPING);
    assert_non_null(want_string(&fixture->arena, want, "a", TEXT("x")));
    assert_int_equal(edit_document(&fixture->edit, 0, want), TAUTH_OK);
    assert_int_equal(fixture->edit.splices.count, 1);
    size_t begun = splice_begin(&fixture->edit);
    buf_text(&fixture->edit.text, bogus[row].text);
    assert_int_equal(splice_end(&fixture->edit, begun, bogus[row].start, bogus[row].end),
                     TAUTH_OK);
    return edit_finish(&fixture->edit, &fixture->out);
}

static void verification_catches_every_spoilt_plan(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(bogus); i++) {
        _cleanup_fixture_ struct fixture fixture;
        enum tauth_status status = finish_spoilt(&fixture, i);
        if (status != TAUTH_REFUSED) {
            fail_msg("%s: %.*s", bogus[i].name, SPAN_ARG(buf_view(&fixture.out)));
        }
        assert_int_equal(fixture.out.size, 0);
        assert_int_equal(tauth_diags_count(fixture.diags), 1);
        assert_string_equal(tauth_diags_get(fixture.diags, 0)->rule, "edit-failed");
    }
}

static void verification_catches_what_was_not_done(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "a: 1\nb: 2\n");
    struct want *want = want_new(&fixture.arena, WANT_MAPPING);
    assert_non_null(want_string(&fixture.arena, want, "a", TEXT("x")));
    assert_int_equal(edit_document(&fixture.edit, 0, want), TAUTH_OK);
    fixture.edit.splices.items[0].size = 0; /* a: */
    assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(fixture.diags, 0)->rule, "edit-failed");
}

static void verification_counts_items(void **state) {
    (void)state;
    static const char *const more[] = {"", ", \"u\""};
    for (size_t i = 0; i < ARRAY_SIZE(more); i++) {
        _cleanup_fixture_ struct fixture fixture;
        fixture_init(&fixture, "l: [x]\n");
        struct want *want = want_new(&fixture.arena, WANT_MAPPING);
        struct want *list = want_child(&fixture.arena, want, TEXT("l"), WANT_SEQUENCE);
        want_item(&fixture.arena, list, WANT_STRING)->text = TEXT("v");
        assert_int_equal(edit_document(&fixture.edit, 0, want), TAUTH_OK);
        assert_int_equal(splice_text(&fixture.edit, 5, 5, span_of(more[i])), TAUTH_OK);
        enum tauth_status status = edit_finish(&fixture.edit, &fixture.out);
        assert_int_equal(status, i == 0 ? TAUTH_OK : TAUTH_REFUSED);
    }
}

static void verification_counts_documents(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "a: 1\n---\nb: 2\n---\nc: 3\n");
    assert_int_equal(edit_remove_document(&fixture.edit, 1), TAUTH_OK);
    fixture.edit.splices.items[0].end += 4; /* takes the next `---` along */
    assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(fixture.diags, 0)->rule, "edit-failed");
}

static void comments_may_change_unseen(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, "a: 1 # c\n");
    struct want *want = want_new(&fixture.arena, WANT_MAPPING);
    assert_non_null(want_string(&fixture.arena, want, "a", TEXT("x")));
    assert_int_equal(edit_document(&fixture.edit, 0, want), TAUTH_OK);
    assert_int_equal(splice_text(&fixture.edit, 7, 8, TEXT("d")), TAUTH_OK);
    assert_int_equal(edit_finish(&fixture.edit, &fixture.out), TAUTH_OK);
    assert_span(buf_view(&fixture.out), "a: x # d\n");
}

static void a_result_over_the_limit_is_refused(void **state) {
    (void)state;
    _cleanup_buf_ struct buf text = {0};
    buf_text(&text, "a: 1\n#");
    buf_fill(&text, 'x', YAML_SIZE_MAX - text.size - 1);
    buf_text(&text, "\n");
    buf_byte(&text, '\0');
    _cleanup_fixture_ struct fixture fixture;
    fixture_init(&fixture, text.data);
    enum tauth_status status =
        edit_append_document(&fixture.edit, small_want(&fixture.arena));
    if (status == TAUTH_OK) {
        status = edit_finish(&fixture.edit, &fixture.out);
    }
    assert_int_equal(status, TAUTH_REFUSED);
    assert_string_equal(tauth_diags_get(fixture.diags, 0)->rule, "input-too-large");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_at_the_end),
        cmocka_unit_test(no_document_comes_behind_an_open_literal),
        cmocka_unit_test(a_document_is_taken_out),
        cmocka_unit_test(several_documents_change_at_once),
        cmocka_unit_test(nothing_wanted_is_nothing_done),
        cmocka_unit_test(verification_catches_every_spoilt_plan),
        cmocka_unit_test(verification_catches_what_was_not_done),
        cmocka_unit_test(verification_counts_items),
        cmocka_unit_test(verification_counts_documents),
        cmocka_unit_test(comments_may_change_unseen),
        cmocka_unit_test(a_result_over_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
