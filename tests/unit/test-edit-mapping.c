/* SPDX-License-Identifier: MIT */
/* edit: entries of block mappings. */
#include "edit-case.h"

static const struct edit_case inserts[] = {
    {"behind the last entry", "a:\n    b: 1\nz: 2\n", "{a: {c: x}}",
     "a:\n    b: 1\n    c: x\nz: 2\n", 0},
    {"its comment stays with it", "a:\n  b: 1 # one\n  # below\n\nz: 2\n", "{a: {c: x}}",
     "a:\n  b: 1 # one\n  c: x\n  # below\n\nz: 2\n", 0},
    {"several, in order", "a:\n  b: 1\n", "{a: {d: x, c: y, e: 8}}",
     "a:\n  b: 1\n  d: x\n  c: \"y\"\n  e: 8\n", 0},
    {"nested, by the step of the document", "a:\n   b: 1\n", "{a: {c: {d: {e: f}}}}",
     "a:\n   b: 1\n   c:\n      d:\n         e: f\n", 0},
    {"at the end of the root", "a: 1\n# end\n", "{b: x}", "a: 1\nb: x\n# end\n", 0},
    {"no newline at the end", "a: 1", "{b: x}", "a: 1\nb: x", 0},
    {"CRLF", "a:\r\n  b: 1\r\nz: 2\r\n", "{a: {c: x}}",
     "a:\r\n  b: 1\r\n  c: x\r\nz: 2\r\n", 0},
    {"behind a literal", "a:\n  b: |\n    x\n    # no comment\n\nz: 1\n", "{a: {c: y1}}",
     "a:\n  b: |\n    x\n    # no comment\n  c: y1\n\nz: 1\n", 0},
    {"behind a keeping literal", "a:\n  b: |+\n    x\n\n\nz: 1\n", "{a: {c: y1}}",
     "a:\n  b: |+\n    x\n\n\n  c: y1\nz: 1\n", 0},
    {"in front of a literal that ends the file", "a:\n  b: |\n    x", "{a: {c: y1}}",
     "a:\n  c: y1\n  b: |\n    x", 0},
    {"behind a stripping literal that ends the file", "a:\n  b: |-\n    x",
     "{a: {c: y1}}", "a:\n  b: |-\n    x\n  c: y1", 0},
    {"behind a nested sequence", "a:\n  b:\n  - x\n  - y\nz: 1\n", "{a: {c: d}}",
     "a:\n  b:\n  - x\n  - y\n  c: d\nz: 1\n", 0},
    {"a list in an indentless document", "a:\n- x\n", "{b: [v, w]}",
     "a:\n- x\nb:\n- v\n- w\n", 0},
    {"a list in an indented document", "a:\n  - x\n", "{b: [v, {k: l, m: [w]}]}",
     "a:\n  - x\nb:\n  - v\n  - k: l\n    m:\n      - w\n", 0},
    {"lines as a literal", "a: 1\n", "{b: \"x\\ny\\n\", c: \"p\\nq\", d: \" r\\ns\\n\"}",
     "a: 1\nb: |\n    x\n    y\nc: |-\n    p\n    q\nd: |4\n     r\n    s\n", 0},
    {"lines as a literal, CRLF", "a: 1\r\n", "{b: \"x\\ny\\n\"}",
     "a: 1\r\nb: |\r\n    x\r\n    y\r\n", 0},
    {"lines that a literal cannot hold", "a: 1\n", "{b: \"x \\ny\\n\", c: \"p\\r\\n\"}",
     "a: 1\nb: \"x \\ny\\n\"\nc: \"p\\r\\n\"\n", 0},
    {"a literal cannot end an unended file", "a: 1", "{b: \"x\\ny\\n\"}",
     "a: 1\nb: \"x\\ny\\n\"", 0},
    {"no literal above a deeper comment", "a:\n  b: 1\n    # deep\n",
     "{a: {c: \"x\\ny\"}}", "a:\n  b: 1\n  c: \"x\\ny\"\n    # deep\n", 0},
    {"non-ASCII keys count as one column", "\xE2\x82\xAC:\n  \xC3\xA9: 1\n",
     "{\xE2\x82\xAC: {b: x}}", "\xE2\x82\xAC:\n  \xC3\xA9: 1\n  b: x\n", 0},
    {"a key that needs quotes", "a: 1\n", "{\"y\": x, \"b: c\": z}",
     "a: 1\n\"y\": x\n\"b: c\": z\n", 0},
    {"empty ones", "a: 1\n", "{b: !whole {}, c: !whole []}", "a: 1\nb: {}\nc: []\n", 0},
};

