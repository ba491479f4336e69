/* SPDX-License-Identifier: MIT */
#include "check/input/input.h"

#include "base/status.h"
#include "check/input/unread.h"
#include "talos/kinds.h"
#include "yaml/read.h"

enum { FINDINGS_MAX = 1000 };

const enum tauth_severity severity_warning = TAUTH_WARNING;

static void keep(struct check_input *input, enum tauth_status status) {
    if (status < TAUTH_OK) {
        status_keep(&input->failed, status);
    }
}

const char *input_text(struct check_input *input, struct buf *text) {
    buf_byte(text, '\0');
    keep(input, text->failed ? TAUTH_NO_MEMORY : TAUTH_OK);
    return text->failed ? "" : text->data;
}

bool input_is_full(const struct check_input *input) {
    return input->findings >= FINDINGS_MAX;
}

/* Whether a finding is to be kept; those of rules that are off need no place. */
static bool counts(struct check_input *input, enum rule rule) {
    return input->findings++ < FINDINGS_MAX && input->options->levels[rule] != LEVEL_OFF;
}

void found_as(struct check_input *input, enum rule rule,
              const enum tauth_severity *severity, node_id node, const char *hint,
              const char *format, ...) {
    if (sops_encrypted(node_text(&input->index, node_follow(&input->index, node))) &&
        rule != RULE_SOPS) {
        return;
    }
    if (!counts(input, rule)) {
        return;
    }
    const struct node_place place = {&input->index, node, severity};
    const struct source_place file = {.source = &input->source, .severity = severity};
    va_list arguments;
    va_start(arguments, format);
    keep(input,
         node != 0
             ? node_report_list(&input->diags, rule, &place, hint, format, arguments)
             : source_report_list(&input->diags, rule, &file, hint, format, arguments));
    va_end(arguments);
}

void found_place(struct check_input *input, enum rule rule,
                 const struct source_place *place, const char *hint, const char *format,
                 ...) {
    if (!counts(input, rule)) {
        return;
    }
    struct source_place here = *place;
    here.source = &input->source;
    va_list arguments;
    va_start(arguments, format);
    keep(input, source_report_list(&input->diags, rule, &here, hint, format, arguments));
    va_end(arguments);
}

static struct span text_at(const struct yaml_index *index, node_id root,
                           const char *key) {
    node_id id = node_get(index, root, span_of(key), NULL);
    return id == 0 ? (struct span){NULL, 0} : node_text(index, node_follow(index, id));
}

static bool has_key(const struct yaml_index *index, node_id root, const char *key) {
    return node_get(index, root, span_of(key), NULL) != 0;
}

/* Talos' own apiVersion, its legacy document, or a patch of either. */
static bool is_talos(const struct yaml_index *index, node_id root) {
    static const char *const keys[] = {"machine", "cluster", "debug", "persist"};
    struct span version = text_at(index, root, "apiVersion");
    struct span kind = text_at(index, root, "kind");
    if (span_is(version, "v1alpha1") ||
        (span_find(version, '/') == version.size && talos_kind_find(kind) != NULL)) {
        return true;
    }
    bool bare = !has_key(index, root, "apiVersion");
    for (size_t i = 0; bare && i < ARRAY_SIZE(keys); i++) {
        if (has_key(index, root, keys[i])) {
            return true;
        }
    }
    return bare && span_starts(kind, "Kube") && span_ends(kind, "Config");
}

/* kubectl needs no kind; two keys that only a kubeconfig has tell it. */
static bool is_kubeconfig(const struct yaml_index *index, node_id root) {
    static const char *const keys[] = {"clusters", "contexts", "users",
                                       "current-context"};
    size_t there = 0;
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        there += has_key(index, root, keys[i]);
    }
    struct span kind = text_at(index, root, "kind");
    struct span version = text_at(index, root, "apiVersion");
    /* Config is a kind of many: kubeconfigs have no group */
    bool own = span_is(kind, "Config") && span_find(version, '/') == version.size;
    return own || there > 1 ||
           (kind.size == 0 && has_key(index, root, "current-context"));
}

/* The API server's other files: valid in their own right, and not judged. */
static bool is_other_file(struct span kind) {
    static const char *const kinds[] = {
        "AdmissionConfiguration", "AuthorizationConfiguration",
        "EgressSelectorConfiguration", "EncryptionConfiguration", "TracingConfiguration"};
    bool other = false;
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        other |= span_is(kind, kinds[i]);
    }
    return other;
}

enum input_kind input_kind_of(const struct yaml_index *index, node_id root) {
    struct span version = text_at(index, root, "apiVersion");
    struct span kind = text_at(index, root, "kind");
    if (is_talos(index, root)) {
        return INPUT_TALOS;
    }
    if (span_starts(version, "talosauth/") || span_is(kind, "ClusterAccess")) {
        return INPUT_ACCESS;
    }
    if (span_is(kind, "AuthenticationConfiguration") ||
        (span_starts(version, "apiserver.config.k8s.io/") && !is_other_file(kind))) {
        return INPUT_AUTHENTICATION;
    }
    if (is_kubeconfig(index, root)) {
        return INPUT_KUBECONFIG;
    }
    bool object = kind.size > 0 || span_starts(version, "rbac.authorization.k8s.io");
    return object ? INPUT_MANIFESTS : INPUT_UNKNOWN;
}

