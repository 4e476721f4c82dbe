/*
 * Strings to pointers. FNV-1a hashes, then mixed, linear probing, at most two
 * thirds full. An author who forges collisions slows down his own build only.
 */
#include "fieldkit/strmap.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/arena.h"

void
strmap_init(struct strmap *map)
{
	*map = (struct strmap){ 0 };
}

void
strmap_release(struct strmap *map)
{
	free(map->slots);
	strmap_init(map);
}

static uint64_t
hash_bytes(const char *key, size_t len)
{
	uint64_t hash = 14695981039346656037U;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)key[i]) * 1099511628211U;
	return hash ^ (hash >> 32);
}

/* The slot of the key, or the free one where it would go. */
static struct strmap_slot *
find_slot(const struct strmap *map, const char *key, size_t len,
    uint64_t hash)
{
	size_t at = (size_t)hash & (map->size - 1);

	for (;;) {
		struct strmap_slot *slot = &map->slots[at];

		if (slot->key == NULL || (slot->hash == hash &&
		    slot->len == len && memcmp(slot->key, key, len) == 0))
			return slot;
		at = (at + 1) & (map->size - 1);
	}
}

static void
grow(struct strmap *map)
{
	struct strmap old = *map;
	size_t i;

	map->size = old.size != 0 ? 2 * old.size : 32;
	map->slots = mem_alloc(map->size * sizeof(*map->slots));
	memset(map->slots, 0, map->size * sizeof(*map->slots));
	for (i = 0; i < old.size; i++) {
		const struct strmap_slot *slot = &old.slots[i];

		if (slot->key != NULL)
			*find_slot(map, slot->key, slot->len, slot->hash) =
			    *slot;
	}
	free(old.slots);
}

const void *
strmap_find_len(const struct strmap *map, const char *key, size_t len)
{
	if (map->count == 0)
		return NULL;
	return find_slot(map, key, len, hash_bytes(key, len))->value;
}

const void *
strmap_find(const struct strmap *map, const char *key)
{
	return strmap_find_len(map, key, strlen(key));
}

const void *
strmap_add_len(struct strmap *map, const char *key, size_t len,
    const void *value)
{
	uint64_t hash = hash_bytes(key, len);
	struct strmap_slot *slot;

	assert(value != NULL);
	if (3 * (map->count + 1) > 2 * map->size)
		grow(map);
	slot = find_slot(map, key, len, hash);
	if (slot->key != NULL)
		return slot->value;
	*slot = (struct strmap_slot){ key, len, hash, value };
	map->count++;
	return NULL;
}

const void *
strmap_add(struct strmap *map, const char *key, const void *value)
{
	return strmap_add_len(map, key, strlen(key), value);
}
