/* SPDX-License-Identifier: MIT */
/* yaml/read.c and what it is made of: where things are in the bytes. */
#include "unit.h"

#include "text/source.h"
#include "yaml/node.h"
#include "yaml/read.h"

struct fixture {
    struct source source;
    struct yaml_index index;
    struct tauth_diags *diags;
};

static void fixture_deinit(struct fixture *fixture) {
    yaml_index_deinit(&fixture->index);
    tauth_diags_free(fixture->diags);
}

#define _cleanup_fixture_ _cleanup_(fixture_deinit)

static enum tauth_status build(struct fixture *fixture, const char *text) {
    *fixture =
        (struct fixture){.source = {"-", span_of(text)}, .diags = tauth_diags_new()};
    return yaml_index_build(&fixture->index, &fixture->source, fixture->diags);
}

static node_id root_of(const struct fixture *fixture) {
    return fixture->index.documents.items[0].root;
}

/* The bytes of a node. */
static struct span bytes_of(const struct fixture *fixture, node_id id) {
    const struct node *node = node_at(&fixture->index, id);
    return span_slice(fixture->source.text, node->start, node->end);
}

struct span_row {
    const char *text;
    const char *bytes; /* of the value of key k */
    enum node_kind kind;
    enum node_style style;
};

static const struct span_row spans[] = {
    {"k: plain # c\n", "plain", NODE_SCALAR, STYLE_PLAIN},
    {"k: two words  \n", "two words", NODE_SCALAR, STYLE_PLAIN},
    {"k: a\n  b # c\n", "a\n  b", NODE_SCALAR, STYLE_PLAIN},
    {"k: 'it''s' # c\n", "'it''s'", NODE_SCALAR, STYLE_SINGLE},
    {"k: \"a\\n\n  b\"\n", "\"a\\n\n  b\"", NODE_SCALAR, STYLE_DOUBLE},
    {"k: &x !!str foo\n", "&x !!str foo", NODE_SCALAR, STYLE_PLAIN},
    {"k:\n", "", NODE_SCALAR, STYLE_PLAIN},
    {"k: # c\n\nl: 1\n", "", NODE_SCALAR, STYLE_PLAIN},
    {"k: {a: b, c: [d]} # c\n", "{a: b, c: [d]}", NODE_MAPPING, STYLE_FLOW},
    {"k: [\n  1, # x\n  2,\n]\n", "[\n  1, # x\n  2,\n]", NODE_SEQUENCE, STYLE_FLOW},
    {"k:\n  a: 1 # c\n  # d\n\nl: 2\n", "a: 1", NODE_MAPPING, STYLE_BLOCK},
    {"k:\n  - a\n  - b: c\n# d\nl: 2\n", "- a\n  - b: c", NODE_SEQUENCE, STYLE_BLOCK},
    {"k:\n- a\n-\nl: 2\n", "- a\n-", NODE_SEQUENCE, STYLE_BLOCK},
    {"k:\n  a:\n    b: {}\n", "a:\n    b: {}", NODE_MAPPING, STYLE_BLOCK},
    {"x: &x 1\nk: *x # c\n", "*x", NODE_ALIAS, STYLE_PLAIN},
    {"? k\n: v\n", "v", NODE_SCALAR, STYLE_PLAIN},
    {"k: \xC3\xA9\xE2\x82\xAC # c\n", "\xC3\xA9\xE2\x82\xAC", NODE_SCALAR, STYLE_PLAIN},
    {"\xF0\x9F\x98\x80: a\nk: b\n", "b", NODE_SCALAR, STYLE_PLAIN},
    {"\xEF\xBB\xBFk: b\n", "b", NODE_SCALAR, STYLE_PLAIN},
    {"a: 1\r\nk: b # c\r\n", "b", NODE_SCALAR, STYLE_PLAIN},
    {"a: b # \xC2\x85k: c\n", "c", NODE_SCALAR, STYLE_PLAIN},
    /* block scalars end with their last content line */
    {"k: |\n  a\n  b\n\n\nl: 1\n", "|\n  a\n  b", NODE_SCALAR, STYLE_LITERAL},
    {"k: |-\n  a\n\nl: 1\n", "|-\n  a", NODE_SCALAR, STYLE_LITERAL},
    {"k: |+\n  a\n\n\nl: 1\n", "|+\n  a\n\n", NODE_SCALAR, STYLE_LITERAL},
    {"k: >\n  a\n  b\n\nl: 1\n", ">\n  a\n  b", NODE_SCALAR, STYLE_FOLDED},
    {"k: >-\n  a\n# c\n", ">-\n  a", NODE_SCALAR, STYLE_FOLDED},
    {"k: >+\n  a\n\n", ">+\n  a\n", NODE_SCALAR, STYLE_FOLDED},
    {"k: |2-\n    a\n   # no comment\n", "|2-\n    a\n   # no comment", NODE_SCALAR,
     STYLE_LITERAL},
    {"k: | # c\n  a\n", "| # c\n  a", NODE_SCALAR, STYLE_LITERAL},
    {"k: |\n  a", "|\n  a", NODE_SCALAR, STYLE_LITERAL},
    {"k: |\r\n  a\r\n\r\nl: 1\r\n", "|\r\n  a", NODE_SCALAR, STYLE_LITERAL},
    {"k: |\nl: 1\n", "|", NODE_SCALAR, STYLE_LITERAL},
    {"k: |\n  a\n   \nl: 1\n", "|\n  a\n   ", NODE_SCALAR, STYLE_LITERAL},
    {"k: |\n  a\n  \nl: 1\n", "|\n  a", NODE_SCALAR, STYLE_LITERAL},
};

