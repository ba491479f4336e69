/* SPDX-License-Identifier: MIT */
/* yaml/want.c and yaml/emit.c. */
#include "unit.h"

#include "text/source.h"
#include "wanted.h"
#include "yaml/emit.h"
#include "yaml/node.h"
#include "yaml/read.h"

/* A want read from YAML, without a tree that is there. */
static struct want *read_want(struct wanted *wanted, const char *text) {
    assert_true(wanted_read(wanted, span_of(text), NULL, 0));
    return wanted->want;
}

#define _cleanup_wanted_ _cleanup_(wanted_deinit)

static const char sample[] =
    "{s: plain, t: \"true\", n: 8, b: true, z: null, e: \"\", m: {k: v, o: {}}, "
    "l: [a, {b: c, d: [e, f]}, [g, h], {}, []], q: \"x: y\", \"y\": w, "
    "x: \"one\\ntwo\\n\", w: \"one\\n\\n two\", i: \"  in\\nout\\n\", t2: \"tab \\n\"}";

static void talos_style(void **state) {
    (void)state;
    _cleanup_wanted_ struct wanted wanted;
    _cleanup_buf_ struct buf out = {0};
    emit_document(&out, read_want(&wanted, sample), &emit_talos_style);
    assert_span(buf_view(&out), "s: \"plain\"\n"
                                "t: \"true\"\n"
                                "\"n\": 8\n"
                                "b: true\n"
                                "z: null\n"
                                "e: \"\"\n"
                                "m:\n"
                                "    k: \"v\"\n"
                                "    o: {}\n"
                                "l:\n"
                                "    - \"a\"\n"
                                "    - b: \"c\"\n"
                                "      d:\n"
                                "        - \"e\"\n"
                                "        - \"f\"\n"
                                "    - - \"g\"\n"
                                "      - \"h\"\n"
                                "    - {}\n"
                                "    - []\n"
                                "q: \"x: y\"\n"
                                "\"y\": \"w\"\n"
                                "x: |\n"
                                "    one\n"
                                "    two\n"
                                "w: |-\n"
                                "    one\n"
                                "\n"
                                "     two\n"
                                "i: |4\n"
                                "      in\n"
                                "    out\n"
                                "t2: \"tab \\n\"\n");
}

static void kubernetes_style(void **state) {
    (void)state;
    _cleanup_wanted_ struct wanted wanted;
    _cleanup_buf_ struct buf out = {0};
    struct want *want = read_want(
        &wanted, "{m: {k: v}, l: [a, {b: c, d: [e], f: {g: h}}], x: \"p\\nq\\n\"}");
    emit_document(&out, want, &emit_kubernetes_style);
    assert_span(buf_view(&out), "m:\n"
                                "  k: \"v\"\n"
                                "l:\n"
                                "- \"a\"\n"
                                "- b: \"c\"\n"
                                "  d:\n"
                                "  - \"e\"\n"
                                "  f:\n"
                                "    g: \"h\"\n"
                                "x: |\n"
                                "  p\n"
                                "  q\n");
}

static void flow_style(void **state) {
    (void)state;
    _cleanup_wanted_ struct wanted wanted;
    _cleanup_buf_ struct buf out = {0}, json = {0};
    struct want *want =
        read_want(&wanted, "{k: v, l: [a, 8, {}], \"p,q\": \"x\\ny\", m: {n: true}}");
    struct emit_style style = emit_talos_style;
    emit_flow(&out, want, &style);
    assert_span(buf_view(&out),
                "{k: \"v\", l: [\"a\", 8, {}], \"p,q\": \"x\\ny\", m: {\"n\": true}}");
    style.quote_keys = true;
    emit_flow_children(&json, want, &style);
    assert_span(buf_view(&json), "\"k\": \"v\", \"l\": [\"a\", 8, {}], \"p,q\": "
                                 "\"x\\ny\", \"m\": {\"n\": true}");
}

static void levels_are_counted_in_steps_from_a_base(void **state) {
    (void)state;
    struct emit_style two = {.step = 2}, four = {.step = 4};
    assert_int_equal(emit_deeper(0, 0, &four), 4);
    assert_int_equal(emit_deeper(4, 4, &four), 8);
    assert_int_equal(emit_deeper(10, 8, &four), 12); /* url: below `- issuer:` at 8 */
    assert_int_equal(emit_deeper(12, 8, &four), 16);
    assert_int_equal(emit_deeper(10, 8, &two), 12);
}

static const struct {
    struct emit_style style;
    const char *text;
    const char *written;
} strings[] = {
    {{.newline = {"\r\n", 2}}, "a\nb\n", "|\r\n    a\r\n    b"},
    {{.newline = {"\n", 1}, .unended = true}, "a\nb\n", "\"a\\nb\\n\""},
    {{.newline = {"\n", 1}, .unended = true}, "a\nb", "|-\n    a\n    b"},
    {{.newline = {"\n", 1}, .no_literal = true}, "a\nb", "\"a\\nb\""},
    {{.newline = {"\n", 1}}, "\na\n", "|2\n\n    a"},
    {{.newline = {"\n", 1}}, "plain", "plain"},
    {{.newline = {"\n", 1}, .quote = true}, "plain", "\"plain\""},
    {{.newline = {"\n", 1}}, "a\n\n", "\"a\\n\\n\""},
};

static void strings_follow_the_style(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
        _cleanup_buf_ struct buf out = {0};
        emit_string(&out, span_of(strings[i].text), 2, 4, &strings[i].style);
        assert_text(buf_view(&out), span_of(strings[i].written), strings[i].text);
    }
    /* An indentation indicator has one digit. */
    _cleanup_buf_ struct buf deep = {0};
    emit_string(&deep, TEXT("a\nb"), 0, 10, &strings[1].style);
    assert_span(buf_view(&deep), "\"a\\nb\"");
}

