/* SPDX-License-Identifier: MIT */
#include "check/input/manifest.h"

#include "base/format.h"
#include "base/status.h"
#include "yaml/read.h"
#include "yaml/secrets.h"

enum { MERGE_DEPTH_MAX = 4 };

static node_id get_deep(const struct yaml_index *index, node_id mapping, struct span key,
                        int depth) {
    node_id id = node_get(index, mapping, key, NULL);
    node_id merged =
        id != 0 || depth == 0 ? 0 : node_get(index, mapping, SPAN("<<"), NULL);
    if (merged == 0) {
        return id;
    }
    merged = node_follow(index, merged);
    if (node_at(index, merged)->kind != NODE_SEQUENCE) {
        return get_deep(index, merged, key, depth - 1);
    }
    for (node_id at = node_at(index, merged)->first; at != 0 && id == 0;
         at = node_at(index, at)->next) {
        id = get_deep(index, node_follow(index, at), key, depth - 1);
    }
    return id;
}

node_id kube_get(const struct yaml_index *index, node_id mapping, const char *key) {
    node_id id =
        mapping == 0 ? 0 : get_deep(index, mapping, span_of(key), MERGE_DEPTH_MAX);
    id = id == 0 ? 0 : node_follow(index, id);
    return id == 0 || node_is_null(index, id) ? 0 : id;
}

struct span kube_text(const struct yaml_index *index, node_id mapping, const char *key) {
    node_id id = kube_get(index, mapping, key);
    return id == 0 ? SPAN("") : node_text(index, id);
}

node_id kube_first(const struct yaml_index *index, node_id list) {
    list = list == 0 ? 0 : node_follow(index, list);
    return list != 0 && node_at(index, list)->kind == NODE_SEQUENCE
               ? node_at(index, list)->first
               : 0;
}

/* --- places --- */

/* Offset in the file of a place in the scalar; false where they do not go together. */
static bool map_place(const struct manifest *manifest, size_t inner, size_t *out) {
    const struct yaml_index *outer = &manifest->input->index;
    struct span text = outer->source->text, content = node_text(outer, manifest->outer);
    if (node_at(outer, manifest->outer)->style != STYLE_LITERAL || inner > content.size) {
        return false;
    }
    /* The lines of both go in step, but for the header. */
    const struct source plain = {.text = content};
    uint32_t header =
        source_position(outer->source, node_content_start(outer, manifest->outer)).line;
    uint32_t line =
        source_position(manifest->index == NULL ? &plain : manifest->index->source, inner)
            .line;
    size_t at = source_line_offset(outer->source, header + line);
    if (at >= text.size) {
        return false;
    }
    size_t start = source_line_start(content, inner);
    size_t end = start + span_find(span_slice(content, start, content.size), '\n');
    size_t stop = at + span_find(span_slice(text, at, text.size), '\n');
    stop -= stop > at && text.data[stop - 1] == '\r';
    bool fits = stop - at >= end - start;
    *out = fits ? stop - (end - start) + (inner - start) : at;
    return true;
}

/* Where a secret is on the line: known from the nodes of both streams. */
static void find_secret(const struct manifest *manifest, size_t inner,
                        struct source_place *place) {
    const struct yaml_index *outer = &manifest->input->index;
    struct span text = outer->source->text, content = node_text(outer, manifest->outer);
    size_t start, end, line, stop;
    if (manifest->index == NULL || !source_short_line(content, inner, &start, &end) ||
        !source_short_line(text, place->start, &line, &stop)) {
        return;
    }
    size_t own = secrets_first(manifest->index, start, end);
    bool fits = stop - line >= end - start;
    place->read = true;
    place->secret = secrets_first(outer, line, stop);
    if (own < end && place->secret == stop) {
        place->secret = fits ? stop - (end - own) : line;
    }
}

