/* SPDX-License-Identifier: MIT */
#include "yaml/events.h"

#include <yaml.h>

#include "text/utf8.h"
#include "yaml/build.h"

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
            "found incompatible YAML document: Talos and kubectl refuse %%YAML %d.%d",
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

enum tauth_status events_read(struct yaml_index *index, size_t start, size_t end,
                              struct tauth_diags *diags, size_t *faults) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return TAUTH_NO_MEMORY;
    }
    struct span text = index->source->text;
    const char *data = text.data == NULL ? "" : text.data + start;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)data, end - start);
    _cleanup_(build_deinit) struct build build = {
        .index = index, .diags = diags, .faults = faults};
    utf8_cursor_init(&build.cursor, span_slice(text, 0, end), start);
    enum tauth_status status = run(&build, &parser);
    yaml_parser_delete(&parser);
    return status == TAUTH_OK && build.refused ? TAUTH_REFUSED : status;
}
