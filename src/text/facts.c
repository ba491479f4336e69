/* SPDX-License-Identifier: MIT */
#include "text/facts.h"

#include "text/json.h"
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
            visible_write(out, child->value[0] == '\0' ? "\"\"" : child->value);
        }
        if (child->line > 0) {
            buf_printf(out, "  (%u:%u)", child->line, child->column);
        }
        buf_byte(out, '\n');
        write_text(out, child, depth + 1);
    }
}

static json_t *to_json(const struct fact *fact);

static json_t *list_json(const struct fact *fact) {
    json_t *list = json_array();
    bool failed = list == NULL;
    for (const struct fact *item = fact->first; item != NULL; item = item->next) {
        failed = failed || json_array_append_new(list, to_json(item)) != 0;
    }
    if (failed) {
        json_decref(list);
        list = NULL;
    }
    return list;
}

static bool set(json_t *object, const char *name, json_t *value) {
    return json_object_set_new(object, name, value) == 0;
}

static bool set_own(json_t *object, const struct fact *fact) {
    bool good = fact->value == NULL || set(object, "value", json_text(fact->value));
    return good &&
           (fact->line == 0 || (set(object, "line", json_integer(fact->line)) &&
                                set(object, "column", json_integer(fact->column))));
}

/* NULL without memory. */
static json_t *to_json(const struct fact *fact) {
    if (fact->list) {
        return list_json(fact);
    }
    json_t *object = json_object();
    bool good = set_own(object, fact);
    for (const struct fact *child = fact->first; child != NULL; child = child->next) {
        good = good && set(object, child->name, to_json(child));
    }
    if (!good) {
        json_decref(object);
        object = NULL;
    }
    return object;
}

void facts_write(struct buf *out, const struct fact *root, enum tauth_format format) {
    if (format == TAUTH_TEXT) {
        write_text(out, root, 0);
        return;
    }
    json_t *object = to_json(root);
    if (object != NULL && !set(object, "version", json_integer(1))) {
        json_decref(object);
        object = NULL;
    }
    json_write(out, object, JSON_INDENT(2));
}