/* The first document with something in it decides. */
static enum input_kind recognise(const struct yaml_index *index) {
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (!node_is_null(index, root)) {
            return node_at(index, root)->kind == NODE_MAPPING ? input_kind_of(index, root)
                                                              : INPUT_UNKNOWN;
        }
    }
    return INPUT_UNKNOWN;
}

/* The minor in `:v1.36.0` or `:1.36`, 0 where there is none. */
static int image_minor(struct span image) {
    size_t colon = image.size;
    while (colon > 0 && image.data[colon - 1] != ':' && image.data[colon - 1] != '/') {
        colon--;
    }
    struct span tag = span_slice(image, colon, image.size);
    if (colon == 0 || image.data[colon - 1] != ':') {
        return 0;
    }
    tag = span_starts(tag, "v") ? span_slice(tag, 1, tag.size) : tag;
    int minor = 0;
    bool digits = false;
    for (size_t i = 2; span_starts(tag, "1.") && i < tag.size && minor < 1000; i++) {
        if (tag.data[i] < '0' || tag.data[i] > '9') {
            break;
        }
        minor = minor * 10 + (tag.data[i] - '0');
        digits = true;
    }
    return digits ? minor : 0;
}

/* What the config says its API server runs. */
static int config_minor(const struct check_input *input) {
    const struct talos_stream *stream = &input->stream;
    node_id image = 0;
    if (input->kind == INPUT_TALOS) {
        image = stream->api_server != NO_DOCUMENT
                    ? node_path(&input->index, talos_root(stream, stream->api_server),
                                "image", NULL)
                    : talos_legacy_path(stream, "cluster", "apiServer", "image");
    }
    return image == 0
               ? 0
               : image_minor(node_text(&input->index, node_follow(&input->index, image)));
}

/* Talos 1.N has Kubernetes 1.(N+23) by default and supports the five minors below. */
enum { TALOS_OFFSET = 23, TALOS_WINDOW = 5 };

static struct kube_range find_range(const struct check_input *input) {
    int minor = config_minor(input);
    if (minor > 0) {
        return (struct kube_range){minor, minor};
    }
    if (input->options->kube.min > 0) {
        return input->options->kube;
    }
    if (input->options->has_talos && input->options->talos.major == 1) {
        int newest = (int)input->options->talos.minor + TALOS_OFFSET;
        return (struct kube_range){newest - TALOS_WINDOW, newest};
    }
    return (struct kube_range){KUBE_OLDEST, KUBE_NEWEST};
}

void input_find_kube(struct check_input *input) {
    input->kube = find_range(input);
}

enum range_verdict input_kube(const struct check_input *input, int first, int last) {
    struct kube_range range = input->kube;
    last = last == 0 ? range.max : last;
    if (range.max < first || range.min > last) {
        return RANGE_NEVER;
    }
    return range.min >= first && range.max <= last ? RANGE_ALWAYS : RANGE_SOMETIMES;
}

/* Which document is which; a stream of patches has the same kinds. */
static enum tauth_status scan_stream(struct check_input *input) {
    if (input->kind != INPUT_TALOS) {
        return TAUTH_OK;
    }
    enum tauth_status status =
        talos_stream_scan(&input->stream, &input->index, &input->diags);
    input->stream.config |= unread_makes_config(input);
    if (input->options->as_config || input->options->as_patch) {
        input->stream.config = input->options->as_config;
    }
    return status;
}

/* Many rules ask for them; in one piece they are found sooner than among the nodes. */
static enum tauth_status find_kinds(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    input->kinds =
        arena_alloc(&input->arena, (index->documents.count + 1) * sizeof(struct span));
    for (size_t i = 0; input->kinds != NULL && i < index->documents.count; i++) {
        input->kinds[i] = text_at(index, index->documents.items[i].root, "kind");
    }
    return input->kinds == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
}

enum tauth_status input_read(struct check_input *input, const char *name,
                             struct span text, const struct check_options *options) {
    *input = (struct check_input){.options = options};
    input->diags.levels = options->levels;
    char *own_name = arena_copy(&input->arena, span_of(name));
    char *own_text = arena_copy(&input->arena, text);
    if (own_name == NULL || own_text == NULL) {
        input->failed = TAUTH_NO_MEMORY;
        return input->failed;
    }
    input->name = own_name;
    input->source = (struct source){own_name, {own_text, text.size}, &input->marks};
    keep(input, yaml_index_build_each(&input->index, &input->source, &input->diags));
    keep(input, find_kinds(input));
    if (input->failed < TAUTH_OK) {
        return input->failed;
    }
    input->kind = recognise(&input->index);
    keep(input, scan_stream(input));
    input_find_kube(input);
    return input->failed;
}

void input_deinit(struct check_input *input) {
    if (input->access != NULL) {
        settings_deinit(input->access);
        free(input->access);
    }
    VEC_DEINIT(input->diags.items);
    arena_deinit(&input->diags.arena);
    yaml_index_deinit(&input->index);
    source_marks_deinit(&input->marks);
    arena_deinit(&input->arena);
}
