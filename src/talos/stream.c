/* SPDX-License-Identifier: MIT */
#include "talos/stream.h"

#include "base/status.h"
#include "base/strset.h"
#include "talos/refuse.h"

static struct span text_at(const struct yaml_index *index, node_id root,
                           const char *key) {
    node_id id = node_get(index, root, span_of(key), NULL);
    return id == 0 ? (struct span){NULL, 0} : node_text(index, node_follow(index, id));
}

/* A legacy document is known by one of these keys (decoder.go:146-201). */
static bool is_legacy(const struct yaml_index *index, node_id root) {
    static const char *const keys[] = {"machine", "cluster", "debug", "persist"};
    if (node_get(index, root, SPAN("kind"), NULL) != 0) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        if (node_get(index, root, span_of(keys[i]), NULL) != 0) {
            return true;
        }
    }
    return false;
}

static enum tauth_status refuse_twice(const struct talos_stream *stream, long first,
                                      long second, const char *what) {
    const struct yaml_index *index = stream->index;
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "the first one is on line %u",
               node_line(index, talos_root(stream, first)));
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    return node_report(stream->diags, RULE_DUPLICATE_DOCUMENT, index,
                       talos_root(stream, second), hint.data,
                       "duplicate document %s is not allowed (line %u)", what,
                       node_line(index, talos_root(stream, second)));
}

/*
 * Kind and name of every document are there once, whatever their apiVersion
 * (pkg/machinery/config/container/container.go).
 */
static enum tauth_status check_identity(struct talos_stream *stream, long number,
                                        struct strset *seen, struct arena *arena) {
    const struct yaml_index *index = stream->index;
    node_id root = talos_root(stream, number);
    struct span kind = text_at(index, root, "kind");
    if (kind.size == 0) {
        return TAUTH_OK;
    }
    struct span version = text_at(index, root, "apiVersion");
    struct span name = text_at(index, root, "name");
    char *identity = arena_printf(arena, "%.*s/%.*s", SPAN_ARG(kind), SPAN_ARG(name));
    uint32_t first =
        identity == NULL ? 0 : strset_add(seen, span_of(identity), (uint32_t)number + 1);
    if (first == 0) {
        return TAUTH_NO_MEMORY;
    }
    if (first == (uint32_t)number + 1) {
        return TAUTH_OK;
    }
    char *shown = arena_printf(arena, "%.*s/%s", SPAN_ARG(version), identity);
    return shown == NULL ? TAUTH_NO_MEMORY
                         : refuse_twice(stream, (long)first - 1, number, shown);
}

static enum tauth_status take_document(struct talos_stream *stream, long number) {
    const struct yaml_index *index = stream->index;
    node_id root = talos_root(stream, number);
    enum tauth_status status = refuse_foreign(stream, root);
    if (status != TAUTH_OK) {
        return status;
    }
    struct span kind = text_at(index, root, "kind");
    if (is_legacy(index, root)) {
        if (stream->legacy != NO_DOCUMENT) {
            return stream->lenient
                       ? TAUTH_OK
                       : refuse_twice(stream, stream->legacy, number, "/v1alpha1/");
        }
        stream->legacy = number;
    } else if (span_is(kind, "KubeAPIServerConfig")) {
        stream->api_server = number;
    } else if (span_is(kind, "KubeAuthenticationConfig")) {
        stream->authentication = number;
    }
    stream->kubernetes |= span_starts(kind, "Kube");
    return TAUTH_OK;
}

static void decide(struct talos_stream *stream) {
    const struct yaml_index *index = stream->index;
    node_id legacy = talos_root(stream, stream->legacy);
    bool whole = node_path(index, legacy, "machine", "type", NULL) != 0 &&
                 node_path(index, legacy, "cluster", NULL) != 0;
    stream->config = whole || stream->api_server != NO_DOCUMENT;
    bool multidoc = stream->api_server != NO_DOCUMENT ||
                    (stream->legacy == NO_DOCUMENT && stream->kubernetes);
    stream->layout = multidoc ? TAUTH_LAYOUT_MULTIDOC : TAUTH_LAYOUT_LEGACY;
}

static enum tauth_status read_documents(struct talos_stream *stream, size_t *found) {
    const struct yaml_index *index = stream->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    _cleanup_(arena_deinit) struct arena arena = {0};
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; i < index->documents.count && status >= TAUTH_OK; i++) {
        node_id root = index->documents.items[i].root;
        if (node_is_null(index, root)) {
            continue; /* Talos skips them too */
        }
        ++*found;
        if (node_at(index, root)->kind != NODE_MAPPING) {
            status_keep(&status, refuse_root(stream, root));
            continue;
        }
        enum tauth_status document = take_document(stream, (long)i);
        if (document == TAUTH_OK && !stream->lenient) {
            document = check_identity(stream, (long)i, &seen, &arena);
        }
        status_keep(&status, document);
    }
    return status;
}

static enum tauth_status scan(struct talos_stream *stream, const struct yaml_index *index,
                              struct tauth_diags *diags, bool lenient) {
    *stream = (struct talos_stream){.index = index,
                                    .diags = diags,
                                    .lenient = lenient,
                                    .legacy = NO_DOCUMENT,
                                    .api_server = NO_DOCUMENT,
                                    .authentication = NO_DOCUMENT};
    size_t found = 0;
    enum tauth_status status = read_documents(stream, &found);
    if (status == TAUTH_OK && found == 0) {
        return source_report(diags, RULE_INPUT_EMPTY, index->source, 0,
                             "give a machine config, or a patch that has `cluster:`",
                             "config not found: there is no document in the input");
    }
    decide(stream);
    return status;
}

enum tauth_status talos_stream_scan(struct talos_stream *stream,
                                    const struct yaml_index *index,
                                    struct tauth_diags *diags) {
    return scan(stream, index, diags, true);
}

enum tauth_status talos_stream_read(struct talos_stream *stream,
                                    const struct yaml_index *index,
                                    struct tauth_diags *diags) {
    enum tauth_status status = scan(stream, index, diags, false);
    return status == TAUTH_OK ? refuse_stream(stream) : status;
}
