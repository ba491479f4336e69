/* SPDX-License-Identifier: MIT */
#include "talos/flag.h"

bool flag_starts(struct span name, const char *flag) {
    size_t length = strlen(flag);
    for (size_t i = 0; i < length; i++) {
        char byte = i < name.size ? name.data[i] : '\0';
        if ((byte == '_' ? '-' : byte) != flag[i]) {
            return false;
        }
    }
    return true;
}

bool flag_is(struct span name, const char *flag) {
    return name.size == strlen(flag) && flag_starts(name, flag);
}

static struct span name_of(const struct yaml_index *index, node_id key) {
    return node_text(index, node_follow(index, key));
}

static node_id next_key(const struct yaml_index *index, node_id mapping, node_id key) {
    return key == 0 ? node_at(index, mapping)->first
                    : node_at(index, node_at(index, key)->next)->next;
}

node_id flag_mapping(const struct talos_stream *stream) {
    node_id id = talos_legacy_path(stream, "cluster", "apiServer", "extraArgs");
    id = id == 0 ? 0 : node_follow(stream->index, id);
    return id != 0 && node_at(stream->index, id)->kind == NODE_MAPPING ? id : 0;
}

node_id flag_next_key(const struct yaml_index *index, node_id mapping, const char *flag,
                      node_id key) {
    if (mapping == 0) {
        return 0;
    }
    do {
        key = next_key(index, mapping, key);
    } while (key != 0 && !flag_is(name_of(index, key), flag));
    return key;
}

node_id flag_value(const struct yaml_index *index, node_id key) {
    node_id value = node_follow(index, node_at(index, key)->next);
    node_id item =
        node_at(index, value)->kind == NODE_SEQUENCE ? node_at(index, value)->first : 0;
    while (item != 0) {
        value = node_follow(index, item);
        item = node_at(index, item)->next;
    }
    return value;
}

bool flag_is_own(const struct yaml_index *index, node_id key) {
    struct span name = name_of(index, key);
    return flag_is(name, "authentication-config")
               ? node_is_text(index, flag_value(index, key), OWN_AUTHENTICATION_FILE)
               : flag_starts(name, "oidc-");
}

static enum tauth_status refuse_spelling(const struct talos_stream *stream,
                                         const struct want *want, node_id key) {
    static const enum tauth_severity error = TAUTH_ERROR;
    struct span name = name_of(stream->index, key);
    bool ours = flag_starts(name, "oidc-") || flag_is(name, "authentication-config");
    const struct want *asked = want_get(want, name);
    if (!ours || span_find(name, '_') == name.size ||
        (asked != NULL && asked->kind == WANT_REMOVE)) {
        return TAUTH_OK;
    }
    _cleanup_buf_ struct buf right = {0}, hint = {0};
    for (size_t i = 0; i < name.size; i++) {
        buf_byte(&right, name.data[i] == '_' ? '-' : name.data[i]);
    }
    buf_byte(&right, '\0');
    buf_printf(&hint, "write %s, or take it out with `merge --unset %.*s`",
               right.failed ? "" : right.data, SPAN_ARG(name));
    buf_byte(&hint, '\0');
    if (right.failed || hint.failed) {
        return TAUTH_NO_MEMORY;
    }
    const struct node_place place = {stream->index, key, &error};
    return node_report_as(stream->diags, RULE_FLAG_UNDERSCORE, &place, hint.data,
                          "the API server reads this as --%s, but Talos and talosauth do "
                          "not",
                          right.data);
}

enum tauth_status flag_refuse_spelling(const struct talos_stream *stream,
                                       const struct want *want) {
    enum tauth_status status = TAUTH_OK;
    node_id mapping = flag_mapping(stream);
    for (node_id key = mapping == 0 ? 0 : next_key(stream->index, mapping, 0);
         key != 0 && status == TAUTH_OK; key = next_key(stream->index, mapping, key)) {
        status = refuse_spelling(stream, want, key);
    }
    return status;
}

/* True when the text has the directory in it, or a path below. */
static bool mentions(struct span text) {
    const size_t length = strlen(OWN_DIRECTORY);
    for (size_t i = 0; i + length <= text.size; i++) {
        bool end = i + length == text.size || text.data[i + length] == '/';
        if (end && memcmp(text.data + i, OWN_DIRECTORY, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool value_mentions(const struct yaml_index *index, node_id value) {
    value = node_follow(index, value);
    const struct node *node = node_at(index, value);
    if (node->kind != NODE_SEQUENCE) {
        return node->kind == NODE_SCALAR && mentions(node_text(index, value));
    }
    node_id item = node->first;
    while (item != 0 && !mentions(node_text(index, node_follow(index, item)))) {
        item = node_at(index, item)->next;
    }
    return item != 0;
}

static node_id flag_user(const struct talos_stream *stream, bool authentication) {
    const struct yaml_index *index = stream->index;
    node_id mapping = flag_mapping(stream);
    for (node_id key = mapping == 0 ? 0 : next_key(index, mapping, 0); key != 0;
         key = next_key(index, mapping, key)) {
        bool stays = !flag_is_own(index, key) ||
                     (authentication && !flag_starts(name_of(index, key), "oidc-"));
        node_id value = node_at(index, key)->next;
        if (stays && value_mentions(index, value)) {
            return key;
        }
    }
    return 0;
}

static node_id file_user(const struct talos_stream *stream, bool authentication) {
    const struct yaml_index *index = stream->index;
    node_id list = talos_legacy_path(stream, "machine", "files", NULL);
    list = list == 0 ? 0 : node_follow(index, list);
    bool sequence = list != 0 && node_at(index, list)->kind == NODE_SEQUENCE;
    for (node_id item = sequence ? node_at(index, list)->first : 0; item != 0;
         item = node_at(index, item)->next) {
        node_id path = node_get(index, item, SPAN("path"), NULL);
        struct span text =
            path == 0 ? SPAN("") : node_text(index, node_follow(index, path));
        bool goes = span_is(text, OWN_AUTHORITY_FILE) ||
                    (!authentication && span_is(text, OWN_AUTHENTICATION_FILE));
        if (!goes && span_starts(text, OWN_DIRECTORY "/")) {
            return path;
        }
    }
    return 0;
}

node_id flag_mount_user(const struct talos_stream *stream, bool authentication) {
    node_id user = flag_user(stream, authentication);
    return user != 0 ? user : file_user(stream, authentication);
}
