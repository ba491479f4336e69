/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"

enum { BLOCK_SIZE = 4096, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    size_t padding; /* keeps data aligned */
    char data[];
};

_Static_assert(sizeof(struct arena_block) % ALIGNMENT == 0, "block data is aligned");

static struct arena_block *add_block(struct arena *arena, size_t size) {
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE, total;
    struct arena_block *block =
        checked_add(sizeof(struct arena_block), room, &total) ? calloc(1, total) : NULL;
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    block->size = room;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t rounded;
    if (!checked_add(size, ALIGNMENT - 1, &rounded)) {
        return NULL;
    }
    rounded &= ~(size_t)(ALIGNMENT - 1);
    struct arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        block = add_block(arena, rounded);
        if (block == NULL) {
            return NULL;
        }
    }
    void *result = block->data + block->used;
    block->used += rounded;
    return result;
}

char *arena_copy(struct arena *arena, struct span text) {
    size_t size;
    char *copy = checked_add(text.size, 1, &size) ? arena_alloc(arena, size) : NULL;
    if (copy != NULL && text.size > 0) {
        memcpy(copy, text.data, text.size);
    }
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text != NULL) {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

void arena_deinit(struct arena *arena) {
    struct arena_block *block = arena->blocks;
    while (block != NULL) {
        struct arena_block *next = block->next;
        explicit_bzero(block->data, block->used);
        free(block);
        block = next;
    }
    arena->blocks = NULL;
}
