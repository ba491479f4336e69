/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0 (OASIS), as code scanning services read it. */
#include <inttypes.h>
#include <stdio.h>

#include "base/strset.h"
#include "text/json.h"
#include "text/render.h"
#include "text/report.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

struct sarif {
    json_t *artifacts;
    json_t *results;
    struct strset seen; /* URIs: an artifact is listed once */
    bool failed;
};

/* A list takes the value over; one that could not be made is remembered. */
static void append(struct sarif *sarif, json_t *list, json_t *value) {
    sarif->failed |= json_array_append_new(list, value) != 0;
}

static json_t *message(const char *text) {
    return json_pack("{s:o}", "text", json_text(text));
}

/* The path as a relative reference, or as a file: URI where it is absolute (RFC 3986). */
static void write_uri(struct buf *out, const char *path) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._~/";
    while (path[0] == '.' && path[1] == '/') {
        path += 1 + strspn(path + 1, "/");
    }
    buf_text(out, *path == '/' ? "file://" : "");
    for (; *path != '\0'; path++) {
        if (strchr(plain, *path) != NULL) {
            buf_byte(out, *path);
        } else {
            buf_printf(out, "%%%02X", (unsigned char)*path);
        }
    }
    buf_byte(out, '\0');
}

static const uint64_t fnv_prime = UINT64_C(0x100000001b3);

static uint64_t fnv(uint64_t hash, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)text[i]) * fnv_prime;
    }
    return hash * fnv_prime; /* a NUL behind it: "ab" "c" is not "a" "bc" */
}

/* A finding that moved is the same finding: lines that a message names do not count. */
static uint64_t fnv_message(uint64_t hash, const char *text) {
    const char *line;
    while ((line = strstr(text, "line ")) != NULL) {
        line += strlen("line ");
        hash = fnv(hash, text, (size_t)(line - text));
        text = line + strspn(line, "0123456789");
    }
    return fnv(hash, text, strlen(text));
}

/* FNV-1a of the rule, the file, the path in it and the message. */
static json_t *fingerprint(const struct tauth_diag *diag, const char *uri) {
    char text[17];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hash = fnv(hash, diag->rule, strlen(diag->rule));
    hash = fnv(hash, uri, strlen(uri));
    hash = fnv(hash, diag->path, diag->path == NULL ? 0 : strlen(diag->path));
    hash = fnv_message(hash, diag->message);
    snprintf(text, sizeof(text), "%016" PRIx64, hash);
    return json_pack("{s:s}", "talosauth/v1", text);
}

static json_t *region(const struct tauth_diag *diag) {
    const struct json_pair pairs[] = {
        {"startLine", json_integer(diag->line)},
        {"startColumn", json_integer(diag->column)},
        {"endLine", json_integer(diag->end_line)},
        {"endColumn", json_integer(diag->end_column)},
    };
    json_t *place = json_pairs(pairs, ARRAY_SIZE(pairs));
    if (diag->end_line == 0) {
        json_object_del(place, "endLine");
        json_object_del(place, "endColumn");
    }
    return place;
}

/* Takes the value over; NULL where it or the object could not be made. */
static json_t *with(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) {
        json_decref(object);
        object = NULL;
    }
    return object;
}

static json_t *locations(const struct tauth_diag *diag, const char *uri, size_t index) {
    json_t *physical = json_pack("{s:{s:s, s:I}}", "artifactLocation", "uri", uri,
                                 "index", (json_int_t)index);
    if (diag->line > 0) { /* otherwise it is about the file as a whole */
        physical = with(physical, "region", region(diag));
    }
    json_t *location = json_pack("{s:o}", "physicalLocation", physical);
    if (diag->path != NULL) {
        json_t *name = json_pack("[{s:o}]", "fullyQualifiedName", json_text(diag->path));
        location = with(location, "logicalLocations", name);
    }
    return json_pack("[o]", location);
}

