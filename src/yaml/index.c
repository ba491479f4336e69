/* SPDX-License-Identifier: MIT */
#include "yaml/index.h"

#include <yaml.h>

#include "base/status.h"
#include "text/utf8.h"
#include "yaml/build.h"
#include "yaml/input.h"
#include "yaml/secrets.h"

/* Scalars of events hold keys and tokens; libyaml frees them as they are. */
static void event_done(yaml_event_t *event) {
    if (event->type == YAML_SCALAR_EVENT) {
        explicit_bzero(event->data.scalar.value, event->data.scalar.length);
    }
    yaml_event_delete(event);
}

static enum tauth_status parser_failed(struct build *build, const yaml_parser_t *parser) {
    const struct source *source = build->index->source;
    if (parser->error == YAML_MEMORY_ERROR) {
        return TAUTH_NO_MEMORY;
    }
    const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
    if (parser->error == YAML_READER_ERROR) {
        return source_report(build->diags, RULE_YAML_SYNTAX, source,
                             parser->problem_offset, NULL, "%s", problem);
    }
    size_t offset = utf8_cursor_seek(&build->cursor, parser->problem_mark.index);
    size_t line = source_line_start(source->text, offset);
    size_t end = source_line_end(source->text, offset);
    if (span_has(span_slice(source->text, line, end), "{{") ||
        span_starts(span_slice(source->text, build->cursor.start, source->text.size),
                    "{{")) {
        return source_report(build->diags, RULE_TEMPLATE, source, offset,
                             "render the template first and edit its result",
                             "%s: {{ }} is a template, not data", problem);
    }
    return source_report(build->diags, RULE_YAML_SYNTAX, source, offset, NULL, "%s%s%s",
                         problem, parser->context != NULL ? " " : "",
                         parser->context != NULL ? parser->context : "");
}

static enum tauth_status document_start(struct build *build, const yaml_event_t *event,
                                        size_t start) {
    const yaml_version_directive_t *version =
        event->data.document_start.version_directive;
    if (version != NULL && version->minor != 1) {
        return source_report(
            build->diags, RULE_YAML_DIRECTIVE, build->index->source, start,
            "remove the line or write %YAML 1.1",
            "found incompatible YAML document: Talos refuses %%YAML %d.%d",
            version->major, version->minor);
    }
    return build_document_start(build, start, !event->data.document_start.implicit);
}

static enum node_style scalar_style(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return STYLE_FOLDED;
    default:
        return STYLE_PLAIN;
    }
}

static struct span text_of(const yaml_char_t *text) {
    return span_of((const char *)text);
}

static enum tauth_status take(struct build *build, const yaml_event_t *event,
                              size_t start, size_t end) {
    struct build_node node = {.start = start, .end = end};
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return document_start(build, event, start);
    case YAML_DOCUMENT_END_EVENT:
        return build_document_end(build, end, !event->data.document_end.implicit);
    case YAML_ALIAS_EVENT:
        node.kind = NODE_ALIAS;
        node.anchor = text_of(event->data.alias.anchor);
        return build_leaf(build, &node);
    case YAML_SCALAR_EVENT:
        node.kind = NODE_SCALAR;
        node.style = scalar_style(event->data.scalar.style);
        node.anchor = text_of(event->data.scalar.anchor);
        node.tag = text_of(event->data.scalar.tag);
        node.text = (struct span){(const char *)event->data.scalar.value,
                                  event->data.scalar.length};
        return build_leaf(build, &node);
    case YAML_SEQUENCE_START_EVENT:
        node.kind = NODE_SEQUENCE;
        node.style = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                         ? STYLE_FLOW
                         : STYLE_BLOCK;
        node.anchor = text_of(event->data.sequence_start.anchor);
        node.tag = text_of(event->data.sequence_start.tag);
        return build_open(build, &node);
    case YAML_MAPPING_START_EVENT:
        node.kind = NODE_MAPPING;
        node.style = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                         ? STYLE_FLOW
                         : STYLE_BLOCK;
        node.anchor = text_of(event->data.mapping_start.anchor);
        node.tag = text_of(event->data.mapping_start.tag);
        return build_open(build, &node);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return build_close(build, end);
    default:
        return TAUTH_OK;
    }
}

static enum tauth_status run(struct build *build, yaml_parser_t *parser) {
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            return parser_failed(build, parser);
        }
        yaml_event_type_t type = event.type;
        size_t start = utf8_cursor_seek(&build->cursor, event.start_mark.index);
        size_t end = utf8_cursor_seek(&build->cursor, event.end_mark.index);
        enum tauth_status status = take(build, &event, start, end);
        event_done(&event);
        if (status != TAUTH_OK || type == YAML_STREAM_END_EVENT) {
            return status;
        }
    }
}

