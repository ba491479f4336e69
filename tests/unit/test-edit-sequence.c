/* SPDX-License-Identifier: MIT */
/* edit: items of block sequences, and flow collections. */
#include "edit-case.h"

static const struct edit_case items[] = {
    {"append", "a:\n  - x # c\n  # d\nz: 1\n", "{a: [v]}",
     "a:\n  - x # c\n  - v\n  # d\nz: 1\n", 0},
    {"append, indentless", "a:\n- x\nz: 1\n", "{a: [v, w]}", "a:\n- x\n- v\n- w\nz: 1\n",
     0},
    {"append a mapping, step 4", "a:\n    b:\n        - c: 1\n          d: 2\n",
     "{a: {b: [{e: v, f: {g: w}, h: [x]}]}}",
     "a:\n    b:\n        - c: 1\n          d: 2\n        - e: v\n          f:\n"
     "            g: w\n          h:\n            - x\n",
     0},
    {"append a list", "a:\n  - - x\n", "{a: [[v, w]]}", "a:\n  - - x\n  - - v\n    - w\n",
     0},
    {"append lines", "a:\n  - x\n", "{a: [\"v\\nw\\n\"]}",
     "a:\n  - x\n  - |\n    v\n    w\n", 0},
    {"append, no newline", "a:\n  - x", "{a: [v]}", "a:\n  - x\n  - v", 0},
    {"append, CRLF", "a:\r\n  - x\r\n", "{a: [v]}", "a:\r\n  - x\r\n  - v\r\n", 0},
    {"append behind an empty item", "a:\n  - x\n  -\n", "{a: [v]}",
     "a:\n  - x\n  -\n  - v\n", 0},
    {"remove the first", "a:\n  - x\n  # c\n  - w\n", "{a: [!at0-remove ]}",
     "a:\n  # c\n  - w\n", 0},
    {"remove in the middle", "a:\n  - x\n  - w # c\n  # d\n  - v\n",
     "{a: [!at1-remove ]}", "a:\n  - x\n  # d\n  - v\n", 0},
    {"remove the last", "a:\n  - x\n  - b: 1\n    c: 2\nz: 1\n", "{a: [!at1-remove ]}",
     "a:\n  - x\nz: 1\n", 0},
    {"remove the only one", "a: # c\n  - x\nz: 1\n", "{a: [!at0-remove ]}",
     "a: [] # c\nz: 1\n", 0},
    {"remove the first, indentless", "a:\n- x\n- w\n", "{a: [!at0-remove ]}", "a:\n- w\n",
     0},
    {"remove the first of a list in a list", "a:\n  - - x\n    - w\n",
     "{a: [!at0 [!at0-remove ]]}", "a:\n  - - w\n", 0},
    {"change one", "a:\n  - x\n  - 'w' # c\n", "{a: [!at1 v]}",
     "a:\n  - x\n  - 'v' # c\n", 0},
    {"change a key on the dash's line", "a:\n  - b: 1 # c\n    d: 2\n",
     "{a: [!at0 {b: v, e: w}]}", "a:\n  - b: v # c\n    d: 2\n    e: w\n", 0},
    {"remove the key on the dash's line", "a:\n  - b: 1 # c\n    d: 2\n",
     "{a: [!at0 {b: !remove }]}", "a:\n  - d: 2\n", 0},
    {"remove it above a comment", "a:\n  - b: 1\n    # c\n    d: 2\n",
     "{a: [!at0 {b: !remove }]}", "a:\n  -\n    # c\n    d: 2\n", 0},
    {"remove all keys of an item", "a:\n  - b: 1\n    d: 2\n  - w\n",
     "{a: [!at0 {b: !remove , d: !remove }]}", "a:\n  - {}\n  - w\n", 0},
    {"deeper than the dash", "a:\n    - b: 1\n      c:\n        d: 2\n",
     "{a: [!at0 {c: {e: v}, f: {g: w}}]}",
     "a:\n    - b: 1\n      c:\n        d: 2\n        e: v\n      f:\n        g: w\n", 0},
};

static void items_are_edited(void **state) {
    (void)state;
    edit_cases_run(items, ARRAY_SIZE(items));
}

