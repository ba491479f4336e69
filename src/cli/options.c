/* SPDX-License-Identifier: MIT */
/*
 * Not getopt_long(): it takes abbreviations of long options, which break in scripts as
 * soon as another option with the same beginning is added.
 */
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/report.h"

struct scan {
    struct arguments *arguments;
    char **argv;
    int argc;
    int at;
    bool given[TAUTH_SETTING_COUNT]; /* settings that take one value */
};

static bool add_text(struct text_list *list, const char *text) {
    const char **grown = realloc(list->items, (list->count + 1) * sizeof(*grown));
    if (grown == NULL) {
        return false;
    }
    list->items = grown;
    list->items[list->count++] = text;
    return true;
}

static bool no_memory(void) {
    report_line("talosauth: error: out of memory");
    return false;
}

static bool fault(const struct scan *scan, const char *option, const char *message) {
    usage_fault(scan->arguments, option, message);
    return false;
}

static const struct option_row *find_long(const struct command *command, const char *name,
                                          size_t length) {
    for (size_t i = 0; i < command->option_count; i++) {
        const struct option_row *row = &command->options[i];
        if (row->name != NULL && strlen(row->name) == length &&
            memcmp(row->name, name, length) == 0) {
            return row;
        }
    }
    return NULL;
}

static const struct option_row *find_short(const struct command *command, char letter) {
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].letter == letter) {
            return &command->options[i];
        }
    }
    return NULL;
}

static bool apply_setting(const struct scan *scan, const struct option_row *row,
                          const char *value) {
    if (row->setting == TAUTH_ISSUER_CA && *value == '\0') {
        return fault(scan, "--issuer-ca", "the file name is empty");
    }
    enum tauth_status status = tauth_settings_add(scan->arguments->settings, row->setting,
                                                  value, scan->arguments->diags);
    if (status == TAUTH_NO_MEMORY) {
        return no_memory();
    }
    bool group = row->setting == TAUTH_ADMIN_GROUP || row->setting == TAUTH_VIEWER_GROUP;
    scan->arguments->binds_groups |= group;
    scan->arguments->ca_from_stdin |=
        row->setting == TAUTH_ISSUER_CA && strcmp(value, "-") == 0;
    if (status != TAUTH_OK) {
        report_failure(scan->arguments, scan->arguments->diags, status);
    }
    return status == TAUTH_OK;
}

static bool unknown_rule(const struct scan *scan) {
    char message[120];
    snprintf(message, sizeof(message),
             "there is no such rule to allow; it takes %s or %s", allowed_rules[0],
             allowed_rules[1]);
    return fault(scan, "--allow", message);
}

/* One of the two would be ignored, and nobody could tell which was meant. */
static bool is_second(struct scan *scan, const struct option_row *row) {
    const char *base = (const char *)scan->arguments + row->offset;
    if (row->kind == OPTION_TEXT || row->kind == OPTION_OPTIONAL) {
        return *(const char *const *)base != NULL;
    }
    if (row->kind != OPTION_SETTING || row->repeats) {
        return false;
    }
    bool second = scan->given[row->setting];
    scan->given[row->setting] = true;
    return second;
}

static bool apply(struct scan *scan, const struct option_row *row, const char *value) {
    char *base = (char *)scan->arguments + row->offset;
    if (is_second(scan, row)) {
        char shown[80];
        snprintf(shown, sizeof(shown), "--%s", row->name);
        return fault(scan, shown, "given twice; it takes one value");
    }
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)base = true;
        return true;
    case OPTION_TEXT:
        *(const char **)base = value;
        return true;
    case OPTION_OPTIONAL:
        *(const char **)base = value == NULL ? row->fallback : value;
        return true;
    case OPTION_LIST:
        return add_text((struct text_list *)base, value) || no_memory();
    case OPTION_SETTING:
        return apply_setting(scan, row, value);
    case OPTION_ALLOW:
        return tauth_settings_allow(scan->arguments->settings, value) == TAUTH_OK ||
               unknown_rule(scan);
    default:
        return false;
    }
}

static const char *option_name(const void *context, size_t index) {
    const struct command *command = context;
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i].name != NULL && index-- == 0) {
            return command->options[i].name;
        }
    }
    return NULL;
}

static bool unknown(const struct scan *scan, const char *text, size_t length) {
    char shown[80], message[160];
    snprintf(shown, sizeof(shown), "%.*s", (int)length, text);
    const char *near =
        strncmp(shown, "--", 2) == 0
            ? tauth_nearest(shown + 2, option_name, scan->arguments->command)
            : NULL;
    snprintf(message, sizeof(message),
             near == NULL ? "unknown option%s%s" : "unknown option; did you mean %s%s?",
             near == NULL ? "" : "--", near == NULL ? "" : near);
    return fault(scan, shown, message);
}

static bool take_long(struct scan *scan, const char *text) {
    const char *name = text + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    const struct option_row *row = find_long(scan->arguments->command, name, length);
    if (row == NULL) {
        return unknown(scan, text, length + 2);
    }
    char shown[80];
    snprintf(shown, sizeof(shown), "--%s", row->name);
    if (row->argument == NULL && value != NULL) {
        return fault(scan, shown, "the option takes no value");
    }
    if (row->argument != NULL && value == NULL && row->kind != OPTION_OPTIONAL) {
        if (scan->at == scan->argc) {
            return fault(scan, shown, "the option needs a value");
        }
        value = scan->argv[scan->at++];
    }
    return apply(scan, row, value);
}

/* `-iq`, `-O FILE`, `-OFILE`. */
static bool take_short(struct scan *scan, const char *text) {
    for (const char *letter = text + 1; *letter != '\0'; letter++) {
        const struct option_row *row = find_short(scan->arguments->command, *letter);
        const char shown[] = {'-', *letter, '\0'};
        if (row == NULL) {
            return unknown(scan, shown, 2);
        }
        if (row->argument == NULL || row->kind == OPTION_OPTIONAL) {
            if (!apply(scan, row, NULL)) {
                return false;
            }
            continue;
        }
        const char *value = letter[1] != '\0' ? letter + 1 : NULL;
        if (value == NULL && scan->at == scan->argc) {
            return fault(scan, shown, "the option needs a value");
        }
        return apply(scan, row, value == NULL ? scan->argv[scan->at++] : value);
    }
    return true;
}

bool options_parse(struct arguments *arguments, int argc, char **argv) {
    struct scan scan = {.arguments = arguments, .argv = argv, .argc = argc};
    bool files_only = false;
    while (scan.at < scan.argc) {
        const char *text = scan.argv[scan.at++];
        bool option = !files_only && text[0] == '-' && text[1] != '\0';
        bool done;
        if (option && strcmp(text, "--") == 0) {
            files_only = true;
            continue;
        }
        if (option) {
            done = text[1] == '-' ? take_long(&scan, text) : take_short(&scan, text);
        } else if (arguments->command->words != WORDS_NONE) {
            done = add_text(&arguments->files, text) || no_memory();
        } else {
            done = fault(&scan, text, arguments->command->no_words);
        }
        if (!done) {
            return false;
        }
        if (arguments->help) {
            return true;
        }
    }
    return true;
}

void arguments_deinit(struct arguments *arguments) {
    tauth_settings_free(arguments->settings);
    tauth_diags_free(arguments->diags);
    free(arguments->files.items);
    free(arguments->set.items);
    free(arguments->unset.items);
    free(arguments->groups.items);
    free(arguments->rules.items);
    free(arguments->contexts.items);
    free(arguments->listen_addresses.items);
}
