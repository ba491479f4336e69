/* SPDX-License-Identifier: MIT */
/* buf, vec, arena, strset, checked arithmetic, spans, status, rules. */
#include "unit.h"

#include "base/arena.h"
#include "base/checked.h"
#include "base/status.h"
#include "base/strset.h"
#include "base/vec.h"

static void buf_grows_and_keeps_its_bytes(void **state) {
    (void)state;
    _cleanup_buf_ struct buf buf = {0};
    for (int i = 0; i < 1000; i++) {
        buf_printf(&buf, "%03d,", i);
    }
    assert_false(buf.failed);
    assert_int_equal(buf.size, 4000);
    assert_memory_equal(buf.data, "000,001,", 8);
    assert_memory_equal(buf.data + 3992, "998,999,", 8);
    buf_fill(&buf, 'x', 3);
    buf_byte(&buf, '\0');
    buf_text(&buf, "end");
    buf_span(&buf, TEXT("a\0b"));
    assert_text(span_slice(buf_view(&buf), 4000, buf.size), TEXT("xxx\0enda\0b"), "tail");
}

static void buf_appends_of_nothing_allocate_nothing(void **state) {
    (void)state;
    struct buf buf = {0};
    buf_append(&buf, "", 0);
    buf_fill(&buf, ' ', 0);
    buf_span(&buf, (struct span){NULL, 0});
    assert_null(buf.data);
    assert_false(buf.failed);
    buf_deinit(&buf);
}

static void buf_refuses_an_overflow_and_stays_failed(void **state) {
    (void)state;
    _cleanup_buf_ struct buf buf = {0};
    buf_text(&buf, "kept");
    buf_reserve(&buf, SIZE_MAX - 2);
    assert_true(buf.failed);
    buf_text(&buf, " dropped");
    buf_fill(&buf, 'x', 5);
    buf_printf(&buf, "%d", 1);
    assert_text(buf_view(&buf), TEXT("kept"), "nothing is added");
    buf_deinit(&buf);
    assert_false(buf.failed);
    assert_null(buf.data);
    /* A size that no doubling reaches without overflow. */
    buf_reserve(&buf, SIZE_MAX / 2 + 2);
    assert_true(buf.failed);
}

static void vec_slots_come_zeroed(void **state) {
    (void)state;
    VEC(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t *slot = VEC_PUSH(numbers);
        assert_non_null(slot);
        assert_int_equal(*slot, 0);
        *slot = i + 7;
    }
    assert_int_equal(numbers.count, 1000);
    assert_true(numbers.capacity >= 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(numbers.items[i], i + 7);
    }
    numbers.count = 10;
    assert_int_equal(*VEC_PUSH(numbers), 0);
    VEC_DEINIT(numbers);
    assert_null(numbers.items);
    assert_int_equal(numbers.count, 0);
    assert_int_equal(numbers.capacity, 0);
}

static void vec_refuses_an_overflow(void **state) {
    (void)state;
    size_t capacity = SIZE_MAX / 16;
    assert_null(vec_grow(NULL, &capacity, capacity, 16));
    assert_int_equal(capacity, SIZE_MAX / 16);
}

static void arena_memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena arena = {0};
    for (size_t size = 0; size < 10000; size += 97) {
        unsigned char *bytes = arena_alloc(&arena, size);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(bytes[i], 0);
        }
        memset(bytes, 0xAA, size);
    }
    arena_deinit(&arena);
    assert_null(arena.blocks);
}

static void arena_copies_are_terminated(void **state) {
    (void)state;
    struct arena arena = {0};
    assert_string_equal(arena_copy(&arena, span_slice(TEXT("abcdef"), 1, 3)), "bc");
    assert_string_equal(arena_copy(&arena, (struct span){NULL, 0}), "");
    char *with_nul = arena_copy(&arena, TEXT("a\0b"));
    assert_memory_equal(with_nul, "a\0b\0", 4);
    char *line = arena_printf(&arena, "%s-%05d", "x", 42);
    assert_string_equal(line, "x-00042");
    char *wide = arena_printf(&arena, "%9000d", 1);
    assert_int_equal(strlen(wide), 9000);
    arena_deinit(&arena);
}

static void arena_refuses_an_overflow(void **state) {
    (void)state;
    struct arena arena = {0};
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX - 15));
    assert_null(arena_copy(&arena, (struct span){"x", SIZE_MAX}));
    assert_null(arena.blocks);
}

static void strset_keeps_the_first_value(void **state) {
    (void)state;
    _cleanup_(strset_deinit) struct strset set = {0};
    assert_int_equal(strset_find(&set, TEXT("a")), 0);
    assert_int_equal(strset_add(&set, TEXT("a"), 1), 1);
    assert_int_equal(strset_add(&set, TEXT("b"), 2), 2);
    assert_int_equal(strset_add(&set, TEXT("a"), 3), 1);
    assert_int_equal(strset_add(&set, TEXT(""), 4), 4);
    assert_int_equal(strset_add(&set, TEXT("a\0"), 5), 5);
    assert_true(strset_replace(&set, TEXT("a"), 6));
    assert_true(strset_replace(&set, TEXT("new"), 7));
    assert_int_equal(strset_find(&set, TEXT("a")), 6);
    assert_int_equal(strset_find(&set, TEXT("new")), 7);
    assert_int_equal(strset_find(&set, TEXT("c")), 0);
    assert_int_equal(set.count, 5);
}

