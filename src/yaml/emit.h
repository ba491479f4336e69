/* SPDX-License-Identifier: MIT */
/* Writing wanted trees as text, in the style of a file or in the fixed style of new ones. */
#ifndef YAML_EMIT_H
#define YAML_EMIT_H

#include "yaml/want.h"

struct emit_style {
    struct span newline;
    size_t step;     /* columns from one level to the next */
    bool indentless; /* block sequences at the column of their key */
    bool quote;      /* double-quote every one-line string */
    bool quote_keys; /* flow only: keys and numbers as in JSON */
    bool unended;    /* no line break will follow, so a final one cannot be in a `|` */
    bool no_literal; /* a comment that follows would become part of a `|` */
};

/* talosctl's look, for machine configs and their patches. */
extern const struct emit_style emit_talos_style;

/* kubectl's look, for manifests and kubeconfigs. */
extern const struct emit_style emit_kubernetes_style;

/*
 * The entries of a mapping, the first one at the current position and the others on lines
 * of their own at `column` (0-based). No line break at the end. `base` is the column that
 * deeper levels are counted from: `column`, or that of the dash in a sequence item.
 */
void emit_entries(struct buf *out, const struct want *mapping, size_t column, size_t base,
                  const struct emit_style *style);

/* One entry of a mapping, as above. */
void emit_entry(struct buf *out, const struct want *entry, size_t column, size_t base,
                const struct emit_style *style);

/* The items of a sequence, dashes at `column`, the first one at the current position. */
void emit_items(struct buf *out, const struct want *sequence, size_t column,
                const struct emit_style *style);

void emit_item(struct buf *out, const struct want *item, size_t column,
               const struct emit_style *style);

/* A value in flow style, strings double-quoted. */
void emit_flow(struct buf *out, const struct want *want, const struct emit_style *style);

/* What stands between the brackets of a flow mapping or sequence. */
void emit_flow_children(struct buf *out, const struct want *want,
                        const struct emit_style *style);

/*
 * A string as it stands behind `key: ` in block context: plain, quoted, or a block scalar
 * with its lines at `column`; `parent` is the column of the key (or of the dash).
 */
void emit_string(struct buf *out, struct span text, size_t parent, size_t column,
                 const struct emit_style *style);

/* Text that is written as it is; numbers that JSON does not know become decimal there. */
void emit_plain(struct buf *out, struct span text, bool json);

/* The next column after `column` in steps from `base`. */
size_t emit_deeper(size_t column, size_t base, const struct emit_style *style);

/* A whole document without its `---`, with a line break at the end. */
void emit_document(struct buf *out, const struct want *mapping,
                   const struct emit_style *style);

/*
 * emit_document() for text that is handed out: it is read back and compared first.
 * TAUTH_INTERNAL when it is not what was wanted.
 */
enum tauth_status emit_checked(struct buf *out, const struct want *mapping,
                               const struct emit_style *style) _must_check_;

#endif
