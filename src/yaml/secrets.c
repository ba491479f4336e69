/* SPDX-License-Identifier: MIT */
#include "yaml/secrets.h"

#include "text/secret.h"
#include "yaml/node.h"

/* What is done with each secret; false ends the walk. */
struct visitor {
    const struct yaml_index *index;
    bool (*visit)(void *context, struct mask mask);
    void *context;
};

/* The SideroLink API URL carries its join token as a query parameter; SOPS encrypts. */
static bool holds_token(struct span text) {
    return span_has(text, "jointoken") || span_starts(text, "ENC[") ||
           span_has(text, "-client-secret=") || secret_argument(text);
}

/* Anchor and tag are hidden too: a text that lacks quotes may look like them. */
static bool visit(const struct visitor *visitor, node_id value) {
    const struct node *node = node_at(visitor->index, value);
    bool collection = node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE;
    bool open = collection && node->end == 0;
    struct mask mask = {node->start, open ? UINT32_MAX : node->end};
    return mask.end <= mask.start || visitor->visit(visitor->context, mask);
}

/* The value of a key that is a scalar. */
static struct span text_of(const struct yaml_index *index, const struct node *mapping,
                           const char *key) {
    for (node_id at = mapping->first; at != 0;) {
        node_id value = node_at(index, at)->next;
        if (value == 0) {
            break;
        }
        if (span_is(node_text(index, node_follow(index, at)), key)) {
            return node_text(index, node_follow(index, value));
        }
        at = node_at(index, value)->next;
    }
    return SPAN("");
}

/* The kind may stand behind `data`, where nothing was read yet. */
static bool is_secret_object(const struct yaml_index *index, const struct node *mapping) {
    struct span kind = text_of(index, mapping, "kind");
    return span_is(kind, "Secret") || (kind.size == 0 && mapping->end == 0);
}

/* `kind: Secret` in a text, also as JSON in quotes. */
static bool names_secret(struct span text) {
    static const char word[] = "Secret";
    const char *end = text.data + text.size, *at = text.data, *hit;
    while (at < end && (hit = memmem(at, (size_t)(end - at), word, strlen(word)))) {
        at = hit + strlen(word);
        while (hit > text.data && strchr(" \t\"'\\:", hit[-1]) != NULL) {
            hit--;
        }
        bool kind = hit - text.data >= 4 && memcmp(hit - 4, "kind", 4) == 0;
        bool longer =
            at < end && ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z'));
        if (kind && !longer) {
            return true;
        }
    }
    return false;
}

/* Texts that are manifests: inline ones, files, and what kubectl apply wrote down. */
static bool may_be_manifest(struct span key) {
    return span_is(key, "contents") || span_is(key, "manifest") ||
           span_is(key, "content") ||
           span_is(key, "kubectl.kubernetes.io/last-applied-configuration");
}

static bool holds_object(const struct yaml_index *index, const struct node *mapping,
                         struct span key, struct span value) {
    return (span_is(key, "data") && is_secret_object(index, mapping)) ||
           (may_be_manifest(key) && names_secret(value));
}

static bool visit_mapping(const struct visitor *visitor, const struct node *mapping) {
    const struct yaml_index *index = visitor->index;
    for (node_id key = mapping->first; key != 0;) {
        node_id value = node_at(index, key)->next;
        if (value == 0) {
            return true; /* is still being read */
        }
        node_id target = node_follow(index, value);
        struct span name = node_text(index, node_follow(index, key));
        struct span text = node_text(index, target);
        bool secret = secret_name(name) || holds_token(text) ||
                      holds_object(index, mapping, name, text);
        if (secret && !visit(visitor, target)) {
            return false;
        }
        key = node_at(index, value)->next;
    }
    return true;
}

/* Arguments: a URL with a join token, or a secret behind its option. */
static bool visit_sequence(const struct visitor *visitor, const struct node *sequence) {
    const struct yaml_index *index = visitor->index;
    bool behind = false;
    for (node_id item = sequence->first; item != 0; item = node_at(index, item)->next) {
        node_id target = node_follow(index, item);
        struct span text = node_text(index, target);
        bool secret = behind || holds_token(text);
        behind = secret_option(text);
        if (secret && !visit(visitor, target)) {
            return false;
        }
    }
    return true;
}

