/* SPDX-License-Identifier: MIT */
/*
 * Manifests inside a machine config. Talos hands them to the API server after the start;
 * a fault is an error of a controller and nothing else (internal/pkg/adapters/k8s).
 */
#include "base/status.h"
#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"
#include "yaml/read.h"

enum { FINDINGS_SHOWN = 1000, DOMAIN_MAX = 253 };

/* The text of a manifest as a stream of its own. */
struct manifest {
    struct check_input *input;
    node_id contents;
    struct source source;
    uint32_t skipped; /* lines in front that Talos takes away */
    struct source_marks marks;
    struct yaml_index index;
};

/* Where a line of the text begins in the file; for blocks only, else where all begins. */
static size_t place_of(const struct manifest *manifest, uint32_t line) {
    const struct yaml_index *index = &manifest->input->index;
    const struct node *node = node_at(index, manifest->contents);
    struct span text = index->source->text;
    size_t at = node_content_start(index, manifest->contents);
    if (node->style != STYLE_LITERAL) {
        return at;
    }
    uint32_t header = source_position(index->source, at).line;
    if (at < node->end && line > 0) { /* no further than the line behind the end */
        size_t behind = node->end - 1 +
                        span_find(span_slice(text, node->end - 1, text.size), '\n') + 1;
        at = source_line_offset(index->source, header + line);
        at = at < behind ? at : behind;
    }
    at = at < text.size ? at : node->start;
    return at + strspn(text.data + at, " ");
}

static void report(const struct manifest *manifest, uint32_t line, const char *message,
                   const char *detail) {
    struct check_input *input = manifest->input;
    if (input->findings++ >= FINDINGS_SHOWN) {
        return;
    }
    enum tauth_status status = source_report(
        &input->diags, RULE_MANIFEST_CONTENTS, &input->source,
        place_of(manifest, line + manifest->skipped),
        "kubectl apply --dry-run=client -f FILE shows the same", "%s%s", message, detail);
    if (status < TAUTH_OK) {
        status_keep(&input->failed, status);
    }
}

/* Duplicate keys and the like are no fault to the reader of Kubernetes. */
static void report_syntax(const struct manifest *manifest,
                          const struct tauth_diags *faults) {
    for (size_t i = 0; i < faults->items.count; i++) {
        const struct tauth_diag *fault = faults->items.items[i];
        bool syntax = strcmp(fault->rule, "yaml-syntax") == 0 ||
                      strcmp(fault->rule, "yaml-directive") == 0 ||
                      strcmp(fault->rule, "undefined-alias") == 0 ||
                      strcmp(fault->rule, "template") == 0;
        if (syntax) {
            report(manifest, fault->line,
                   "error converting YAML to JSON: yaml: ", fault->message);
        }
    }
}

/* Null, {} and comments alone are skipped. */
static void check_object(const struct manifest *manifest, node_id root) {
    const struct yaml_index *index = &manifest->index;
    const struct node *node = node_at(index, node_follow(index, root));
    if (node_is_null(index, root) || (node->kind == NODE_MAPPING && node->size == 0)) {
        return;
    }
    if (node->kind != NODE_MAPPING) {
        report(manifest, node_line(index, root),
               "a manifest holds objects with apiVersion and kind, here is ",
               node->kind == NODE_SEQUENCE ? "a list" : "a text");
    } else if (text_under(index, root, "kind").size == 0) {
        report(manifest, node_line(index, root), "Object 'Kind' is missing", "");
    }
}

/* What Talos takes from the front of `contents`, blanks not (v1alpha1_types.go:2249). */
static size_t count_taken(struct span text, const char *key) {
    size_t at = 0;
    while (strcmp(key, "contents") == 0 && at < text.size &&
           strchr("\t\n\v\f\r", text.data[at]) != NULL) {
        at++;
    }
    return at;
}

static void check_text(struct check_input *input, node_id contents, const char *key) {
    struct manifest manifest = {.input = input, .contents = contents};
    manifest.source.name = input->name;
    manifest.source.marks = &manifest.marks;
    struct span text = node_text(&input->index, contents);
    size_t taken = count_taken(text, key);
    manifest.source.text = span_slice(text, taken, text.size);
    manifest.skipped = source_position(&(struct source){.text = text}, taken).line - 1;
    struct tauth_diags faults = {0};
    enum tauth_status status =
        yaml_index_build_each(&manifest.index, &manifest.source, &faults);
    if (status < TAUTH_OK) {
        status_keep(&input->failed, status);
    }
    report_syntax(&manifest, &faults);
    for (size_t i = 0; i < manifest.index.documents.count; i++) {
        if (input->findings < FINDINGS_SHOWN) {
            check_object(&manifest, manifest.index.documents.items[i].root);
        }
    }
    VEC_DEINIT(faults.items);
    arena_deinit(&faults.arena);
    yaml_index_deinit(&manifest.index);
    source_marks_deinit(&manifest.marks);
}

