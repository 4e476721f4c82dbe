/*
 * Memory with a lifetime: a list of blocks, each filled from its start.
 * In: sizes. Out: zeroed, aligned memory that lives until release or reset.
 * A request larger than a quarter of a block gets a block of its own behind
 * the newest one, so that a big table does not waste the rest of a block.
 */
#include "fieldkit/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size;			/* bytes of `bytes` */
	_Alignas(max_align_t) char bytes[];
};

_Noreturn void
mem_exhausted(void)
{
	fputs("fieldkit: out of memory\n", stderr);
	exit(3);
}

void *
mem_alloc(size_t size)
{
	void *memory = malloc(size != 0 ? size : 1);

	if (memory == NULL)
		mem_exhausted();
	return memory;
}

void *
mem_realloc(void *old, size_t size)
{
	void *memory = realloc(old, size != 0 ? size : 1);

	if (memory == NULL)
		mem_exhausted();
	return memory;
}

static struct arena_block *
block_new(size_t size)
{
	struct arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		mem_exhausted();
	block = mem_alloc(sizeof(*block) + size);
	block->size = size;
	return block;
}

void
arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

void
arena_release(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	arena_init(arena);
}

void
arena_absorb(struct arena *into, struct arena *from)
{
	struct arena_block *last = from->blocks;

	if (last == NULL)
		return;
	while (last->next != NULL)
		last = last->next;
	if (into->blocks == NULL) {
		*into = *from;
	} else {
		last->next = into->blocks->next;
		into->blocks->next = from->blocks;
		into->used += from->used;
	}
	arena_init(from);
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *keep = arena->blocks;

	if (keep == NULL)
		return;
	arena->blocks = keep->next;
	arena_release(arena);
	keep->next = NULL;
	arena->blocks = keep;
	arena->next = keep->bytes;
	arena->left = keep->size;
}

/* A block of its own, put behind the newest so that this one stays open. */
static void *
alloc_large(struct arena *arena, size_t size)
{
	struct arena_block *block = block_new(size);

	if (arena->blocks == NULL) {
		block->next = NULL;
		arena->blocks = block;
		arena->next = block->bytes + size;
		arena->left = 0;
	} else {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	}
	return memset(block->bytes, 0, size);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	void *memory;

	if (size > SIZE_MAX - ALIGNMENT)
		mem_exhausted();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	arena->used += size;
	if (size > BLOCK_BYTES / 4 && size > arena->left)
		return alloc_large(arena, size);
	if (size > arena->left || arena->blocks == NULL) {
		struct arena_block *block = block_new(BLOCK_BYTES);

		block->next = arena->blocks;
		arena->blocks = block;
		arena->next = block->bytes;
		arena->left = block->size;
	}
	memory = arena->next;
	arena->next += size;
	arena->left -= size;
	return memset(memory, 0, size);
}

void *
arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		mem_exhausted();
	return arena_alloc(arena, count * size);
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		mem_exhausted();
	copy = arena_alloc(arena, len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *string)
{
	return arena_copy(arena, string, strlen(string));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	char *string;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		mem_exhausted();
	string = arena_alloc(arena, (size_t)len + 1);
	vsnprintf(string, (size_t)len + 1, format, args);
	return string;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *string;

	va_start(args, format);
	string = arena_vprintf(arena, format, args);
	va_end(args);
	return string;
}
