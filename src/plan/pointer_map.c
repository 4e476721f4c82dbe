/*
 * Pointers to pointers: open addressing, linear probing, half full at most.
 * In: addresses of records. Out: what was put for them. The hash depends on
 * addresses, so nothing may ever walk the slots.
 */
#include "index.h"

static size_t
slot_of(const struct pointer_map *map, const void *key)
{
	uint64_t hash = (uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15u;
	size_t i = (size_t)(hash >> 20) & (map->size - 1);

	while (map->slots[i].key != NULL && map->slots[i].key != key)
		i = (i + 1) & (map->size - 1);
	return i;
}

static void
grow(struct pointer_map *map, struct arena *arena)
{
	struct pointer_map old = *map;
	size_t i;

	map->size = old.size == 0 ? 64 : old.size * 2;
	map->slots = ARENA_ARRAY(arena, struct pointer_slot, map->size);
	for (i = 0; i < old.size; i++)
		if (old.slots[i].key != NULL)
			map->slots[slot_of(map, old.slots[i].key)] =
			    old.slots[i];
}

void
pointer_map_put(struct pointer_map *map, struct arena *arena, const void *key,
    const void *value)
{
	struct pointer_slot *slot;

	if (map->count * 2 >= map->size)
		grow(map, arena);
	slot = &map->slots[slot_of(map, key)];
	if (slot->key == NULL)
		map->count++;
	slot->key = key;
	slot->value = value;
}

const void *
pointer_map_get(const struct pointer_map *map, const void *key)
{
	if (map->size == 0 || key == NULL)
		return NULL;
	return map->slots[slot_of(map, key)].value;
}
