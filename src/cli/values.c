/* SPDX-License-Identifier: MIT */
#include "cli/values.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"

const char *const allowed_rules[RULES_ALLOWED] = {"empty-groups-prefix", "system-names"};

bool row_is_option(const struct option_row *row) {
    return row->kind != OPTION_HEADING;
}

enum words row_words(const struct option_row *row) {
    if (row->argument == NULL) {
        return WORDS_NONE;
    }
    if (row->kind == OPTION_ALLOW) {
        return WORDS_RULES;
    }
    if (strcmp(row->name, "provider") == 0) { /* init has it without settings */
        return WORDS_PROVIDERS;
    }
    if (strncmp(row->argument, "ID=", 3) == 0) {
        return WORDS_ALL_RULES;
    }
    if (strcmp(row->argument, "FILE") == 0) {
        return WORDS_FILES;
    }
    return strchr(row->argument, '|') != NULL ? WORDS_ALTERNATIVES : WORDS_NONE;
}

/* The classes stand behind the rules; the first one has the name of a rule. */
static const char *rule_or_class(size_t index) {
    struct tauth_rule rule = {.size = sizeof(rule)};
    if (tauth_rule_info(index, &rule)) {
        return rule.id;
    }
    const char *class = NULL;
    size_t count = 0;
    while (tauth_rule_info(count, &rule)) {
        count++;
    }
    for (size_t i = 0; i < count && tauth_rule_info(i, &rule); i++) {
        bool next = class != NULL && strcmp(class, rule.rule_class) != 0;
        class = rule.rule_class;
        if (next && index-- == count) {
            return class;
        }
    }
    return NULL;
}

/* NULL behind the last one. */
static const char *word_at(enum words words, size_t index) {
    switch (words) {
    case WORDS_COMMANDS:
        return command_name(NULL, index);
    case WORDS_SHELLS:
        return shells[index].name;
    case WORDS_PROVIDERS:
        return tauth_provider_name(index);
    case WORDS_RULES:
        return index < RULES_ALLOWED ? allowed_rules[index] : NULL;
    case WORDS_ALL_RULES:
        return rule_or_class(index);
    default:
        return NULL;
    }
}

void words_print(enum words words, const struct option_row *row) {
    if (words == WORDS_ALTERNATIVES) {
        for (const char *at = row->argument; *at != '\0'; at++) {
            putchar(*at == '|' ? ' ' : *at);
        }
        return;
    }
    const char *word;
    for (size_t i = 0; (word = word_at(words, i)) != NULL; i++) {
        printf("%s%s", i == 0 ? "" : " ", word);
    }
}

void help_print(const char *text, const char *special, const char *quote) {
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            putchar(' ');
            text += strspn(text + 1, " ");
        } else if (*text == '\'') {
            fputs(quote, stdout);
        } else {
            printf("%s%c", strchr(special, *text) == NULL ? "" : "\\", *text);
        }
    }
}
