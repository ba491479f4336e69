/* SPDX-License-Identifier: MIT */
#include "yaml/read.h"

#include "base/status.h"
#include "yaml/events.h"
#include "yaml/input.h"
#include "yaml/secrets.h"

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
        status = events_read(index, start, source->text.size, diags, NULL);
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

static enum tauth_status note_unread(struct yaml_index *index, size_t start, size_t end) {
    struct unread *unread = VEC_PUSH(index->unread);
    if (unread == NULL) {
        return TAUTH_NO_MEMORY;
    }
    *unread = (struct unread){(uint32_t)start, (uint32_t)end};
    return TAUTH_OK;
}

enum { PARTS_MAX = 10000 }; /* read one by one; what follows is read as one */

static enum tauth_status read_parts(struct yaml_index *index, size_t start,
                                    struct tauth_diags *diags) {
    struct span text = index->source->text;
    enum tauth_status status = TAUTH_OK;
    size_t faults = 0;
    for (size_t i = 0; start < text.size && status >= TAUTH_OK; i++) {
        size_t end = i < PARTS_MAX ? next_document(text, start) : text.size;
        struct mark mark = mark_of(index);
        enum tauth_status part = events_read(index, start, end, diags, &faults);
        if (part != TAUTH_OK) {
            go_back(index, &mark);
            status_keep(&status, part);
            status_keep(&status, note_unread(index, start, end));
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
    enum tauth_status status = events_read(index, start, size, &quiet, NULL);
    VEC_DEINIT(quiet.items);
    arena_deinit(&quiet.arena);
    if (status != TAUTH_REFUSED) {
        return status;
    }
    go_back(index, &mark);
    size_t before = diags->items.count;
    status = read_parts(index, start, diags);
    if (status != TAUTH_OK || diags->items.count > before) {
        return status; /* the faults may be warnings for those who want it so */
    }
    go_back(index, &mark); /* only the whole is at fault */
    status = events_read(index, start, size, diags, NULL);
    if (status == TAUTH_REFUSED) {
        status_keep(&status, note_unread(index, start, size));
    }
    return status;
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
    VEC_DEINIT(index->unread);
    buf_deinit(&index->decoded);
    secret_cache_free(index->secrets);
    index->secrets = NULL;
    free(index->path);
    index->path = NULL;
}
