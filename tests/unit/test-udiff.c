/* SPDX-License-Identifier: MIT */
/* edit/udiff.c: from splices to a unified diff. */
#include "unit.h"

#include "edit/udiff.h"
#include "patch.h"

enum { MOST = 8 };

struct change {
    uint32_t start;
    uint32_t end;
    const char *text; /* NULL behind the last one */
};

struct row {
    const char *name;
    const char *old;
    struct change changes[4];
    const char *diff; /* below the two lines of names; NULL: none */
};

/* Applies the changes, and makes splices of them. */
static size_t apply(const struct row *row, struct buf *new, struct splice *splices) {
    struct span old = span_of(row->old);
    size_t at = 0, count = 0;
    for (; count < ARRAY_SIZE(row->changes) && row->changes[count].text != NULL;
         count++) {
        const struct change *change = &row->changes[count];
        buf_span(new, span_slice(old, at, change->start));
        buf_text(new, change->text);
        at = change->end;
        splices[count] = (struct splice){.start = change->start,
                                         .end = change->end,
                                         .size = (uint32_t)strlen(change->text)};
    }
    buf_span(new, span_slice(old, at, old.size));
    return count;
}

static const struct row rows[] = {
    {"nothing", "a\nb\n", {{0}}, NULL},
    {"equal bytes", "a\nb\n", {{2, 3, "b"}}, NULL},
    {"one line", "a\nb\nc\n", {{2, 3, "x"}}, "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"},
    {"a line inserted", "a\nb\n", {{1, 1, "\nx"}}, "@@ -1,2 +1,3 @@\n a\n+x\n b\n"},
    {"a line removed", "a\nb\nc\n", {{2, 4, ""}}, "@@ -1,3 +1,2 @@\n a\n-b\n c\n"},
    {"the first line removed", "a\nb\n", {{0, 2, ""}}, "@@ -1,2 +1 @@\n-a\n b\n"},
    {"the only line changed", "a\n", {{0, 1, "x"}}, "@@ -1 +1 @@\n-a\n+x\n"},
    {"everything removed", "a\n", {{0, 2, ""}}, "@@ -1 +0,0 @@\n-a\n"},
    {"from nothing", "", {{0, 0, "x\n"}}, "@@ -0,0 +1 @@\n+x\n"},
    {"three lines of context",
     "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
     {{8, 9, "x"}},
     "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
    {"two hunks, the second shifted",
     "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
     {{1, 1, "\nx"}, {16, 17, "y"}},
     "@@ -1,4 +1,5 @@\n 1\n+x\n 2\n 3\n 4\n@@ -6,4 +7,4 @@\n 6\n 7\n 8\n-9\n+y\n"},
    {"hunks that touch are one",
     "1\n2\n3\n4\n5\n6\n7\n8\n",
     {{0, 1, "x"}, {14, 15, "y"}},
     "@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n"},
    {"two changes in a line",
     "a b c\n",
     {{0, 1, "x"}, {4, 5, "y"}},
     "@@ -1 +1 @@\n-a b c\n+x b y\n"},
    {"changes on neighbouring lines",
     "a\nb\n",
     {{0, 1, "x"}, {2, 3, "y"}},
     "@@ -1,2 +1,2 @@\n-a\n+x\n-b\n+y\n"},
    {"no newline at the end, above",
     "a\nb",
     {{0, 1, "x"}},
     "@@ -1,2 +1,2 @@\n-a\n+x\n b\n\\ No newline at end of file\n"},
    {"no newline at the end, changed",
     "a\nb",
     {{2, 3, "x"}},
     "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+x\n"
     "\\ No newline at end of file\n"},
    {"no newline at the end, inserted",
     "a\nb",
     {{3, 3, "\nx"}},
     "@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+b\n+x\n"
     "\\ No newline at end of file\n"},
    {"two changes at an unended end",
     "a\nb",
     {{2, 3, "x"}, {3, 3, "\ny"}},
     "@@ -1,2 +1,3 @@\n a\n-b\n\\ No newline at end of file\n+x\n+y\n"
     "\\ No newline at end of file\n"},
    {"a newline added",
     "a",
     {{1, 1, "\n"}},
     "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
    {"CRLF", "a\r\nb\r\n", {{0, 1, "x"}}, "@@ -1,2 +1,2 @@\n-a\r\n+x\r\n b\r\n"},
    {"lines joined", "a\nb\nc\n", {{1, 2, " "}}, "@@ -1,3 +1,2 @@\n-a\n-b\n+a b\n c\n"},
    {"a removal that begins inside a line",
     "ab\nc\n",
     {{1, 3, ""}},
     "@@ -1,2 +1 @@\n-ab\n-c\n+ac\n"},
    {"an insertion of equal lines",
     "a\na\n",
     {{2, 2, "a\n"}},
     "@@ -1,2 +1,3 @@\n a\n a\n+a\n"},
};

static void write_diff(const struct row *row, struct buf *new, struct buf *out) {
    struct splice splices[MOST];
    size_t count = apply(row, new, splices);
    udiff_write(out, &(struct udiff){.name = "f",
                                     .old = {.text = span_of(row->old)},
                                     .new = {.text = buf_view(new)},
                                     .splices = splices,
                                     .splice_count = count});
}

static void splices_become_hunks(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf new = {0}, out = {0}, wanted = {0};
        write_diff(&rows[i], &new, &out);
        if (rows[i].diff != NULL) {
            buf_printf(&wanted, "--- f\n+++ f\n%s", rows[i].diff);
        }
        assert_text(buf_view(&out), buf_view(&wanted), rows[i].name);
    }
}

static void diffs_can_be_applied(void **state) {
    (void)state;
    for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
        _cleanup_buf_ struct buf new = {0}, out = {0}, patched = {0};
        write_diff(&rows[i], &new, &out);
        const char *problem = patch_apply(&patched, span_of(rows[i].old), buf_view(&out));
        if (problem != NULL) {
            fail_msg("%s: %s", rows[i].name, problem);
        }
        assert_text(buf_view(&patched), buf_view(&new), rows[i].name);
    }
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* Random splices in random lines; the diff must bring the same text about. */
static void random_edits_can_be_applied(void **state) {
    (void)state;
    static const char *const texts[] = {"",     "x",    "\n",     "x\n",   "\nx",
                                        "a\nb", "\n\n", "x\ny\n", "\nx\ny"};
    uint32_t random = 42;
    for (int round = 0; round < 5000; round++) {
        char old[41];
        size_t size = next_random(&random) % sizeof(old);
        for (size_t i = 0; i < size; i++) {
            old[i] = "ab\n\n"[next_random(&random) % 4];
        }
        old[size] = '\0';
        struct row row = {"random", old, {{0}}, NULL};
        size_t at = 0;
        for (size_t i = 0; i < 3 && at <= strlen(old); i++) {
            size_t start = at + next_random(&random) % (strlen(old) - at + 1);
            size_t end = start + next_random(&random) % (strlen(old) - start + 1) / 2;
            row.changes[i] = (struct change){(uint32_t)start, (uint32_t)end,
                                             texts[next_random(&random) % 9]};
            at = end + 1;
        }
        _cleanup_buf_ struct buf new = {0}, out = {0}, patched = {0};
        write_diff(&row, &new, &out);
        const char *problem = patch_apply(&patched, span_of(old), buf_view(&out));
        if (problem != NULL) {
            fail_msg("round %d: %s:\n%s\n---\n%.*s", round, problem, old,
                     SPAN_ARG(buf_view(&out)));
        }
        assert_text(buf_view(&patched), buf_view(&new), old);
    }
}

/* Both sides with their masks. */
static void secrets_are_masked(void **state) {
    (void)state;
    static const char old[] = "key: abc\nb: 1\nc: |\n    AAA\n    BBB\nd: 2\n";
    static const char new[] = "key: xyz\nb: 1\nc: |\n    AAA\n    BBB\nd: 3\n";
    static const struct mask masks[] = {{5, 8}, {17, 34}};
    static const struct splice splices[] = {{.start = 5, .end = 8, .size = 3},
                                            {.start = 38, .end = 39, .size = 1}};
    _cleanup_buf_ struct buf out = {0};
    udiff_write(&out, &(struct udiff){.name = "f",
                                      .old = {span_of(old), masks, 2},
                                      .new = {span_of(new), masks, 2},
                                      .splices = splices,
                                      .splice_count = 2});
    assert_false(span_has(buf_view(&out), "abc") || span_has(buf_view(&out), "xyz"));
    assert_false(span_has(buf_view(&out), "AAA") || span_has(buf_view(&out), "BBB"));
    assert_span(buf_view(&out), "--- f\n+++ f\n@@ -1,6 +1,6 @@\n"
                                "-key: ******\n+key: ******\n b: 1\n c: ******\n"
                                "     ******\n     ******\n-d: 2\n+d: 3\n");
}

static void masked_crlf_lines_keep_their_ends(void **state) {
    (void)state;
    static const char old[] = "k: |\r\n  AAA\r\n  BBB\r\nb: 1\r\n";
    static const char new[] = "k: |\r\n  AAA\r\n  BBB\r\nb: 2\r\n";
    static const struct mask masks[] = {{3, 18}};
    static const struct splice splices[] = {{.start = 23, .end = 24, .size = 1}};
    _cleanup_buf_ struct buf out = {0};
    udiff_write(&out, &(struct udiff){.name = "f",
                                      .old = {span_of(old), masks, 1},
                                      .new = {span_of(new), masks, 1},
                                      .splices = splices,
                                      .splice_count = 1});
    assert_false(span_has(buf_view(&out), "AAA") || span_has(buf_view(&out), "BBB"));
    assert_true(span_has(buf_view(&out), "   ******"));
    assert_true(span_has(buf_view(&out), "-b: 1\r\n+b: 2\r\n"));
}

static void colours_end_with_the_line(void **state) {
    (void)state;
    static const struct splice splices[] = {{.start = 2, .end = 3, .size = 1}};
    _cleanup_buf_ struct buf out = {0};
    udiff_write(&out, &(struct udiff){.name = "f",
                                      .old = {.text = TEXT("a\nb\n")},
                                      .new = {.text = TEXT("a\nx\n")},
                                      .splices = splices,
                                      .splice_count = 1,
                                      .color = true});
    assert_span(buf_view(&out), "\033[1m--- f\033[0m\n\033[1m+++ f\033[0m\n"
                                "\033[36m@@ -1,2 +1,2 @@\033[0m\n a\n"
                                "\033[31m-b\033[0m\n\033[32m+x\033[0m\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splices_become_hunks),
        cmocka_unit_test(diffs_can_be_applied),
        cmocka_unit_test(random_edits_can_be_applied),
        cmocka_unit_test(secrets_are_masked),
        cmocka_unit_test(masked_crlf_lines_keep_their_ends),
        cmocka_unit_test(colours_end_with_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
