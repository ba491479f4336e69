/* SPDX-License-Identifier: MIT */
#include "cli/help-rules.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"

enum { WIDTH = 90, ID_WIDTH = 28, SEVERITY_WIDTH = 9 };

const char *help_severity(enum tauth_severity severity) {
    static const char *const names[] = {
        [TAUTH_NOTE] = "note", [TAUTH_WARNING] = "warning", [TAUTH_ERROR] = "error"};
    return names[severity];
}

/* Breaks a text between words; the cursor is at `column` already. */
static void print_wrapped(const char *text, size_t column) {
    size_t at = column;
    for (const char *word = text; *word != '\0';) {
        size_t length = strcspn(word, " ");
        if (at > column && at + 1 + length > WIDTH) {
            printf("\n%*s", (int)column, "");
            at = column;
        }
        printf("%s%.*s", at > column ? " " : "", (int)length, word);
        at += length + (at > column);
        word += length + strspn(word + length, " ");
    }
    printf("\n");
}

void help_rules(void) {
    struct tauth_rule rule = {.size = sizeof(rule)};
    const char *class = "";
    printf("What findings are about; talosauth help RULE says why, and what to do.\n");
    for (size_t i = 0; tauth_rule_info(i, &rule); i++) {
        if (strcmp(class, rule.rule_class) != 0) {
            class = rule.rule_class;
            printf("\n%s\n", class);
        }
        printf("  %-*s%-*s", ID_WIDTH, rule.id, SEVERITY_WIDTH,
               help_severity(rule.severity));
        print_wrapped(rule.what, 2 + ID_WIDTH + SEVERITY_WIDTH);
    }
}

static void print_part(const char *title, const char *text) {
    printf("\n%s\n  ", title);
    print_wrapped(text, 2);
}

bool help_rule(const char *id) {
    struct tauth_rule rule = {.size = sizeof(rule)};
    for (size_t i = 0; tauth_rule_info(i, &rule); i++) {
        if (strcmp(rule.id, id) == 0) {
            printf("%s (%s, %s)\n  ", rule.id, rule.rule_class,
                   help_severity(rule.severity));
            print_wrapped(rule.what, 2);
            print_part("Why", rule.why);
            print_part("What to do", rule.fix);
            printf("\nTo ignore it in validate\n"
                   "  # talosauth: ignore %s    on the line or the line above\n"
                   "  --rule %s=off             in the whole run\n",
                   rule.id, rule.id);
            return true;
        }
    }
    return false;
}
