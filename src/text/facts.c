/* SPDX-License-Identifier: MIT */
#include "text/facts.h"

#include <jansson.h>

#include "text/visible.h"

struct fact *fact_add(struct arena *arena, struct fact *parent, const char *name,
                      const char *value) {
    struct fact *fact = parent == NULL ? NULL : ARENA_NEW(arena, struct fact);
    if (fact == NULL) {
        return NULL;
    }
    fact->name = name;
    fact->value = value;
    if (parent->last == NULL) {
        parent->first = fact;
    } else {
        parent->last->next = fact;
    }
    parent->last = fact;
    return fact;
}

struct fact *fact_list(struct arena *arena, struct fact *parent, const char *name) {
    struct fact *fact = fact_add(arena, parent, name, NULL);
    if (fact != NULL) {
        fact->list = true;
    }
    return fact;
}

/* Lists that are empty say nothing to people. */
static void write_text(struct buf *out, const struct fact *fact, size_t depth) {
    for (const struct fact *child = fact->first; child != NULL; child = child->next) {
        if (child->list) {
            write_text(out, child, depth);
            continue;
        }
        buf_fill(out, ' ', depth * 2);
        buf_printf(out, "%s:", child->name);
        if (child->value != NULL) {
            buf_byte(out, ' ');
            visible_write(out, child->value);
        }
        if (child->line > 0) {
            buf_printf(out, "  (%u:%u)", child->line, child->column);
        }
        buf_byte(out, '\n');
        write_text(out, child, depth + 1);
    }
}

static json_t *to_json(const struct fact *fact) {
    if (fact->list) {
        json_t *list = json_array();
        for (const struct fact *item = fact->first; item != NULL; item = item->next) {
            json_array_append_new(list, to_json(item));
        }
        return list;
    }
    json_t *object = json_object();
    if (fact->value != NULL) {
        json_object_set_new(object, "value", json_string(fact->value));
    }
    if (fact->line > 0) {
        json_object_set_new(object, "line", json_integer(fact->line));
        json_object_set_new(object, "column", json_integer(fact->column));
    }
    for (const struct fact *child = fact->first; child != NULL; child = child->next) {
        json_object_set_new(object, child->name, to_json(child));
    }
    return object;
}

static int append(const char *data, size_t size, void *context) {
    buf_append(context, data, size);
    return 0;
}

void facts_write(struct buf *out, const struct fact *root, enum tauth_format format) {
    if (format == TAUTH_TEXT) {
        write_text(out, root, 0);
        return;
    }
    json_t *object = to_json(root);
    json_object_set_new(object, "version", json_integer(1));
    if (object == NULL || json_dump_callback(object, append, out, JSON_INDENT(2)) != 0) {
        out->failed = true;
    }
    json_decref(object);
    buf_byte(out, '\n');
}