/* Bytes [start, end) of the source; their nodes are added to those in the index. */
static enum tauth_status read_part(struct yaml_index *index, size_t start, size_t end,
                                   struct tauth_diags *diags) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return TAUTH_NO_MEMORY;
    }
    struct span text = index->source->text;
    const char *data = text.data == NULL ? "" : text.data + start;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)data, end - start);
    _cleanup_(build_deinit) struct build build = {.index = index, .diags = diags};
    utf8_cursor_init(&build.cursor, span_slice(text, 0, end), start);
    enum tauth_status status = run(&build, &parser);
    yaml_parser_delete(&parser);
    return status;
}

/* Node 0 is no node, so that 0 can mean "none". */
static enum tauth_status begin(struct yaml_index *index, const struct source *source,
                               size_t *start, struct tauth_diags *diags) {
    *index = (struct yaml_index){.source = source};
    enum tauth_status status = yaml_input_check(source, start, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    return VEC_PUSH(index->nodes) == NULL ? TAUTH_NO_MEMORY : TAUTH_OK;
}

static void remember_secrets(struct yaml_index *index) {
    secret_cache_free(index->secrets);
    index->secrets = secret_cache_new();
}

enum tauth_status yaml_index_build(struct yaml_index *index, const struct source *source,
                                   struct tauth_diags *diags) {
    size_t start = 0;
    enum tauth_status status = begin(index, source, &start, diags);
    if (status == TAUTH_OK) {
        status = read_part(index, start, source->text.size, diags);
    }
    remember_secrets(index);
    return status;
}

static bool starts_document(struct span text, size_t line) {
    return line + 3 <= text.size && memcmp(text.data + line, "---", 3) == 0 &&
           (line + 3 == text.size || strchr(" \t\r\n", text.data[line + 3]) != NULL);
}

/* The next line that is a document's `---`: it ends everything but its own directives. */
static size_t next_document(struct span text, size_t from) {
    bool directives = text.data[from] == '%';
    for (;;) {
        from += span_find(span_slice(text, from, text.size), '\n') + 1;
        if (from >= text.size) {
            return text.size;
        }
        if (starts_document(text, from) && !directives) {
            return from;
        }
        directives &= text.data[from] == '%' || text.data[from] == '#';
    }
}

struct mark {
    size_t nodes;
    size_t anchors;
    size_t documents;
    size_t decoded;
};

static struct mark mark_of(const struct yaml_index *index) {
    return (struct mark){index->nodes.count, index->anchors.count, index->documents.count,
                         index->decoded.size};
}

static void go_back(struct yaml_index *index, const struct mark *mark) {
    index->nodes.count = mark->nodes;
    index->anchors.count = mark->anchors;
    index->documents.count = mark->documents;
    index->decoded.size = mark->decoded;
}

enum { PARTS_MAX = 10000 }; /* read one by one; what follows is read as one */

static enum tauth_status read_parts(struct yaml_index *index, size_t start,
                                    struct tauth_diags *diags) {
    struct span text = index->source->text;
    enum tauth_status status = TAUTH_OK;
    for (size_t i = 0; start < text.size && status >= TAUTH_OK; i++) {
        size_t end = i < PARTS_MAX ? next_document(text, start) : text.size;
        struct mark mark = mark_of(index);
        enum tauth_status part = read_part(index, start, end, diags);
        if (part != TAUTH_OK) {
            go_back(index, &mark);
            status_keep(&status, part);
        }
        start = end;
    }
    return status;
}

static enum tauth_status build_each(struct yaml_index *index, size_t start,
                                    struct tauth_diags *diags) {
    size_t size = index->source->text.size;
    struct mark mark = mark_of(index);
    struct tauth_diags quiet = {0};
    enum tauth_status status = read_part(index, start, size, &quiet);
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    if (status != TAUTH_REFUSED) {
        return status;
    }
    go_back(index, &mark);
    status = read_parts(index, start, diags);
    if (status != TAUTH_OK) {
        return status;
    }
    go_back(index, &mark); /* only the whole is at fault */
    return read_part(index, start, size, diags);
}

enum { NODES_FEW = 4096 };

enum tauth_status yaml_index_build_each(struct yaml_index *index,
                                        const struct source *source,
                                        struct tauth_diags *diags) {
    size_t start = 0;
    enum tauth_status status = begin(index, source, &start, diags);
    if (status == TAUTH_OK) {
        status = build_each(index, start, diags);
    }
    if (index->nodes.count > NODES_FEW) {
        index->path = calloc(YAML_DEPTH_MAX, sizeof(*index->path));
    }
    remember_secrets(index);
    return status;
}

void yaml_index_deinit(struct yaml_index *index) {
    VEC_DEINIT(index->nodes);
    VEC_DEINIT(index->anchors);
    VEC_DEINIT(index->documents);
    buf_deinit(&index->decoded);
    secret_cache_free(index->secrets);
    index->secrets = NULL;
    free(index->path);
    index->path = NULL;
}