/* Adds a finding at the place of an offset; false when there is none of its own. */
static bool found_mapped(const struct manifest *manifest, enum rule rule,
                         const struct source_place *where, size_t inner, const char *hint,
                         const char *message) {
    struct check_input *input = manifest->input;
    _cleanup_buf_ struct buf path = {0};
    struct source_place place = {.severity = where->severity};
    if (!map_place(manifest, inner, &place.start)) {
        return false;
    }
    node_write_path(&input->index, manifest->outer, &path);
    place.path = input_text(input, &path);
    place.end = source_line_end(input->source.text, place.start);
    if (where->read) {
        find_secret(manifest, inner, &place);
    }
    found_place(input, rule, &place, hint, "%s", message);
    return true;
}

/* A finding at an offset of the stream inside a scalar; `read` when that is a node. */
static void found_inside(const struct manifest *manifest, enum rule rule,
                         const struct source_place *where, size_t inner, const char *hint,
                         const char *message) {
    struct check_input *input = manifest->input;
    _cleanup_buf_ struct buf named = {0};
    uint32_t line = source_position(manifest->index->source, inner).line;
    if (manifest->name != NULL) {
        buf_printf(&named, "%s line %u: %s", manifest->name, line, message);
        message = input_text(input, &named);
    }
    if (!found_mapped(manifest, rule, where, inner, hint, message)) {
        if (manifest->name == NULL) {
            buf_printf(&named, "line %u of the text: %s", line, message);
            message = input_text(input, &named);
        }
        found_as(input, rule, where->severity, manifest->outer, hint, "%s", message);
    }
}