/* Services show the message only, so the hint is its second line. */
static json_t *result_message(const struct tauth_diag *diag) {
    _cleanup_buf_ struct buf text = {0};
    buf_text(&text, diag->message);
    if (diag->hint != NULL) {
        buf_printf(&text, "\n%s", diag->hint);
    }
    buf_byte(&text, '\0');
    return text.failed ? NULL : message(text.data);
}

static json_t *result(const struct tauth_diag *diag, const char *uri, size_t index) {
    const struct json_pair pairs[] = {
        {"ruleId", json_text(diag->rule)},
        {"ruleIndex", json_integer((json_int_t)rule_find(diag->rule))},
        {"level", json_text(severity_name(diag->severity))},
        {"message", result_message(diag)},
        {"locations", locations(diag, uri, index)},
        {"partialFingerprints", fingerprint(diag, uri)},
    };
    return json_pairs(pairs, ARRAY_SIZE(pairs));
}

/* The index of the artifact with a URI, which is added where it is new. */
static size_t artifact(struct sarif *sarif, const char *uri) {
    uint32_t number = strset_find(&sarif->seen, span_of(uri));
    if (number == 0) {
        json_t *location = json_pack("{s:s}", "uri", uri);
        struct span kept = span_of(json_string_value(json_object_get(location, "uri")));
        append(sarif, sarif->artifacts, json_pack("{s:o}", "location", location));
        number = (uint32_t)json_array_size(sarif->artifacts);
        sarif->failed |= number == 0 || strset_add(&sarif->seen, kept, number) == 0;
    }
    return number == 0 ? 0 : number - 1;
}

static void add_file(struct sarif *sarif, const struct report_file *file) {
    _cleanup_buf_ struct buf uri = {0};
    _cleanup_(cleanup_free) const struct tauth_diag **sorted = report_sort(file->diags);
    write_uri(&uri, file->name);
    if (sorted == NULL || uri.failed) {
        sarif->failed = true;
        return;
    }
    size_t index = artifact(sarif, uri.data);
    for (const struct tauth_diag **at = sorted; *at != NULL; at++) {
        append(sarif, sarif->results, result(*at, uri.data, index));
    }
}

static json_t *rule(const struct rule_info *info) {
    const char *level = severity_name(info->severity);
    const struct json_pair pairs[] = {
        {"id", json_text(info->id)},
        {"shortDescription", message(info->what)},
        {"fullDescription", message(info->why)},
        {"help", message(info->fix)},
        {"defaultConfiguration", json_pack("{s:s}", "level", level)},
        {"properties", json_pack("{s:[s]}", "tags", rule_class_name(info->class))},
    };
    return json_pairs(pairs, ARRAY_SIZE(pairs));
}

static json_t *driver(struct sarif *sarif) {
    json_t *rules = json_array();
    for (enum rule i = 0; i < RULE_COUNT; i++) {
        append(sarif, rules, rule(rule_info(i)));
    }
    const struct json_pair pairs[] = {
        {"name", json_text("talosauth")},
        {"version", json_text(TAUTH_VERSION)},
        {"rules", rules},
    };
    return json_pairs(pairs, ARRAY_SIZE(pairs));
}

void report_sarif(struct buf *out, const struct report *report) {
    struct sarif sarif = {.artifacts = json_array(), .results = json_array()};
    for (size_t i = 0; i < report->count && !sarif.failed; i++) {
        add_file(&sarif, &report->files[i]);
    }
    const struct json_pair run[] = {
        {"tool", json_pack("{s:o}", "driver", driver(&sarif))},
        {"columnKind", json_text("unicodeCodePoints")},
        {"artifacts", sarif.artifacts},
        {"results", sarif.results},
    };
    const struct json_pair pairs[] = {
        {"$schema", json_text(SCHEMA)},
        {"version", json_text("2.1.0")},
        {"runs", json_pack("[o]", json_pairs(run, ARRAY_SIZE(run)))},
    };
    out->failed |= sarif.failed;
    json_write(out, json_pairs(pairs, ARRAY_SIZE(pairs)), JSON_INDENT(2));
    strset_deinit(&sarif.seen);
}
