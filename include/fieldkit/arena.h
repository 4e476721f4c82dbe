/*
 * arena.h - memory with a lifetime.
 *
 * fieldkit knows three lifetimes: the run's arena (the model, the theme), a
 * job's arena (one page or one kit) and library handles, freed by the function
 * that made them. Nothing in an arena is freed by itself.
 *
 * Out of memory, anywhere: a line on stderr and exit status 3. No function of
 * this header returns NULL.
 */
#ifndef FIELDKIT_ARENA_H
#define FIELDKIT_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;	/* newest first */
	char *next;			/* first free byte of the newest block */
	size_t left;			/* free bytes in it */
	size_t used;			/* bytes handed out, for reports */
};

/* An all-zero arena is empty and usable; init makes one so. */
void arena_init(struct arena *arena);
/* Frees every block. The arena is empty and usable afterwards. */
void arena_release(struct arena *arena);
/* Gives all that `from` holds to `into`; `from` is empty afterwards. */
void arena_absorb(struct arena *into, struct arena *from);
/* Empties the arena but keeps its newest block for the next user. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed items of `size` bytes; exits when the product overflows. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);
/* A copy of `len` bytes with a NUL after it. */
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_strdup(struct arena *arena, const char *string);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* malloc, realloc for buffers that outgrow an arena; they exit like it. */
void *mem_alloc(size_t size);
void *mem_realloc(void *old, size_t size);
/* What they do when there is no memory, for libraries that say so. */
_Noreturn void mem_exhausted(void);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) \
	((type *)arena_alloc_array((arena), (count), sizeof(type)))

#endif