/* Talos redacts nothing there, and `key` names claims in it. */
static bool is_public(const struct yaml_index *index, const struct document *document) {
    node_id root = document->root;
    if (node_at(index, root)->kind != NODE_MAPPING) {
        return false;
    }
    for (node_id key = node_at(index, root)->first; key != 0;) {
        node_id value = node_at(index, key)->next;
        if (value == 0) {
            return false;
        }
        if (span_is(node_text(index, node_follow(index, key)), "kind")) {
            return span_is(node_text(index, node_follow(index, value)),
                           "KubeAuthenticationConfig");
        }
        key = node_at(index, value)->next;
    }
    return false;
}

static bool visit_document(const struct visitor *visitor, size_t number) {
    const struct yaml_index *index = visitor->index;
    const struct document *document = &index->documents.items[number];
    bool last = number + 1 == index->documents.count;
    node_id end = last ? (node_id)index->nodes.count : document[1].root;
    if (is_public(index, document)) {
        return true;
    }
    for (node_id id = document->root; id < end; id++) {
        const struct node *node = node_at(index, id);
        if ((node->kind == NODE_MAPPING && !visit_mapping(visitor, node)) ||
            (node->kind == NODE_SEQUENCE && !visit_sequence(visitor, node))) {
            return false;
        }
    }
    return true;
}

static bool keep(void *context, struct mask mask) {
    struct secret_places *places = context;
    struct mask *kept = VEC_PUSH(places->masks);
    if (kept == NULL) {
        return false;
    }
    *kept = mask;
    return true;
}

static int by_start(const void *left, const void *right) {
    const struct mask *a = left, *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

/* What is inside another mask goes, so that the ends are sorted too. */
static void drop_inner(struct secret_places *places) {
    size_t kept = 0;
    for (size_t i = 0; i < places->masks.count; i++) {
        struct mask mask = places->masks.items[i];
        struct mask *last = kept == 0 ? NULL : &places->masks.items[kept - 1];
        if (last != NULL && mask.start < last->end) {
            last->end = mask.end > last->end ? mask.end : last->end;
        } else {
            places->masks.items[kept++] = mask;
        }
    }
    places->masks.count = kept;
}

bool secrets_find(const struct yaml_index *index, struct secret_places *places) {
    const struct visitor visitor = {index, keep, places};
    for (size_t i = 0; i < index->documents.count; i++) {
        if (!visit_document(&visitor, i)) {
            return false;
        }
    }
    if (places->masks.count > 1) {
        qsort(places->masks.items, places->masks.count, sizeof(struct mask), by_start);
        drop_inner(places);
    }
    return true;
}

struct secret_cache {
    struct secret_places places;
    bool known;
};

struct secret_cache *secret_cache_new(void) {
    return calloc(1, sizeof(struct secret_cache));
}

void secret_cache_free(struct secret_cache *cache) {
    if (cache != NULL) {
        VEC_DEINIT(cache->places.masks);
        free(cache);
    }
}

/* False when there is nothing to look it up in. */
static bool look_up(const struct yaml_index *index, size_t start, size_t end,
                    size_t *first) {
    struct secret_cache *cache = index->secrets;
    if (cache != NULL && !cache->known) {
        cache->known = secrets_find(index, &cache->places);
        if (!cache->known) {
            VEC_DEINIT(cache->places.masks);
        }
    }
    if (cache == NULL || !cache->known) {
        return false;
    }
    size_t low = 0, high = cache->places.masks.count;
    const struct mask *masks = cache->places.masks.items;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool behind = masks[middle].end > start;
        high = behind ? middle : high;
        low = behind ? low : middle + 1;
    }
    *first = end;
    if (low < cache->places.masks.count && masks[low].start < end) {
        *first = masks[low].start > start ? masks[low].start : start;
    }
    return true;
}

struct range {
    size_t start;
    size_t end;
    size_t first; /* of it that is in a secret */
};

static bool meet(void *context, struct mask mask) {
    struct range *range = context;
    if (mask.start < range->end && mask.end > range->start) {
        size_t first = mask.start > range->start ? mask.start : range->start;
        range->first = first < range->first ? first : range->first;
    }
    return true;
}

size_t secrets_first(const struct yaml_index *index, size_t start, size_t end) {
    struct range range = {start, end, end};
    if (look_up(index, start, end, &range.first)) {
        return range.first;
    }
    const struct visitor visitor = {index, meet, &range};
    for (size_t i = index->documents.count; i > 0; i--) {
        const struct document *document = &index->documents.items[i - 1];
        if (document->start < end) {
            (void)visit_document(&visitor, i - 1);
            if (document->start <= start) {
                break;
            }
        }
    }
    return range.first;
}

bool secrets_hold(const struct yaml_index *index, node_id id) {
    size_t start = node_at(index, id)->start;
    return secrets_first(index, start, start + 1) == start;
}