void manifest_found(const struct manifest *manifest, enum rule rule,
                    const enum tauth_severity *severity, node_id node, const char *hint,
                    const char *format, ...) {
    if (input_is_full(manifest->input)) {
        manifest->input->findings++;
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    _cleanup_(cleanup_free) char *message = format_text(format, arguments);
    va_end(arguments);
    if (message == NULL) {
        status_keep(&manifest->input->failed, TAUTH_NO_MEMORY);
        return;
    }
    if (manifest->outer == 0) {
        found_as(manifest->input, rule, severity, node, hint, "%s", message);
    } else {
        const struct source_place where = {.severity = severity, .read = true};
        found_inside(manifest, rule, &where, node_at(manifest->index, node)->start, hint,
                     message);
    }
}

struct position manifest_position(const struct manifest *manifest, size_t offset) {
    const struct check_input *input = manifest->input;
    if (manifest->outer != 0 && !map_place(manifest, offset, &offset)) {
        offset = node_at(&input->index, manifest->outer)->start;
    }
    return source_position(&input->source, offset);
}

/* --- walking --- */

struct walk {
    bool report;
    visit_object *visit;
    void *context;
};

static struct span list_text(const struct manifest *manifest, const char *key) {
    return kube_text(manifest->index, manifest->list, key);
}

struct span manifest_kind(const struct manifest *manifest, node_id root) {
    struct span own = kube_text(manifest->index, root, "kind");
    struct span list = list_text(manifest, "kind");
    return own.size == 0 && list.size > strlen("List")
               ? span_slice(list, 0, list.size - strlen("List"))
               : own;
}

struct span manifest_version(const struct manifest *manifest, node_id root) {
    struct span own = kube_text(manifest->index, root, "apiVersion");
    bool typed = kube_text(manifest->index, root, "kind").size == 0 &&
                 list_text(manifest, "kind").size > strlen("List");
    return own.size == 0 && typed ? list_text(manifest, "apiVersion") : own;
}

static void visit_root(const struct manifest *manifest, const struct walk *walk,
                       node_id root) {
    const struct yaml_index *index = manifest->index;
    if (node_at(index, root)->kind != NODE_MAPPING) {
        return;
    }
    node_id items = kube_get(index, root, "items");
    if (!span_ends(kube_text(index, root, "kind"), "List") || items == 0) {
        walk->visit(manifest, root, walk->context);
        return;
    }
    struct manifest inside = *manifest;
    inside.list = root;
    for (node_id at = kube_first(index, items); at != 0; at = kube_next(index, at)) {
        node_id object = node_follow(index, at);
        if (node_at(index, object)->kind == NODE_MAPPING) {
            walk->visit(&inside, object, walk->context);
        }
    }
}

static void visit_documents(const struct manifest *manifest, const struct walk *walk) {
    const struct yaml_index *index = manifest->index;
    for (size_t i = 0; i < index->documents.count && manifest->input->failed == TAUTH_OK;
         i++) {
        visit_root(manifest, walk, index->documents.items[i].root);
    }
}

/* Offset of a line and column. */
static size_t offset_of(const struct source *source, const struct tauth_diag *diag) {
    size_t at = source_line_offset(source, diag->line);
    at += diag->column > 0 ? diag->column - 1 : 0;
    return at < source->text.size ? at : source->text.size;
}

void manifest_fault(const struct manifest *manifest, enum rule rule,
                    const struct tauth_diag *fault, const char *message) {
    const struct source_place unread = {0};
    size_t offset = offset_of(manifest->index->source, fault);
    if (!found_mapped(manifest, rule, &unread, offset, fault->hint, message)) {
        found(manifest->input, rule, manifest->outer, fault->hint, "%s", message);
    }
}

/* Faults of the YAML, with the rules they have in files. */
static void report_faults(const struct manifest *manifest,
                          const struct tauth_diags *diags) {
    const struct source_place unread = {0};
    for (size_t i = 0; i < diags->items.count; i++) {
        const struct tauth_diag *diag = diags->items.items[i];
        enum rule rule = rule_find(diag->rule);
        if (rule != RULE_COUNT && !input_is_full(manifest->input)) {
            found_inside(manifest, rule, &unread,
                         offset_of(manifest->index->source, diag), diag->hint,
                         diag->message);
        }
    }
}

static void visit_scalar(struct check_input *input, const struct walk *walk,
                         node_id scalar) {
    struct source_marks marks = {0};
    struct source source = {.name = input->name, .marks = &marks};
    struct yaml_index index = {0};
    struct tauth_diags diags = {0};
    scalar = scalar == 0 ? 0 : node_follow(&input->index, scalar);
    if (scalar == 0 || node_at(&input->index, scalar)->kind != NODE_SCALAR) {
        return;
    }
    source.text = node_text(&input->index, scalar);
    bool blank = true;
    for (size_t i = 0; blank && i < source.text.size; i++) {
        blank = strchr(" \t\r\n", source.text.data[i]) != NULL;
    }
    if (blank) {
        return;
    }
    const struct manifest manifest = {.input = input, .index = &index, .outer = scalar};
    enum tauth_status status = yaml_index_build_each(&index, &source, &diags);
    if (status < TAUTH_OK) {
        status_keep(&input->failed, status);
    } else {
        if (walk->report) {
            report_faults(&manifest, &diags);
        }
        visit_documents(&manifest, walk);
    }
    yaml_index_deinit(&index);
    source_marks_deinit(&marks);
    VEC_DEINIT(diags.items);
    arena_deinit(&diags.arena);
}

static void visit_talos(struct check_input *input, const struct walk *walk) {
    const struct yaml_index *index = &input->index;
    node_id list = talos_legacy_path(&input->stream, "cluster", "inlineManifests", NULL);
    for (node_id at = kube_first(index, list); at != 0; at = kube_next(index, at)) {
        node_id item = node_follow(index, at);
        visit_scalar(input, walk, kube_get(index, item, "contents"));
    }
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (span_is(kube_text(index, root, "kind"), "KubeInlineManifestConfig")) {
            visit_scalar(input, walk, kube_get(index, root, "manifest"));
        }
    }
}

void manifest_each(struct check_input *input, bool report, visit_object *visit,
                   void *context) {
    const struct walk walk = {report, visit, context};
    const struct manifest own = {.input = input, .index = &input->index};
    if (input->kind == INPUT_MANIFESTS) {
        visit_documents(&own, &walk);
    } else if (input->kind == INPUT_TALOS && input->stream.index != NULL) {
        visit_talos(input, &walk);
    }
}