static void entries_are_inserted(void **state) {
    (void)state;
    edit_cases_run(inserts, ARRAY_SIZE(inserts));
}

static const struct edit_case fills[] = {
    {"nothing", "a:\nz: 1\n", "{a: {b: c}}", "a:\n    b: c\nz: 1\n", 0},
    {"nothing but a comment", "a: # c\n# d\nz: 1\n", "{a: {b: c}}",
     "a: # c\n    b: c\n# d\nz: 1\n", 0},
    {"{}", "a: {} # c\nz: 1\n", "{a: {b: c}}", "a: # c\n    b: c\nz: 1\n", 0},
    {"null", "a: null\n", "{a: {b: c}}", "a:\n    b: c\n", 0},
    {"~ with an anchor", "a: &x ~\n", "{a: {b: c}}", "a: &x\n    b: c\n", 0},
    {"[]", "a: []\n", "{a: [b, c]}", "a:\n    - b\n    - c\n", 0},
    {"nothing, with a list", "a:\n", "{a: [b]}", "a:\n    - b\n", 0},
    {"nothing, indentless", "x:\n- y\na:\n", "{a: [b]}", "x:\n- y\na:\n- b\n", 0},
    {"a scalar by a whole list", "a: b # c\n", "{a: !whole [x, z]}",
     "a: # c\n    - x\n    - z\n", 0},
    {"a literal by a whole list", "a: |\n    x\n    w\nz: 1\n", "{a: !whole [b]}",
     "a:\n    - b\nz: 1\n", 0},
    {"an explicit key without value", "? a\n? b\n", "{a: {c: d}}",
     "? a\n:\n    c: d\n? b\n", 0},
    {"a null below its key", "a:\n  ~\n", "{a: {b: c}}", "a:\n  b: c\n", 0},
};

static void empty_values_are_filled(void **state) {
    (void)state;
    edit_cases_run(fills, ARRAY_SIZE(fills));
}

static const struct edit_case scalars[] = {
    {"plain", "a: x # c\n", "{a: v}", "a: v # c\n", 0},
    {"plain falls back to quotes", "a: x\n", "{a: \"true\"}", "a: \"true\"\n", 0},
    {"single stays single", "a: 'x'\n", "{a: it's}", "a: 'it''s'\n", 0},
    {"single falls back to double", "a: 'x'\n", "{a: \"v\\tw\"}", "a: \"v\\tw\"\n", 0},
    {"double stays double", "a: \"x\"\n", "{a: v}", "a: \"v\"\n", 0},
    {"equal value, other quotes", "a: 'v'\n", "{a: v}", "a: 'v'\n", 0},
    {"equal value, escapes", "a: \"\\x76\"\n", "{a: v}", "a: \"\\x76\"\n", 0},
    {"a number is no string", "a: 12\n", "{a: \"12\"}", "a: \"12\"\n", 0},
    {"any scalar will do", "a: 12\n", "{a: !any 12}", "a: 12\n", 0},
    {"null is not any scalar", "a: ~\n", "{a: !any \"\"}", "a: \"\"\n", 0},
    {"plain bool", "a: \"true\"\n", "{a: true}", "a: true\n", 0},
    {"several lines become one", "a: x\n  w # c\n", "{a: v}", "a: v # c\n", 0},
    {"anchor and !!str stay", "a: &x !!str b\n", "{a: v}", "a: &x !!str v\n", 0},
    {"other tags go", "a: !!int 1\n", "{a: v}", "a: v\n", 0},
    {"a literal becomes a line", "a: | # c\n  x\n  w\n# d\n", "{a: v}", "a: v # c\n# d\n",
     0},
    {"a literal becomes another", "a: >-\n  x\nz: 1\n", "{a: \"v\\nw\\n\"}",
     "a: |\n    v\n    w\nz: 1\n", 0},
    {"a missing value", "a: # c\nb:\n", "{a: v, b: w}", "a: v # c\nb: w\n", 0},
    {"a missing value of a bare key", "? a\nz: 1\n", "{a: v}", "? a\n: v\nz: 1\n", 0},
    {"a block sequence", "a: # c\n  - x\n  - w\nz: 1\n", "{a: v}", "a: v # c\nz: 1\n", 0},
    {"a mapping is not", "a: {x: w} # c\n", "{a: v}", NULL, RULE_WRONG_TYPE},
    {"an alias", "x: &x w\na: *x\n", "{a: v}", "x: &x w\na: v\n", 0},
    {"CRLF", "a: x\r\nz: 1\r\n", "{a: \"v\\nw\"}", "a: |-\r\n    v\r\n    w\r\nz: 1\r\n",
     0},
    {"a key in quotes", "\"a\": x\n'b': w\n", "{a: v, b: v}", "\"a\": v\n'b': v\n", 0},
};

