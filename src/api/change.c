/* SPDX-License-Identifier: MIT */
/* One change of a config from bytes to bytes, and what can be asked about it. */
#include "api/merge.h"
#include "api/text.h"
#include "edit/udiff.h"
#include "yaml/read.h"
#include "yaml/secrets.h"

static void cleanup_result(struct tauth_merge_result **result) {
    tauth_merge_free(*result);
}

node_id layout_place(const struct talos_stream *stream) {
    if (stream->api_server != NO_DOCUMENT) {
        return talos_root(stream, stream->api_server);
    }
    node_id legacy = talos_legacy_api_server(stream);
    if (legacy != 0) {
        return legacy;
    }
    long document =
        stream->legacy != NO_DOCUMENT ? stream->legacy : stream->authentication;
    return document == NO_DOCUMENT ? stream->index->documents.items[0].root
                                   : talos_root(stream, document);
}

enum tauth_status check_layout(const struct talos_stream *stream,
                               enum tauth_layout wanted) {
    if (wanted == TAUTH_LAYOUT_AUTO || wanted == stream->layout) {
        return TAUTH_OK;
    }
    return node_report(stream->diags, RULE_LAYOUT_MISMATCH, stream->index,
                       layout_place(stream),
                       "leave out --layout: what the file is decides",
                       "--layout %s was asked for, but the file has the %s layout: %s",
                       talos_layout_name(wanted), talos_layout_name(stream->layout),
                       stream->layout == TAUTH_LAYOUT_MULTIDOC
                           ? "here is a Kube* document"
                           : "there is no KubeAPIServerConfig document");
}

enum tauth_status change_run(plan_edit *plan, void *context, const char *name,
                             struct span input, struct tauth_merge_result **out,
                             struct tauth_diags *diags) {
    _cleanup_(cleanup_result) struct tauth_merge_result *result =
        calloc(1, sizeof(*result));
    if (result == NULL) {
        return TAUTH_NO_MEMORY;
    }
    result->name = strdup(name);
    if (result->name == NULL) {
        return TAUTH_NO_MEMORY;
    }
    result->source = (struct source){.name = result->name, .text = input};
    enum tauth_status status = yaml_index_build(&result->index, &result->source, diags);
    if (status == TAUTH_OK) {
        edit_init(&result->edit, &result->index, &result->arena, diags);
        status = plan(result, context);
    }
    if (status == TAUTH_OK && !edit_is_empty(&result->edit)) {
        status = edit_finish(&result->edit, &result->text);
    }
    if (status == TAUTH_OK) {
        *out = STEAL(result);
    }
    return status;
}

struct tauth_text tauth_merge_text(const struct tauth_merge_result *result) {
    struct span text =
        tauth_merge_changed(result) ? buf_view(&result->text) : result->source.text;
    return (struct tauth_text){text.data, text.size};
}

bool tauth_merge_changed(const struct tauth_merge_result *result) {
    return !edit_is_empty(&result->edit);
}

size_t tauth_merge_leftovers(const struct tauth_merge_result *result) {
    return result->leftovers;
}

enum tauth_layout tauth_merge_layout(const struct tauth_merge_result *result) {
    return result->stream.layout;
}

/* A unified diff of the result, whose text has been read back. */
static void write_diff(const struct tauth_merge_result *result,
                       const struct secret_places *old, const struct secret_places *new,
                       bool color, struct buf *out) {
    struct tauth_text text = tauth_merge_text(result);
    struct udiff diff = {
        .name = result->name,
        .old = {result->source.text, old->masks.items, old->masks.count},
        .new = {{text.data, text.size}, new->masks.items, new->masks.count},
        .splices = result->edit.splices.items,
        .splice_count = result->edit.splices.count,
        .color = color,
    };
    udiff_write(out, &diff);
}

enum tauth_status tauth_merge_diff(const struct tauth_merge_result *result, bool color,
                                   struct tauth_text *out) {
    _cleanup_buf_ struct buf text = {0};
    if (!tauth_merge_changed(result)) {
        return text_hand_out(&text, out);
    }
    struct source source = {.name = result->name, .text = buf_view(&result->text)};
    struct tauth_diags quiet = {0};
    struct secret_places old = {0}, new = {0};
    _cleanup_(yaml_index_deinit) struct yaml_index index = {0};
    enum tauth_status status = yaml_index_build(&index, &source, &quiet);
    if (status == TAUTH_OK &&
        (!secrets_find(&result->index, &old) || !secrets_find(&index, &new))) {
        status = TAUTH_NO_MEMORY;
    }
    if (status == TAUTH_OK) {
        write_diff(result, &old, &new, color, &text);
        status = text_hand_out(&text, out);
    }
    VEC_DEINIT(old.masks);
    VEC_DEINIT(new.masks);
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    return status == TAUTH_REFUSED ? TAUTH_INTERNAL : status;
}

void tauth_merge_free(struct tauth_merge_result *result) {
    if (result == NULL) {
        return;
    }
    edit_deinit(&result->edit);
    yaml_index_deinit(&result->index);
    arena_deinit(&result->arena);
    buf_deinit(&result->text);
    free(result->name);
    free(result);
}