static void every_kind_has_its_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(spans); i++) {
        _cleanup_fixture_ struct fixture fixture;
        assert_int_equal(build(&fixture, spans[i].text), TAUTH_OK);
        node_id id = node_path(&fixture.index, root_of(&fixture), "k", NULL);
        assert_int_not_equal(id, 0);
        assert_text(bytes_of(&fixture, id), span_of(spans[i].bytes), spans[i].text);
        assert_int_equal(node_at(&fixture.index, id)->kind, spans[i].kind);
        assert_int_equal(node_at(&fixture.index, id)->style, spans[i].style);
    }
}

/* Where a missing value is: right behind its colon or dash, or its key. */
static const struct {
    const char *text;
    const char *key;
    uint32_t at;
} missing[] = {
    {"k:\nl: 1\n", "k", 2},       {"k:  # c\nl: 1\n", "k", 2},
    {"{k: , l: 1}\n", "k", 4},    {"{k, l: 1}\n", "k", 2},
    {"{l: 1, k}\n", "k", 8},      {"? k\n? l\n", "k", 3},
    {"? k\n# c\nl: 1\n", "k", 3}, {"k: &x\nl: 1\n", "k", 3},
    {"k: !!str\nl: 1\n", "k", 3}, {"? k\n:\nl: 1\n", "k", 5},
};

static void missing_values_stand_behind_their_mark(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(missing); i++) {
        _cleanup_fixture_ struct fixture fixture;
        assert_int_equal(build(&fixture, missing[i].text), TAUTH_OK);
        node_id id = node_path(&fixture.index, root_of(&fixture), missing[i].key, NULL);
        if (node_at(&fixture.index, id)->start != missing[i].at) {
            fail_msg("%s: %u", missing[i].text, node_at(&fixture.index, id)->start);
        }
        assert_int_equal(node_text(&fixture.index, id).size, 0);
    }
}

static void texts_are_decoded(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    assert_int_equal(build(&fixture, "a: plain\nb: 'it''s'\nc: \"x\\ty\"\nd: \"same\"\n"
                                     "e: a\n  b\nf: |\n  l\n  m\ng: >-\n  p\n  q\n"),
                     TAUTH_OK);
    static const char *const texts[][2] = {{"a", "plain"}, {"b", "it's"}, {"c", "x\ty"},
                                           {"d", "same"},  {"e", "a b"},  {"f", "l\nm\n"},
                                           {"g", "p q"}};
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        node_id id = node_path(&fixture.index, root_of(&fixture), texts[i][0], NULL);
        assert_text(node_text(&fixture.index, id), span_of(texts[i][1]), texts[i][0]);
    }
    /* The same bytes are not kept twice. */
    node_id same = node_path(&fixture.index, root_of(&fixture), "d", NULL);
    assert_int_equal(node_at(&fixture.index, same)->flags & NODE_DECODED, 0);
}

static void properties_are_skipped(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    assert_int_equal(build(&fixture, "k: &x  !t # c\n  value\n"), TAUTH_OK);
    node_id id = node_path(&fixture.index, root_of(&fixture), "k", NULL);
    const struct node *node = node_at(&fixture.index, id);
    assert_int_equal(node->flags & (NODE_HAS_PROPS | NODE_TAGGED | NODE_TAG_STR),
                     NODE_HAS_PROPS | NODE_TAGGED);
    assert_int_equal(node_props_end(&fixture.index, id), 9);
    assert_int_equal(node_content_start(&fixture.index, id), 16);
    assert_int_equal(node_line(&fixture.index, id), 1);
}

