/* SPDX-License-Identifier: MIT */
#include "check/input/unread.h"

static struct span trim(struct span text) {
    while (text.size > 0 && strchr(" \t\r", text.data[0]) != NULL) {
        text = span_slice(text, 1, text.size);
    }
    while (text.size > 0 && strchr(" \t\r", text.data[text.size - 1]) != NULL) {
        text.size--;
    }
    return text;
}

/* A value without comment and quotes. */
static struct span value_of(struct span text) {
    const char *comment =
        text.size == 0 ? NULL : memmem(text.data, text.size, " #", strlen(" #"));
    text.size = comment == NULL ? text.size : (size_t)(comment - text.data);
    text = trim(text);
    bool quoted = text.size > 1 && strchr("\"'", text.data[0]) != NULL &&
                  text.data[0] == text.data[text.size - 1];
    return quoted ? span_slice(text, 1, text.size - 1) : text;
}

static void take_line(struct unread_head *head, struct span line) {
    static const char *const keys[] = {"machine", "cluster", "debug", "persist"};
    size_t colon = span_find(line, ':');
    struct span key = span_slice(line, 0, colon);
    if (colon == line.size) {
        return;
    }
    struct span *field = span_is(key, "apiVersion") ? &head->version
                         : span_is(key, "kind")     ? &head->kind
                         : span_is(key, "name")     ? &head->name
                                                    : NULL;
    if (field != NULL && field->data == NULL) {
        *field = value_of(span_slice(line, colon + 1, line.size));
    }
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        head->legacy |= span_is(key, keys[i]);
    }
}

struct unread_head unread_head(const struct check_input *input,
                               const struct unread *unread) {
    struct span text = span_slice(input->source.text, unread->start, unread->end);
    struct unread_head head = {0};
    while (text.size > 0) {
        size_t end = span_find(text, '\n');
        take_line(&head, span_slice(text, 0, end));
        text = span_slice(text, end + (end < text.size), text.size);
    }
    head.legacy &= head.kind.data == NULL;
    return head;
}

static bool may_be(const struct unread_head *head, const char *kind) {
    if (head->kind.data == NULL && !head->legacy) {
        return true;
    }
    return kind == NULL ? head->legacy : span_is(head->kind, kind);
}

bool unread_has(const struct check_input *input, const char *kind) {
    const struct yaml_index *index = &input->index;
    bool has = false;
    for (size_t i = 0; i < index->unread.count && !has; i++) {
        struct unread_head head = unread_head(input, &index->unread.items[i]);
        has = may_be(&head, kind);
    }
    return has;
}

bool unread_makes_config(const struct check_input *input) {
    static const char *const types[] = {"type: controlplane", "type: worker",
                                        "type: init"};
    const struct yaml_index *index = &input->index;
    bool makes = false;
    for (size_t i = 0; i < index->unread.count && !makes; i++) {
        const struct unread *unread = &index->unread.items[i];
        struct span text = span_slice(input->source.text, unread->start, unread->end);
        struct unread_head head = unread_head(input, unread);
        makes = span_is(head.kind, "KubeAPIServerConfig");
        for (size_t j = 0; j < ARRAY_SIZE(types) && head.legacy; j++) {
            makes |= span_has(text, types[j]) && span_has(text, "machine:") &&
                     span_has(text, "cluster:");
        }
    }
    return makes;
}