static const struct edit_case whole[] = {
    {"equal", "a:\n  - x\n  - 'w'\n", "{a: !whole [x, w]}", "a:\n  - x\n  - 'w'\n", 0},
    {"insert in the middle", "a:\n  - x # c\n  - w\n", "{a: !whole [x, v, w]}",
     "a:\n  - x # c\n  - v\n  - w\n", 0},
    {"insert in front", "a:\n  # c\n  - x\n", "{a: !whole [v, x]}",
     "a:\n  # c\n  - v\n  - x\n", 0},
    {"append", "a:\n  - x\n", "{a: !whole [x, v]}", "a:\n  - x\n  - v\n", 0},
    {"remove in the middle", "a:\n  - x\n  - v # c\n  - w\n", "{a: !whole [x, w]}",
     "a:\n  - x\n  - w\n", 0},
    {"change in the middle", "a:\n  - x\n  - 'v' # c\n  - w\n", "{a: !whole [x, u, w]}",
     "a:\n  - x\n  - 'u' # c\n  - w\n", 0},
    {"shorter", "a:\n  - x\n  - v\n  - w\n", "{a: !whole [u]}", "a:\n  - u\n", 0},
    {"empty", "a:\n  - x\n  - v\nz: 1\n", "{a: !whole []}", "a: []\nz: 1\n", 0},
    {"mappings are changed in place", "a:\n  - b: 1 # c\n    d: 2\n",
     "{a: !whole [{b: v}]}", "a:\n  - b: v # c\n", 0},
    {"a scalar", "a: b\nz: 1\n", "{a: !whole [x]}", "a:\n    - x\nz: 1\n", 0},
    {"not a mapping", "a:\n  b: 1\n", "{a: !whole [x]}", NULL, RULE_WRONG_TYPE},
};

static void lists_are_replaced(void **state) {
    (void)state;
    edit_cases_run(whole, ARRAY_SIZE(whole));
}

static const struct edit_case flows[] = {
    {"insert", "a: {b: 1} # c\n", "{a: {c: x}}", "a: {b: 1, c: \"x\"} # c\n", 0},
    {"insert, JSON", "{\"a\": {\"b\": 1}}\n", "{a: {c: x}}",
     "{\"a\": {\"b\": 1, \"c\": \"x\"}}\n", 0},
    {"insert in an empty one, JSON", "{\"a\": {}}\n", "{a: {c: [x]}}",
     "{\"a\": {\"c\": [\"x\"]}}\n", 0},
    {"insert behind a missing value", "a: {b: 1, c: }\n", "{a: {d: x}}",
     "a: {b: 1, c: , d: \"x\"}\n", 0},
    {"insert behind a bare key", "a: {b}\n", "{a: {d: x}}", "a: {b, d: \"x\"}\n", 0},
    {"insert with a comma at the end", "a: {b: 1,}\n", "{a: {d: x}}",
     "a: {b: 1, d: \"x\",}\n", 0},
    {"insert on lines", "a: {\n  b: 1, # c\n}\n", "{a: {d: x}}",
     "a: {\n  b: 1, d: \"x\", # c\n}\n", 0},
    {"a flow parent stays flow", "a: {b: }\n", "{a: {b: {c: {d: x}}}}",
     "a: {b: {c: {d: \"x\"}} }\n", 0},
    {"change", "a: {b: x, c: 'w', d: \"u\"}\n", "{a: {b: v, c: v, d: v}}",
     "a: {b: v, c: 'v', d: \"v\"}\n", 0},
    {"change to what needs quotes", "a: {b: x}\n", "{a: {b: \"v,w\"}}",
     "a: {b: \"v,w\"}\n", 0},
    {"lines stay in quotes", "a: {b: x}\n", "{a: {b: \"v\\nw\"}}", "a: {b: \"v\\nw\"}\n",
     0},
    {"give a bare key its value", "a: {b, c: 1}\n", "{a: {b: v}}",
     "a: {b: \"v\", c: 1}\n", 0},
    {"remove the first", "a: {b: 1, c: 2, d: 3}\n", "{a: {b: !remove }}",
     "a: {c: 2, d: 3}\n", 0},
    {"remove in the middle", "a: {b: 1, c: 2, d: 3}\n", "{a: {c: !remove }}",
     "a: {b: 1, d: 3}\n", 0},
    {"remove the last", "a: {b: 1, c: 2}\n", "{a: {c: !remove }}", "a: {b: 1}\n", 0},
    {"remove the only one", "a: {b: 1}\n", "{a: {b: !remove }}", "a: {}\n", 0},
    {"remove a line", "a: {\n  b: 1, # c\n  d: 2\n}\n", "{a: {b: !remove }}",
     "a: {\n  d: 2\n}\n", 0},
    {"remove the last line, comments stay", "a: {\n  b: 1, # c\n  d: 2 # e\n}\n",
     "{a: {d: !remove }}", "a: {\n  b: 1, # c\n # e\n}\n", 0},
    {"remove and insert", "a: {b: 1, c: 2}\n", "{a: {b: !remove , d: x}}",
     "a: {c: 2, d: \"x\"}\n", 0},
    {"insert in front of a removed tail", "a: {b: , c: 1}\n", "{a: {c: !remove , d: x}}",
     "a: {b: , d: \"x\"}\n", 0},
    {"append an item", "a: [x, w]\n", "{a: [v]}", "a: [x, w, \"v\"]\n", 0},
    {"insert items in the middle", "a: [x, w]\n", "{a: !whole [x, v, w]}",
     "a: [x, \"v\", w]\n", 0},
    {"insert items in front", "a: [x]\n", "{a: !whole [v, w, x]}",
     "a: [\"v\", \"w\", x]\n", 0},
    {"remove the first item", "a: [x, w]\n", "{a: [!at0-remove ]}", "a: [w]\n", 0},
    {"remove the last item", "a: [x, w]\n", "{a: [!at1-remove ]}", "a: [x]\n", 0},
    {"empty a list", "a: [x, w] # c\n", "{a: !whole []}", "a: [] # c\n", 0},
    {"fill one with a comment in it", "a: [ # c\n  ]\n", "{a: [x]}",
     "a: [ # c\n  \"x\"]\n", 0},
    {"flow in an item", "a:\n  - {b: 1}\n", "{a: [!at0 {c: x}]}",
     "a:\n  - {b: 1, c: \"x\"}\n", 0},
    {"an item that is null", "a:\n  - x\n  -\n", "{a: [!at1 {b: v}]}",
     "a:\n  - x\n  - {b: \"v\"}\n", 0},
};

