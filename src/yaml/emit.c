/* SPDX-License-Identifier: MIT */
#include "yaml/emit.h"

#include <inttypes.h>

#include "yaml/read.h"
#include "yaml/scalar.h"

const struct emit_style emit_talos_style = {
    .newline = {"\n", 1}, .step = 4, .quote = true};

const struct emit_style emit_kubernetes_style = {
    .newline = {"\n", 1}, .step = 2, .indentless = true, .quote = true};

size_t emit_deeper(size_t column, size_t base, const struct emit_style *style) {
    return base + ((column - base) / style->step + 1) * style->step;
}

static void break_line(struct buf *out, size_t column, const struct emit_style *style) {
    buf_span(out, style->newline);
    buf_fill(out, ' ', column);
}

static void emit_literal(struct buf *out, struct span text, size_t parent, size_t column,
                         const struct emit_style *style) {
    bool indicator = text.data[0] == ' ' || text.data[0] == '\n';
    buf_byte(out, '|');
    if (indicator) {
        buf_printf(out, "%zu", column - parent);
    }
    if (!span_ends(text, "\n")) {
        buf_byte(out, '-');
    } else {
        text.size--;
    }
    while (text.size > 0) {
        size_t length = span_find(text, '\n');
        break_line(out, length == 0 ? 0 : column, style);
        buf_append(out, text.data, length);
        text = span_slice(text, length < text.size ? length + 1 : length, text.size);
    }
}

void emit_string(struct buf *out, struct span text, size_t parent, size_t column,
                 const struct emit_style *style) {
    bool lines = span_find(text, '\n') < text.size;
    bool cut = style->unended && span_ends(text, "\n");
    if (lines && !cut && !style->no_literal && scalar_literal_is_safe(text) &&
        column - parent < 10) {
        emit_literal(out, text, parent, column, style);
    } else if (!style->quote && scalar_plain_is_safe(text, false)) {
        buf_span(out, text);
    } else {
        scalar_write_double(out, text);
    }
}

static void emit_key(struct buf *out, struct span key) {
    if (scalar_plain_is_safe(key, false)) {
        buf_span(out, key);
    } else {
        scalar_write_double(out, key);
    }
}

void emit_entry(struct buf *out, const struct want *entry, size_t column, size_t base,
                const struct emit_style *style) {
    emit_key(out, entry->key);
    buf_byte(out, ':');
    bool empty = entry->first == NULL;
    size_t deeper = emit_deeper(column, base, style);
    switch (entry->kind) {
    case WANT_MAPPING:
        if (empty) {
            buf_text(out, " {}");
            break;
        }
        break_line(out, deeper, style);
        emit_entries(out, entry, deeper, base, style);
        break;
    case WANT_SEQUENCE:
        if (empty) {
            buf_text(out, " []");
            break;
        }
        deeper = style->indentless ? column : deeper;
        break_line(out, deeper, style);
        emit_items(out, entry, deeper, style);
        break;
    case WANT_STRING:
        buf_byte(out, ' ');
        emit_string(out, entry->text, column, deeper, style);
        break;
    default:
        buf_byte(out, ' ');
        buf_span(out, entry->text);
        break;
    }
}

void emit_entries(struct buf *out, const struct want *mapping, size_t column, size_t base,
                  const struct emit_style *style) {
    for (const struct want *entry = mapping->first; entry != NULL; entry = entry->next) {
        if (entry != mapping->first) {
            break_line(out, column, style);
        }
        emit_entry(out, entry, column, base, style);
    }
}

void emit_item(struct buf *out, const struct want *item, size_t column,
               const struct emit_style *style) {
    buf_text(out, "- ");
    if (item->kind == WANT_MAPPING && item->first != NULL) {
        emit_entries(out, item, column + 2, column, style);
    } else if (item->kind == WANT_SEQUENCE && item->first != NULL) {
        emit_items(out, item, column + 2, style);
    } else if (item->kind == WANT_STRING) {
        emit_string(out, item->text, column, column + 2, style);
    } else {
        emit_flow(out, item, style);
    }
}

void emit_items(struct buf *out, const struct want *sequence, size_t column,
                const struct emit_style *style) {
    for (const struct want *item = sequence->first; item != NULL; item = item->next) {
        if (item != sequence->first) {
            break_line(out, column, style);
        }
        emit_item(out, item, column, style);
    }
}

static void emit_flow_entry(struct buf *out, const struct want *entry,
                            const struct emit_style *style) {
    if (!style->quote_keys && scalar_plain_is_safe(entry->key, true)) {
        buf_span(out, entry->key);
    } else {
        scalar_write_double(out, entry->key);
    }
    buf_text(out, ": ");
    emit_flow(out, entry, style);
}

void emit_flow_children(struct buf *out, const struct want *want,
                        const struct emit_style *style) {
    for (const struct want *child = want->first; child != NULL; child = child->next) {
        if (child != want->first) {
            buf_text(out, ", ");
        }
        if (want->kind == WANT_MAPPING) {
            emit_flow_entry(out, child, style);
        } else {
            emit_flow(out, child, style);
        }
    }
}

void emit_plain(struct buf *out, struct span text, bool json) {
    uint64_t value = 0;
    if (json && scalar_integer(text, &value)) {
        buf_printf(out, "%" PRIu64, value);
    } else {
        buf_span(out, text);
    }
}

void emit_flow(struct buf *out, const struct want *want, const struct emit_style *style) {
    if (want->kind == WANT_STRING) {
        scalar_write_double(out, want->text);
        return;
    }
    if (want->kind == WANT_PLAIN) {
        emit_plain(out, want->text, style->quote_keys);
        return;
    }
    bool mapping = want->kind == WANT_MAPPING;
    buf_byte(out, mapping ? '{' : '[');
    emit_flow_children(out, want, style);
    buf_byte(out, mapping ? '}' : ']');
}

void emit_document(struct buf *out, const struct want *mapping,
                   const struct emit_style *style) {
    emit_entries(out, mapping, 0, 0, style);
    buf_span(out, style->newline);
}

enum tauth_status emit_checked(struct buf *out, const struct want *mapping,
                               const struct emit_style *style) {
    _cleanup_buf_ struct buf text = {0};
    emit_document(&text, mapping, style);
    if (text.failed) {
        return TAUTH_NO_MEMORY;
    }
    struct source source = {.name = "-", .text = buf_view(&text)};
    struct tauth_diags quiet = {0};
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    enum tauth_status status = yaml_index_build(&index, &source, &quiet);
    bool same = status == TAUTH_OK && index.documents.count == 1 &&
                want_equals_node(mapping, &index, index.documents.items[0].root);
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    if (status < TAUTH_OK || !same) {
        return status < TAUTH_OK ? status : TAUTH_INTERNAL;
    }
    buf_span(out, buf_view(&text));
    return out->failed ? TAUTH_NO_MEMORY : TAUTH_OK;
}
