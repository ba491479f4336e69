/* SPDX-License-Identifier: MIT */
#include "base/strset.h"

/* FNV-1a, with a mixing step so that linear probing sees well-spread low bits. */
static uint32_t hash_of(struct span text) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 16777619u;
    }
    return hash ^ (hash >> 15);
}

static struct span text_of(const struct strset_slot *slot) {
    return (struct span){slot->data, slot->size};
}

static struct strset_slot *slot_for(const struct strset *set, struct span text) {
    size_t index = hash_of(text) & (set->capacity - 1);
    for (;;) {
        struct strset_slot *slot = &set->slots[index];
        if (slot->value == 0 || span_equal(text_of(slot), text)) {
            return slot;
        }
        index = (index + 1) & (set->capacity - 1);
    }
}

static bool grow(struct strset *set) {
    struct strset bigger = {.capacity = set->capacity == 0 ? 64 : set->capacity * 2};
    bigger.slots = calloc(bigger.capacity, sizeof(*bigger.slots));
    if (bigger.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->slots[i].value != 0) {
            *slot_for(&bigger, text_of(&set->slots[i])) = set->slots[i];
        }
    }
    bigger.count = set->count;
    free(set->slots);
    *set = bigger;
    return true;
}

static struct strset_slot *claim(struct strset *set, struct span text, uint32_t value) {
    if (text.size > UINT32_MAX || (set->count * 2 >= set->capacity && !grow(set))) {
        return NULL;
    }
    struct strset_slot *slot = slot_for(set, text);
    if (slot->value == 0) {
        *slot = (struct strset_slot){text.data, (uint32_t)text.size, value};
        set->count++;
    }
    return slot;
}

uint32_t strset_add(struct strset *set, struct span text, uint32_t value) {
    struct strset_slot *slot = claim(set, text, value);
    return slot == NULL ? 0 : slot->value;
}

bool strset_replace(struct strset *set, struct span text, uint32_t value) {
    struct strset_slot *slot = claim(set, text, value);
    if (slot == NULL) {
        return false;
    }
    slot->value = value;
    return true;
}

uint32_t strset_find(const struct strset *set, struct span text) {
    return set->capacity == 0 ? 0 : slot_for(set, text)->value;
}

void strset_deinit(struct strset *set) {
    free(set->slots);
    *set = (struct strset){0};
}
