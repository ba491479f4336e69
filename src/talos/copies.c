/* SPDX-License-Identifier: MIT */
#include "talos/copies.h"

#include "talos/refuse.h"

enum tauth_status copies_report(const struct talos_stream *stream,
                                const struct talos_merge *merge, const char *what,
                                node_id copy, node_id first) {
    if (merge->patch) {
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf hint = {0};
    buf_printf(&hint, "the one on line %u stays, as the settings say",
               node_line(stream->index, first));
    buf_byte(&hint, '\0');
    if (hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    return node_report(stream->diags, RULE_REPEATED_ITEM, stream->index, copy, hint.data,
                       "%s is there twice, and this copy is taken out: a patch that was "
                       "applied again adds its items again",
                       what);
}

enum tauth_status copies_refuse(const struct talos_stream *base, node_id copy) {
    return node_report(base->diags, RULE_PATCH_ITEM_DIFFERS, base->index, copy,
                       "use `talosauth merge` on the config itself",
                       "this copy is to go, but a patch cannot take an item out");
}

static enum tauth_status refuse_append(const struct talos_stream *stream, node_id copy,
                                       const char *what) {
    node_id op = node_get(stream->index, copy, SPAN("op"), NULL);
    if (op == 0 || !node_is_text(stream->index, op, "append")) {
        return TAUTH_OK;
    }
    return node_report(stream->diags, RULE_FILE_APPENDED, stream->index, op,
                       "put what it appends into the file of --issuer-ca, and remove the "
                       "item",
                       "this item changes %s behind the one that talosauth writes", what);
}

enum tauth_status copies_drop(const struct talos_stream *stream,
                              const struct talos_merge *merge, struct arena *arena,
                              const struct own_items *items, node_id first,
                              struct want *list) {
    enum tauth_status status = TAUTH_OK;
    for (node_id copy = first == 0 ? 0 : talos_own_item(stream, items, first);
         copy != 0 && status == TAUTH_OK; copy = talos_own_item(stream, items, copy)) {
        struct want *gone = want_item(arena, list, WANT_REMOVE);
        if (gone == NULL) {
            return TAUTH_NO_MEMORY;
        }
        gone->item = copy;
        status = refuse_append(stream, copy, items->text);
        if (status == TAUTH_OK) {
            status = refuse_encrypted(stream, copy);
        }
        if (status == TAUTH_OK) {
            status = copies_report(stream, merge, items->text, copy, first);
        }
    }
    return status;
}
