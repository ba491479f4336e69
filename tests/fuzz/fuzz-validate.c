/* SPDX-License-Identifier: MIT */
/*
 * A call of validate: letters of the first line are its options, lines of `=====` part the
 * rest into files. Every report can be read, all tell of the same findings, each has a
 * place in its file, and a second call says the same.
 */
#include <jansson.h>
#include <talosauth/talosauth.h>

#include "fuzz.h"
#include "text/source.h"
#include "text/utf8.h"

enum { FILES = 4, RULES = 2 };

static const char border[] = "\n=====\n";
static const char *const names[FILES] = {"a.yaml", "b.yaml", "c.yaml", "d.yaml"};
static const char *const rules[RULES] = {"certificate=off", "yaml-syntax=warn"};

struct call {
    struct tauth_validate_options options;
    struct span files[FILES];
    size_t count;
    bool sarif; /* only where it is asked for: it lists all rules */
};

static void take_options(struct call *call, struct span letters) {
    struct tauth_validate_options *options = &call->options;
    *options = (struct tauth_validate_options){.size = sizeof(*options)};
    for (size_t i = 0; i < letters.size && i < 32; i++) {
        switch (letters.data[i]) {
        case 'c':
            options->as = "config";
            break;
        case 'p':
            options->as = "patch";
            break;
        case '3':
            options->talos_version = "v1.13.6";
            break;
        case '4':
            options->talos_version = "v1.14.0";
            break;
        case 'k':
            options->kubernetes_version = "1.30";
            break;
        case 'S':
            call->sarif = true;
            break;
        case 's':
            options->strict = true;
            break;
        case 'o':
            options->mode = "container";
            break;
        case 'r':
            options->rules = rules, options->rule_count = RULES;
            break;
        default:
            break;
        }
    }
    options->at = "2026-11-26";
}

static void take_files(struct call *call, struct span rest) {
    call->count = 0;
    while (call->count < FILES) {
        const char *hit = call->count + 1 == FILES || rest.size == 0
                              ? NULL
                              : memmem(rest.data, rest.size, border, strlen(border));
        size_t end = hit == NULL ? rest.size : (size_t)(hit - rest.data) + 1;
        call->files[call->count++] = span_slice(rest, 0, end);
        if (hit == NULL) {
            return;
        }
        rest = span_slice(rest, end + strlen(border) - 1, rest.size);
    }
}

static struct tauth_validation *run(const struct call *call) {
    struct tauth_validation *validation = NULL;
    struct tauth_diags *diags = tauth_diags_new();
    HOLDS(tauth_validation_new(&call->options, call->count, &validation, diags) ==
              TAUTH_OK,
          "the options are good ones");
    for (size_t i = 0; i < call->count; i++) {
        struct tauth_text text = {call->files[i].data, call->files[i].size};
        HOLDS(tauth_validation_file(validation, i, names[i], text) == TAUTH_OK,
              "a file is judged");
    }
    HOLDS(tauth_validation_finish(validation) == TAUTH_OK, "the files are judged");
    tauth_diags_free(diags);
    return validation;
}

static struct tauth_text report(const struct tauth_validation *validation,
                                enum tauth_report_format format) {
    struct tauth_text text = {0};
    HOLDS(tauth_validation_report(validation, format, TAUTH_NOTE, false, &text) ==
              TAUTH_OK,
          "there is a report");
    return text;
}

static json_t *read_json(struct tauth_text text) {
    json_error_t error;
    json_t *root = json_loadb(text.data, text.size, 0, &error);
    HOLDS(root != NULL, "a report is JSON");
    return root;
}

/* The line exists, and the column is in it or behind its end. */
static void check_place(struct span text, json_t *finding) {
    json_int_t line = json_integer_value(json_object_get(finding, "line"));
    json_int_t column = json_integer_value(json_object_get(finding, "column"));
    const struct source source = {.name = "fuzz", .text = text};
    if (line == 0) {
        return;
    }
    struct position last = source_position(&source, text.size);
    HOLDS(line <= last.line, "the line is in the file");
    size_t start = source_line_offset(&source, (uint32_t)line);
    size_t end = start + span_find(span_slice(text, start, text.size), '\n');
    size_t length = utf8_length(span_slice(text, start, end));
    HOLDS(column >= 1 && (size_t)column <= length + 1, "the column is in the line");
}

static size_t check_findings(const struct call *call, json_t *root) {
    json_t *files = json_object_get(root, "files");
    size_t count = 0;
    HOLDS(json_array_size(files) == call->count, "every file is there");
    for (size_t i = 0; i < call->count; i++) {
        json_t *list = json_object_get(json_array_get(files, i), "findings");
        for (size_t j = 0; j < json_array_size(list); j++, count++) {
            json_t *finding = json_array_get(list, j);
            const char *message = json_string_value(json_object_get(finding, "message"));
            HOLDS(message != NULL && *message != '\0', "a finding says something");
            check_place(call->files[i], finding);
        }
    }
    return count;
}

static void check_sarif(const struct tauth_validation *validation, size_t count) {
    struct tauth_text text = report(validation, TAUTH_REPORT_SARIF);
    json_t *root = read_json(text);
    json_t *entry = json_array_get(json_object_get(root, "runs"), 0);
    HOLDS(json_array_size(json_object_get(entry, "results")) == count,
          "SARIF has all findings");
    json_decref(root);
    tauth_text_free(&text);
}

static void check_show(struct span file) {
    struct tauth_text text = {0};
    struct tauth_diags *diags = tauth_diags_new();
    enum tauth_status status = tauth_show(
        "fuzz", (struct tauth_text){file.data, file.size}, TAUTH_JSON, &text, diags);
    HOLDS(status == TAUTH_OK || status == TAUTH_REFUSED, "show does not fail");
    if (status == TAUTH_OK) {
        json_decref(read_json(text));
    } else {
        HOLDS(tauth_diags_count(diags) > 0, "a refusal has its reason");
    }
    tauth_text_free(&text);
    tauth_diags_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct span rest = {(const char *)data, size};
    struct call call = {0};
    take_options(&call, fuzz_first_line(&rest));
    take_files(&call, rest);
    struct tauth_validation *first = run(&call), *second = run(&call);
    struct tauth_text text = report(first, TAUTH_REPORT_JSON);
    struct tauth_text again = report(second, TAUTH_REPORT_JSON);
    HOLDS(text.size == again.size && memcmp(text.data, again.data, text.size) == 0,
          "a second call says the same");
    json_t *root = read_json(text);
    size_t count = check_findings(&call, root);
    if (call.sarif) {
        check_sarif(first, count);
    }
    json_decref(root);
    tauth_text_free(&text);
    tauth_text_free(&again);
    text = report(first, TAUTH_REPORT_TEXT);
    tauth_text_free(&text);
    text = report(first, TAUTH_REPORT_GITHUB);
    tauth_text_free(&text);
    for (size_t i = 0; i < call.count; i++) {
        check_show(call.files[i]);
    }
    tauth_validation_free(first);
    tauth_validation_free(second);
    return 0;
}