static void strset_grows_without_losing_any(void **state) {
    (void)state;
    static char texts[5000][8];
    _cleanup_(strset_deinit) struct strset set = {0};
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(texts[i], sizeof(texts[i]), "k%u", i);
        assert_int_equal(strset_add(&set, span_of(texts[i]), i + 1), i + 1);
    }
    assert_int_equal(set.count, 5000);
    assert_true(set.capacity >= 10000);
    for (uint32_t i = 0; i < 5000; i++) {
        assert_int_equal(strset_find(&set, span_of(texts[i])), i + 1);
    }
    assert_int_equal(strset_find(&set, TEXT("k5000")), 0);
}

static void checked_arithmetic_says_when_it_overflows(void **state) {
    (void)state;
    size_t out = 0;
    assert_true(checked_add(SIZE_MAX - 1, 1, &out));
    assert_true(out == SIZE_MAX);
    assert_false(checked_add(SIZE_MAX, 1, &out));
    assert_true(checked_mul(SIZE_MAX / 2, 2, &out));
    assert_true(out == SIZE_MAX - 1);
    assert_false(checked_mul(SIZE_MAX / 2 + 1, 2, &out));
}

static void spans_compare_and_search(void **state) {
    (void)state;
    struct span text = TEXT("a=b\0c");
    assert_int_equal(text.size, 5);
    assert_true(span_equal(text, TEXT("a=b\0c")));
    assert_false(span_equal(text, TEXT("a=b\0d")));
    assert_true(span_equal((struct span){NULL, 0}, TEXT("")));
    assert_null(span_of(NULL).data);
    assert_true(span_is(span_slice(text, 0, 3), "a=b"));
    assert_true(span_starts(text, "a=") && !span_starts(text, "b"));
    assert_true(span_ends(TEXT("x/"), "/") && !span_ends(TEXT("/"), "//"));
    assert_int_equal(span_find(text, '='), 1);
    assert_int_equal(span_find(text, '\0'), 3);
    assert_int_equal(span_find(text, 'z'), 5);
    assert_int_equal(span_find((struct span){NULL, 0}, 'z'), 0);
    assert_true(span_has(text, "=b") && !span_has(text, "=c"));
    assert_false(span_has(TEXT(""), "x"));
}

static void status_keeps_the_first_refusal_and_the_worst(void **state) {
    (void)state;
    enum tauth_status status = TAUTH_OK;
    status_keep(&status, TAUTH_OK);
    assert_int_equal(status, TAUTH_OK);
    status_keep(&status, TAUTH_REFUSED);
    status_keep(&status, TAUTH_OK);
    assert_int_equal(status, TAUTH_REFUSED);
    status_keep(&status, TAUTH_NO_MEMORY);
    assert_int_equal(status, TAUTH_NO_MEMORY);
    status_keep(&status, TAUTH_REFUSED);
    status_keep(&status, TAUTH_IO);
    assert_int_equal(status, TAUTH_NO_MEMORY);
}

/* Ids are kebab-case, distinct, and have a sentence. */
static void rules_are_complete(void **state) {
    (void)state;
    _cleanup_(strset_deinit) struct strset seen = {0};
    for (enum rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        assert_non_null(info->id);
        assert_non_null(info->what);
        assert_true(strlen(info->what) > 5);
        assert_true(strspn(info->id, "abcdefghijklmnopqrstuvwxyz-") == strlen(info->id));
        assert_int_equal(strset_add(&seen, span_of(info->id), rule + 1), rule + 1);
    }
}

static void findings_are_copied(void **state) {
    (void)state;
    _cleanup_diags_ struct tauth_diags *diags = tauth_diags_new();
    char file[] = "f.yaml", hint[] = "h";
    struct diag_place place = {.file = file, .line = 3, .column = 5, .source = TEXT("x")};
    assert_int_equal(diag_add(diags, RULE_WORKER, &place, hint, "m %d", 1),
                     TAUTH_REFUSED);
    assert_int_equal(diag_option(diags, RULE_LEFTOVER, "--x", NULL, "w"), TAUTH_OK);
    file[0] = hint[0] = '?';
    const struct tauth_diag *first = tauth_diags_get(diags, 0);
    assert_string_equal(first->rule, "worker-config");
    assert_int_equal(first->severity, TAUTH_ERROR);
    assert_string_equal(first->file, "f.yaml");
    assert_string_equal(first->hint, "h");
    assert_string_equal(first->message, "m 1");
    assert_string_equal(first->source, "x");
    assert_null(first->option);
    assert_int_equal(tauth_diags_get(diags, 1)->severity, TAUTH_WARNING);
    assert_string_equal(tauth_diags_get(diags, 1)->option, "--x");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf_grows_and_keeps_its_bytes),
        cmocka_unit_test(buf_appends_of_nothing_allocate_nothing),
        cmocka_unit_test(buf_refuses_an_overflow_and_stays_failed),
        cmocka_unit_test(vec_slots_come_zeroed),
        cmocka_unit_test(vec_refuses_an_overflow),
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena_copies_are_terminated),
        cmocka_unit_test(arena_refuses_an_overflow),
        cmocka_unit_test(strset_keeps_the_first_value),
        cmocka_unit_test(strset_grows_without_losing_any),
        cmocka_unit_test(checked_arithmetic_says_when_it_overflows),
        cmocka_unit_test(spans_compare_and_search),
        cmocka_unit_test(status_keeps_the_first_refusal_and_the_worst),
        cmocka_unit_test(rules_are_complete),
        cmocka_unit_test(findings_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