static void flow_collections_are_edited(void **state) {
    (void)state;
    edit_cases_run(flows, ARRAY_SIZE(flows));
}

static const struct edit_case refusals[] = {
    {"a scalar where a mapping is wanted", "a: x\n", "{a: {b: c}}", NULL,
     RULE_WRONG_TYPE},
    {"a list where a mapping is wanted", "a: [x]\n", "{a: {b: c}}", NULL,
     RULE_WRONG_TYPE},
    {"a mapping where a list is wanted", "a: {b: c}\n", "{a: [x]}", NULL,
     RULE_WRONG_TYPE},
    {"through an alias", "x: &x {b: 1}\na: *x\n", "{a: {c: d}}", NULL, RULE_SHARED_NODE},
    {"a mapping used elsewhere", "a: &x {b: 1}\nz: *x\n", "{a: {c: d}}", NULL,
     RULE_SHARED_NODE},
    {"a value inside one used elsewhere", "a: &x\n  b: 1\nz: *x\n", "{a: {b: d}}", NULL,
     RULE_SHARED_NODE},
    {"a scalar used elsewhere", "a: &x b\nz: *x\n", "{a: d}", NULL, RULE_SHARED_NODE},
    {"removal of an anchor used elsewhere", "a:\n  b: &x 1\n  c: 2\nz: *x\n",
     "{a: !remove }", NULL, RULE_SHARED_NODE},
    {"what comes through a merge key", "x: &x {b: {c: 1}}\na:\n  <<: *x\n",
     "{a: {b: {d: e}}}", NULL, RULE_MERGE_KEY},
    {"a delete selector", "a:\n  $patch: delete\n", "{a: {b: c}}", NULL,
     RULE_PATCH_DIRECTIVE},
    {"an item behind an open literal", "a:\n  - |\n    x", "{a: [v]}", NULL,
     RULE_NO_FINAL_NEWLINE},
    {"an equal alias is left alone", "x: &x {b: v}\na: *x\n", "{a: {b: v}}",
     "x: &x {b: v}\na: *x\n", 0},
    {"an equal merged value is left alone", "x: &x {b: v}\na:\n  <<: *x\n", "{a: {b: v}}",
     "x: &x {b: v}\na:\n  <<: *x\n", 0},
    {"a merged value can be set over", "x: &x {b: v}\na:\n  <<: *x\n", "{a: {b: w}}",
     "x: &x {b: v}\na:\n  <<: *x\n  b: w\n", 0},
    {"an anchor nobody uses is no obstacle", "a: &x {b: 1}\n", "{a: {b: v}}",
     "a: &x {b: v}\n", 0},
};

static void what_is_shared_or_of_another_type_is_refused(void **state) {
    (void)state;
    edit_cases_run(refusals, ARRAY_SIZE(refusals));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_edited),
        cmocka_unit_test(lists_are_replaced),
        cmocka_unit_test(flow_collections_are_edited),
        cmocka_unit_test(what_is_shared_or_of_another_type_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