static void wants_accept_missing_parents(void **state) {
    (void)state;
    struct arena arena = {0};
    assert_null(want_child(&arena, NULL, TEXT("a"), WANT_MAPPING));
    assert_null(want_item(&arena, NULL, WANT_STRING));
    assert_null(want_string(&arena, NULL, "a", TEXT("b")));
    assert_null(want_adopt(NULL, NULL));
    arena_deinit(&arena);
}

static void wants_keep_their_order(void **state) {
    (void)state;
    _cleanup_wanted_ struct wanted wanted;
    struct want *want = read_want(&wanted, "{a: 1, b: 2, c: 3}");
    assert_span(want->first->key, "a");
    assert_span(want->last->key, "c");
    assert_null(want->last->next);
    assert_span(want_get(want, TEXT("b"))->text, "2");
    assert_null(want_get(want, TEXT("d")));
}

static const struct {
    const char *want;
    bool only;
} removes[] = {
    {"{a: !remove }", true},
    {"{a: {b: !remove , c: {d: !remove }}}", true},
    {"{a: {b: !remove , c: 1}}", false},
    {"{a: !whole {}}", false},
    {"{a: {}}", false},
    {"{a: []}", false},
};

static void removals_are_told_from_the_rest(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(removes); i++) {
        _cleanup_wanted_ struct wanted wanted;
        struct want *want = read_want(&wanted, removes[i].want);
        assert_int_equal(want_only_removes(want), removes[i].only);
    }
}

static void removals_are_pruned(void **state) {
    (void)state;
    _cleanup_wanted_ struct wanted wanted;
    _cleanup_buf_ struct buf out = {0};
    struct want *want = read_want(
        &wanted, "{a: !remove , b: {c: !remove , d: 1, e: !remove }, f: {g: !remove }}");
    want_prune(want);
    emit_flow(&out, want, &emit_talos_style);
    assert_span(buf_view(&out), "{b: {d: 1}}");
    assert_ptr_equal(want->first, want->last);
    assert_ptr_equal(want->first->first, want->first->last);
}

/* Whether a tree that is there means what is wanted. */
static const struct {
    const char *text;
    const char *want;
    bool equal;
} equals[] = {
    {"a: 1\nb: x\n", "{b: x, a: 1}", true},
    {"a: 1\nb: x\n", "{a: 1}", false},
    {"a: 1\n", "{a: 1, b: x}", false},
    {"a: x\n", "{a: y}", false},
    {"a: '1'\n", "{a: 1}", false},
    {"a: 1\n", "{a: \"1\"}", false},
    {"a: 1\n", "{a: !any \"1\"}", true},
    {"a: true\n", "{a: !any \"true\"}", true},
    {"a: ~\n", "{a: !any \"~\"}", false},
    {"a: 2026-01-01\n", "{a: !any \"2026-01-01\"}", false},
    {"a: !t x\n", "{a: x}", false},
    {"a: !!str 1\n", "{a: \"1\"}", true},
    {"a: |\n  x\n", "{a: \"x\\n\"}", true},
    {"a: [x, {y: z}]\n", "{a: [x, {y: z}]}", true},
    {"a: [x, y]\n", "{a: [y, x]}", false},
    {"a: [x]\n", "{a: [x, y]}", false},
    {"a: [x, y]\n", "{a: [x]}", false},
    {"a: {}\n", "{a: []}", false},
    {"x: &x {k: v}\na: *x\n", "{x: {k: v}, a: {k: v}}", true},
    {"a: x\n", "{a: !remove }", false},
};

static void trees_are_compared_by_meaning(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(equals); i++) {
        _cleanup_wanted_ struct wanted wanted;
        _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
        _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
        struct source source = {.name = "-", .text = span_of(equals[i].text)};
        assert_int_equal(yaml_index_build(&index, &source, diags), TAUTH_OK);
        struct want *want = read_want(&wanted, equals[i].want);
        node_id root = index.documents.items[0].root;
        if (want_equals_node(want, &index, root) != equals[i].equal) {
            fail_msg("%s is%s %s", equals[i].text, equals[i].equal ? " not" : "",
                     equals[i].want);
        }
    }
}

static void copies_write_aliases_out(void **state) {
    (void)state;
    struct arena arena = {0};
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    _cleanup_buf_ struct buf out = {0};
    struct source source = {
        .name = "-",
        .text = TEXT("x: &x {k: v}\na: *x\nn:\nb: 8\nq: '8'\nl:\n- *x\n- |\n  p\n")};
    assert_int_equal(yaml_index_build(&index, &source, diags), TAUTH_OK);
    struct want *want = want_from_node(&arena, &index, index.documents.items[0].root);
    emit_flow(&out, want, &emit_talos_style);
    assert_span(buf_view(&out), "{x: {k: \"v\"}, a: {k: \"v\"}, \"n\": null, b: 8, q: "
                                "\"8\", l: [{k: \"v\"}, \"p\\n\"]}");
    arena_deinit(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talos_style),
        cmocka_unit_test(kubernetes_style),
        cmocka_unit_test(flow_style),
        cmocka_unit_test(levels_are_counted_in_steps_from_a_base),
        cmocka_unit_test(strings_follow_the_style),
        cmocka_unit_test(wants_accept_missing_parents),
        cmocka_unit_test(wants_keep_their_order),
        cmocka_unit_test(removals_are_told_from_the_rest),
        cmocka_unit_test(removals_are_pruned),
        cmocka_unit_test(trees_are_compared_by_meaning),
        cmocka_unit_test(copies_write_aliases_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