static void aliases_are_followed(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    assert_int_equal(build(&fixture, "a: &x {k: v}\nb: *x\nc: &x w\nd: *x\n"), TAUTH_OK);
    const struct yaml_index *index = &fixture.index;
    node_id root = root_of(&fixture);
    assert_true(node_is_text(index, node_path(index, root, "b", "k", NULL), "v"));
    assert_true(node_is_text(index, node_path(index, root, "d", NULL), "w"));
    assert_int_equal(index->anchors.count, 2);
    assert_span(node_anchor(index, node_path(index, root, "b", NULL)), "x");
    assert_int_equal(node_anchor(index, root).size, 0);
    assert_int_equal(index->anchors.items[0].first_use,
                     node_path(index, root, "b", NULL));
    assert_int_equal(node_follow(index, root), root);
}

static void nulls_and_types(void **state) {
    (void)state;
    _cleanup_fixture_ struct fixture fixture;
    assert_int_equal(
        build(&fixture, "a: ~\nb:\nc: 'null'\nd: !!str null\ne: 12\nf: {}\n"), TAUTH_OK);
    const struct yaml_index *index = &fixture.index;
    static const bool null[] = {true, true, false, false, false, false};
    static const char *const keys[] = {"a", "b", "c", "d", "e", "f"};
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        node_id id = node_path(index, root_of(&fixture), keys[i], NULL);
        assert_int_equal(node_is_null(index, id), null[i]);
    }
    assert_int_equal(node_type(index, node_path(index, root_of(&fixture), "e", NULL)),
                     SCALAR_INT);
    assert_int_equal(node_path(index, root_of(&fixture), "a", "x", NULL), 0);
    assert_int_equal(node_path(index, root_of(&fixture), "z", NULL), 0);
}

struct document_row {
    const char *text;
    size_t count;
    uint32_t start[3];
    uint32_t end[3];
    uint32_t content_end[3];
    bool explicit_start[3];
    bool explicit_end[3];
};

static const struct document_row documents[] = {
    {"a: 1\n", 1, {0}, {5}, {4}, {false}, {false}},
    {"# c\na: 1\n# d\n", 1, {0}, {13}, {8}, {false}, {false}},
    {"---\na: 1\n", 1, {0}, {9}, {8}, {true}, {false}},
    {"a: 1\n---\nb: 2\n", 2, {0, 5}, {5, 14}, {4, 13}, {false, true}, {false, false}},
    {"a: 1\n...\n# c\n---\nb: 2\n...\n",
     2,
     {0, 13},
     {13, 26},
     {8, 25},
     {false, true},
     {true, true}},
    {"%YAML 1.1\n---\na: 1\n", 1, {0}, {19}, {18}, {true}, {false}},
    {"a: 1\n---\n---\nc: 3",
     3,
     {0, 5, 9},
     {5, 9, 17},
     {4, 9, 17},
     {false, true, true},
     {false, false, false}},
    {"\xEF\xBB\xBF"
     "a: 1\n",
     1,
     {0},
     {8},
     {7},
     {false},
     {false}},
    {"", 0, {0}, {0}, {0}, {false}, {false}},
    {"# only\n", 0, {0}, {0}, {0}, {false}, {false}},
};

static void documents_have_their_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(documents); i++) {
        const struct document_row *row = &documents[i];
        _cleanup_fixture_ struct fixture fixture;
        assert_int_equal(build(&fixture, row->text), TAUTH_OK);
        assert_int_equal(fixture.index.documents.count, row->count);
        for (size_t j = 0; j < row->count; j++) {
            const struct document *got = &fixture.index.documents.items[j];
            if (got->start != row->start[j] || got->end != row->end[j] ||
                got->content_end != row->content_end[j] ||
                got->explicit_start != row->explicit_start[j] ||
                got->explicit_end != row->explicit_end[j]) {
                fail_msg("row %zu, document %zu: [%u,%u) content %u", i, j, got->start,
                         got->end, got->content_end);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_bytes),
        cmocka_unit_test(missing_values_stand_behind_their_mark),
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(properties_are_skipped),
        cmocka_unit_test(aliases_are_followed),
        cmocka_unit_test(nulls_and_types),
        cmocka_unit_test(documents_have_their_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
