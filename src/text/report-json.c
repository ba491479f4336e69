/* SPDX-License-Identifier: MIT */
/* The JSON report; schemas/validate.schema.json describes it. */
#include "text/json.h"
#include "text/render.h"
#include "text/report.h"

/* Every key is always there: null stands for what is not known. */
static json_t *number(uint32_t value) {
    return value == 0 ? json_null() : json_integer(value);
}

static json_t *finding(const struct tauth_diag *diag) {
    const struct json_pair pairs[] = {
        {"rule", json_text(diag->rule)},
        {"class", json_text(diag->rule_class)},
        {"severity", json_text(severity_name(diag->severity))},
        {"message", json_text(diag->message)},
        {"line", number(diag->line)},
        {"column", number(diag->column)},
        {"endLine", number(diag->end_line)},
        {"endColumn", number(diag->end_column)},
        {"path", json_text(diag->path)},
        {"source", json_text(diag->source)},
        {"hint", json_text(diag->hint)},
    };
    return json_pairs(pairs, ARRAY_SIZE(pairs));
}

static json_t *findings(const struct tauth_diags *diags) {
    _cleanup_(cleanup_free) const struct tauth_diag **sorted = report_sort(diags);
    json_t *list = sorted == NULL ? NULL : json_array();
    for (size_t i = 0; list != NULL && sorted[i] != NULL; i++) {
        if (json_array_append_new(list, finding(sorted[i])) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

static json_t *files(const struct report *report) {
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < report->count; i++) {
        const struct report_file *file = &report->files[i];
        const struct json_pair pairs[] = {
            {"file", json_text(file->name)},
            {"layout", json_text(file->layout)},
            {"findings", findings(file->diags)},
        };
        json_t *entry = json_pairs(pairs, ARRAY_SIZE(pairs));
        if (json_array_append_new(list, entry) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

void report_json(struct buf *out, const struct report *report) {
    struct report_counts counts = report_count(report);
    const struct json_pair summary[] = {
        {"errors", json_integer((json_int_t)counts.of[TAUTH_ERROR])},
        {"warnings", json_integer((json_int_t)counts.of[TAUTH_WARNING])},
        {"notes", json_integer((json_int_t)counts.of[TAUTH_NOTE])},
    };
    const struct json_pair pairs[] = {
        {"version", json_integer(1)},
        {"files", files(report)},
        {"summary", json_pairs(summary, ARRAY_SIZE(summary))},
    };
    json_write(out, json_pairs(pairs, ARRAY_SIZE(pairs)), JSON_COMPACT);
}