static void scalars_are_replaced(void **state) {
    (void)state;
    edit_cases_run(scalars, ARRAY_SIZE(scalars));
}

static const struct edit_case removals[] = {
    {"the first", "a: 1 # c\nb: 2\nc: 3\n", "{a: !remove }", "b: 2\nc: 3\n", 0},
    {"in the middle", "a: 1\n# c\nb: 2 # d\n# e\nc: 3\n", "{b: !remove }",
     "a: 1\n# c\n# e\nc: 3\n", 0},
    {"the last", "a: 1\nb: 2\n# e\n", "{b: !remove }", "a: 1\n# e\n", 0},
    {"the last, no newline", "a: 1\nb: 2", "{b: !remove }", "a: 1\n", 0},
    {"a tree", "a:\n  x:\n    - 1\n  # c\nb: 2\n", "{a: !remove }", "  # c\nb: 2\n", 0},
    {"a literal", "a: |\n  x\n\nb: 2\n", "{a: !remove }", "\nb: 2\n", 0},
    {"a keeping literal", "a: |+\n  x\n\nb: 2\n", "{a: !remove }", "b: 2\n", 0},
    {"the only one", "a: # c\n  b: 1\nz: 2\n", "{a: {b: !remove }}", "a: {} # c\nz: 2\n",
     0},
    {"the only one of the root", "a: 1\n", "{a: !remove }", "{}\n", 0},
    {"one that is not there", "a: 1\n", "{b: !remove , c: {d: !remove }}", "a: 1\n", 0},
    {"of a null", "a:\n", "{a: {b: !remove }}", "a:\n", 0},
    {"of {}", "a: {}\n", "{a: {b: !remove }}", "a: {}\n", 0},
    {"remove and insert", "a:\n  b: 1\n  c: 2\n", "{a: {c: !remove , d: x}}",
     "a:\n  b: 1\n  d: x\n", 0},
    {"replace the only one", "a:\n  b: 1 # c\nz: 1\n", "{a: {b: !remove , d: x}}",
     "a:\n  d: x\nz: 1\n", 0},
    {"an explicit one", "? a\n: b\nc: 1\n", "{a: !remove }", "c: 1\n", 0},
    {"CRLF", "a: 1\r\nb: 2\r\n", "{a: !remove }", "b: 2\r\n", 0},
    {"whole takes out the rest", "a:\n  b: 1\n  c: 2\n  d: 3\n", "{a: !whole {c: x}}",
     "a:\n  c: x\n", 0},
};

static void entries_are_removed(void **state) {
    (void)state;
    edit_cases_run(removals, ARRAY_SIZE(removals));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_inserted),
        cmocka_unit_test(empty_values_are_filled),
        cmocka_unit_test(scalars_are_replaced),
        cmocka_unit_test(entries_are_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
