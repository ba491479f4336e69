/* SPDX-License-Identifier: MIT */
/* Which type a document gets, as Talos' reader finds it out (decoder.go:146-201). */
#include "base/strset.h"
#include "check/groups.h"
#include "check/input/places.h"
#include "check/input/unread.h"
#include "talos/kinds.h"
#include "text/nearest.h"

/* The result of that reader, and what led it astray. */
struct identity {
    struct span kind;
    struct span version;
    node_id sloppy; /* the first value that is taken for a key */
    bool past_end;  /* nothing follows what is taken for a key */
};

/* The text of a node that is not decoded: of an alias it is the name. */
static struct span raw_text(const struct yaml_index *index, node_id id) {
    return node_at(index, id)->kind == NODE_ALIAS ? node_anchor(index, id)
                                                  : node_text(index, id);
}

static bool makes_legacy(struct span text) {
    return span_is(text, "machine") || span_is(text, "cluster") ||
           span_is(text, "debug") || span_is(text, "persist");
}

/* Keys and values are looked at alike. */
static struct identity identify(const struct yaml_index *index, node_id root) {
    struct identity identity = {.kind = SPAN(""), .version = SPAN("")};
    bool is_value = false;
    for (node_id id = first_key(index, root); id != 0; id = node_at(index, id)->next) {
        struct span text = raw_text(index, id);
        node_id next = node_at(index, id)->next;
        bool kind = span_is(text, "kind"), version = span_is(text, "apiVersion");
        if (kind || version) {
            identity.past_end |= next == 0;
            identity.sloppy = is_value && identity.sloppy == 0 ? id : identity.sloppy;
        }
        if (kind && next != 0) {
            identity.kind = raw_text(index, next);
        } else if (version && next != 0) {
            identity.version = raw_text(index, next);
        } else if (makes_legacy(text)) {
            identity.version = SPAN("v1alpha1");
        }
        is_value = !is_value;
    }
    return identity;
}

static bool is_led_astray(const struct yaml_index *index, node_id root,
                          const struct identity *identity) {
    return identity->sloppy != 0 &&
           (identity->past_end ||
            !span_equal(identity->kind, text_under(index, root, "kind")) ||
            !span_equal(identity->version, text_under(index, root, "apiVersion")));
}

static void refuse_unknown(struct check_input *input, node_id root,
                           const struct identity *identity) {
    const struct yaml_index *index = &input->index;
    const struct talos_kind *kind = talos_kind_find(identity->kind);
    node_id at =
        node_get(index, root, kind == NULL ? SPAN("kind") : SPAN("apiVersion"), NULL);
    const char *hint = "the apiVersion of Talos documents is v1alpha1";
    if (kind == NULL && !input_is_full(input)) {
        const char *text = arena_copy(&input->arena, identity->kind);
        const char *near = text == NULL ? NULL : nearest(text, talos_kind_name, NULL);
        hint = near == NULL ? "Kubernetes objects go into their own file, or into an "
                              "inline manifest"
                            : arena_printf(&input->arena, "did you mean %s?", near);
    }
    found(input, RULE_UNKNOWN_KIND, at == 0 ? root : at, hint,
          "\"%.*s\" \"%.*s\": not registered", SPAN_ARG(identity->kind),
          SPAN_ARG(identity->version));
}

static void check_registered(struct check_input *input, node_id root,
                             const struct identity *identity) {
    const struct talos_kind *kind = talos_kind_find(identity->kind);
    if (kind == NULL || !span_is(identity->version, "v1alpha1")) {
        refuse_unknown(input, root, identity);
        return;
    }
    bool old =
        input->options->has_talos && talos_since(input, kind->minor) == RANGE_NEVER;
    if (old) {
        const char *hint = arena_printf(
            &input->arena, "the kind came with Talos 1.%d; leave the document out before",
            kind->minor);
        found(input, RULE_UNKNOWN_KIND, node_get(&input->index, root, SPAN("kind"), NULL),
              hint, "\"%s\" \"v1alpha1\": not registered", kind->name);
    }
}

static void check_identity(struct check_input *input, node_id root) {
    const struct yaml_index *index = &input->index;
    struct identity identity = identify(index, root);
    node_id version = node_get(index, root, SPAN("apiVersion"), NULL), key = 0;
    if (is_led_astray(index, root, &identity)) {
        struct span text = raw_text(index, identity.sloppy);
        found(input, RULE_SLOPPY_VALUE, identity.sloppy,
              "give it another value, or put the key behind kind and apiVersion",
              identity.past_end
                  ? "recovered: index out of range: Talos takes this value for the key "
                    "%.*s, and nothing follows"
                  : "Talos takes this value for the key %.*s, and what follows for its "
                    "value",
              SPAN_ARG(text));
    } else if (identity.kind.size == 0 && identity.version.size == 0) {
        found(input, RULE_DOCUMENT_KIND, root,
              "a document has apiVersion and kind; only the one with machine and cluster "
              "has neither",
              "missing kind");
    } else if (identity.kind.size == 0 && version != 0) {
        node_get(index, root, SPAN("apiVersion"), &key);
        found(input, RULE_DOCUMENT_KIND, key,
              "add the kind; the document with machine and cluster has no apiVersion",
              "unknown keys found during decoding: apiVersion: %.*s",
              SPAN_ARG(identity.version));
    } else if (identity.kind.size > 0 && identity.version.size == 0) {
        found(input, RULE_DOCUMENT_KIND, node_get(index, root, SPAN("kind"), NULL),
              "add apiVersion: v1alpha1", "missing apiVersion");
    } else if (identity.kind.size > 0) {
        check_registered(input, root, &identity);
    }
}