/* A patch without the text leaves it as it is; one behind an alias is read where it is. */
static void check_contents(struct check_input *input, node_id owner, const char *key) {
    const struct yaml_index *index = &input->index;
    node_id contents = node_get(index, owner, span_of(key), NULL);
    node_id target = contents == 0 ? 0 : node_follow(index, contents);
    bool absent = contents == 0 || node_is_null(index, target);
    if (node_get(index, owner, SPAN("$patch"), NULL) != 0 ||
        (absent && !input->stream.config)) {
        return;
    }
    struct span text = node_text(index, target);
    if (absent || (node_at(index, target)->kind == NODE_SCALAR &&
                   count_taken(text, key) == text.size)) {
        found(
            input, RULE_MANIFEST_EMPTY, contents == 0 ? owner : contents,
            "give the objects, or remove the manifest",
            "Talos takes a manifest without contents for one to download from \"\": the "
            "controller fails again and again, and no manifest is cleaned up");
    } else if (contents == target && node_at(index, contents)->kind == NODE_SCALAR) {
        check_text(input, contents, key);
    }
}

static void check_all_contents(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    node_id list = legacy_value(input, "cluster.inlineManifests");
    size_t at = 0;
    for (node_id item = first_item(index, list); item != 0;
         item = next_item(index, item)) {
        if (node_at(index, node_follow(index, item))->kind == NODE_MAPPING) {
            check_contents(input, item, "contents");
        }
    }
    for (node_id root;
         (root = next_of_kind(input, "KubeInlineManifestConfig", &at)) != 0;) {
        check_contents(input, root, "manifest");
    }
}

static bool is_blank(struct span text) {
    size_t at = 0;
    while (at < text.size && strchr(" \t\r\n\v\f", text.data[at]) != NULL) {
        at++;
    }
    return at == text.size;
}

/* A DNS-1123 subdomain: labels of lower-case letters, digits and -. */
static bool is_domain(struct span name) {
    bool edge = true; /* a letter or digit must be next, or was last */
    if (name.size == 0 || name.size > DOMAIN_MAX) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.data[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        bool last = i + 1 == name.size || name.data[i + 1] == '.';
        if (!plain && (byte == '.' ? edge : byte != '-' || edge || last)) {
            return false;
        }
        edge = byte == '.';
    }
    return !edge;
}

static void take_legacy_name(struct check_input *input, node_id item,
                             struct strset *seen) {
    const struct yaml_index *index = &input->index;
    node_id id = value_at(index, item, "name");
    struct span name = text_under(index, item, "name");
    if (is_blank(name)) {
        found(input, RULE_MANIFEST_NAME, id == 0 ? item : id, "give it a name",
              "inline manifest name can't be empty");
        return;
    }
    uint32_t first = strset_add(seen, name, id);
    if (first == 0) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (first != id) {
        found(input, RULE_MANIFEST_NAME, id, first_one(input, first),
              "inline manifest name \"%.*s\" is duplicate", SPAN_ARG(name));
    }
}

/* All sources share the ids that are made of the names. */
static void take_document_name(struct check_input *input, node_id root,
                               struct strset *seen) {
    const struct yaml_index *index = &input->index;
    node_id id = value_at(index, root, "name");
    struct span name = text_under(index, root, "name");
    if (!is_domain(name)) {
        found(input, RULE_MANIFEST_NAME, id == 0 ? root : id,
              "letters in lower case, digits, - and . are allowed",
              name.size == 0
                  ? "manifest name is required%.*s"
                  : "manifest name is invalid: domain doesn't match required format: "
                    "\"%.*s\"",
              SPAN_ARG(name));
        return;
    }
    uint32_t first = strset_add(seen, name, id);
    if (first == 0) {
        input->failed = TAUTH_NO_MEMORY;
    } else if (first != id) {
        found(
            input, RULE_MANIFEST_TWICE, id, first_one(input, first),
            "two manifests are named \"%.*s\": both become 99-%.*s on the node, and one "
            "takes the place of the other",
            SPAN_ARG(name), SPAN_ARG(name));
    }
}

static void check_names(struct check_input *input) {
    static const char *const kinds[] = {"KubeInlineManifestConfig",
                                        "KubeExternalManifestConfig"};
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    node_id list = legacy_value(input, "cluster.inlineManifests");
    for (node_id item = first_item(index, list); item != 0;
         item = next_item(index, item)) {
        bool mapping = node_at(index, node_follow(index, item))->kind == NODE_MAPPING;
        if (mapping && node_get(index, item, SPAN("$patch"), NULL) == 0) {
            take_legacy_name(input, item, &seen);
        }
    }
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        size_t at = 0;
        for (node_id root; (root = next_of_kind(input, kinds[i], &at)) != 0;) {
            if (node_get(index, root, SPAN("$patch"), NULL) == 0) {
                take_document_name(input, root, &seen);
            }
        }
    }
}

static const struct check_row rows[] = {
    {RULE_MANIFEST_CONTENTS, ON(INPUT_TALOS), check_all_contents},
    {RULE_MANIFEST_NAME, ON(INPUT_TALOS), check_names},
};

const struct check_group inline_group = {rows, ARRAY_SIZE(rows)};