static void check_identities(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (node_at(index, root)->kind == NODE_MAPPING) {
            check_identity(input, root);
        }
    }
}

/* Patches may repeat a document from 1.14.0-beta.0 on; a selector is none. */
static void refuse_twice(struct check_input *input, uint32_t first, node_id second,
                         const char *identity) {
    enum range_verdict since =
        input->stream.config ? RANGE_NEVER : talos_since(input, 14);
    uint32_t line = node_line(&input->index, second);
    uint32_t other = source_position(&input->source, first).line;
    const char *hint = arena_printf(&input->arena, "the %s one is on line %u",
                                    other > line ? "other" : "first", other);
    if (since == RANGE_NEVER) {
        found(input, RULE_DUPLICATE_DOCUMENT, second, hint,
              "duplicate document %s is not allowed (line %u)", identity, line);
    } else if (since == RANGE_SOMETIMES) {
        found_as(input, RULE_DUPLICATE_DOCUMENT, &severity_warning, second, hint,
                 "Talos before 1.14: duplicate document %s is not allowed (line %u)",
                 identity, line);
    }
}

static const char *write_identity(struct check_input *input, bool legacy,
                                  struct span version, struct span kind,
                                  struct span name) {
    version = legacy ? SPAN("v1alpha1") : version;
    return arena_printf(&input->arena, "%.*s/%.*s/%.*s",
                        SPAN_ARG(legacy ? SPAN("") : version),
                        SPAN_ARG(legacy ? version : kind), SPAN_ARG(name));
}

/* Those that could not be read are there all the same. */
static void take_unread(struct check_input *input, struct strset *seen) {
    const struct yaml_index *index = &input->index;
    for (size_t i = 0; i < index->unread.count; i++) {
        const struct unread *unread = &index->unread.items[i];
        struct unread_head head = unread_head(input, unread);
        if (head.kind.size == 0 && !head.legacy) {
            continue;
        }
        const char *identity =
            write_identity(input, head.legacy, head.version, head.kind, head.name);
        struct span text = input->source.text;
        size_t at = unread->start;
        at += span_starts(span_slice(text, at, text.size), "---")
                  ? 1 + span_find(span_slice(text, at, text.size), '\n')
                  : 0;
        if (identity == NULL ||
            strset_add(seen, span_of(identity), (uint32_t)at + 1) == 0) {
            input->failed = TAUTH_NO_MEMORY;
            return;
        }
    }
}

static void check_twice(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    _cleanup_(strset_deinit) struct strset seen = {0};
    take_unread(input, &seen);
    for (size_t i = 0; i < index->documents.count; i++) {
        node_id root = index->documents.items[i].root;
        if (node_at(index, root)->kind != NODE_MAPPING ||
            node_get(index, root, SPAN("$patch"), NULL) != 0) {
            continue;
        }
        struct identity own = identify(index, root);
        struct span name = text_under(index, root, "name");
        if (own.kind.size == 0 && own.version.size == 0) {
            continue; /* it has no identity, which is said already */
        }
        const char *identity =
            write_identity(input, own.kind.size == 0, own.version, own.kind, name);
        uint32_t at = node_at(index, root)->start + 1; /* 0 is no place */
        uint32_t first = identity == NULL ? 0 : strset_add(&seen, span_of(identity), at);
        if (first == 0) {
            input->failed = TAUTH_NO_MEMORY;
            return;
        }
        if (first != at && input->findings < 1000) {
            refuse_twice(input, first - 1, root, identity);
        }
    }
}

/* A config is decoded without looking for selectors (configpatcher/load.go:24). */
static void check_selectors(struct check_input *input) {
    const struct yaml_index *index = &input->index;
    for (node_id id = 1; input->stream.config && id < index->nodes.count; id++) {
        node_id key = node_at(index, id)->kind == NODE_MAPPING ? first_key(index, id) : 0;
        for (; key != 0; key = next_key(index, key)) {
            if (span_is(node_text(index, key), "$patch")) {
                found(input, RULE_PATCH_IN_CONFIG, key,
                      "remove it here, or judge the file with --as patch",
                      "$patch is read in patches only; here it is an unknown key, and in "
                      "extraArgs an argument of that name");
            }
        }
    }
}

static const struct check_row rows[] = {
    {RULE_DOCUMENT_KIND, ON(INPUT_TALOS), check_identities},
    {RULE_DUPLICATE_DOCUMENT, ON(INPUT_TALOS), check_twice},
    {RULE_PATCH_IN_CONFIG, ON(INPUT_TALOS), check_selectors},
};

const struct check_group identity_group = {rows, ARRAY_SIZE(rows)};
