/*
 * strmap.h - strings to pointers: a hash table with open addressing.
 *
 * Keys are borrowed and must outlive the map. Nothing ever depends on the
 * order inside; walk something sorted instead.
 */
#ifndef FIELDKIT_STRMAP_H
#define FIELDKIT_STRMAP_H

#include <stddef.h>
#include <stdint.h>

struct strmap_slot {
	const char *key;		/* NULL: free */
	size_t len;
	uint64_t hash;
	const void *value;
};

struct strmap {
	struct strmap_slot *slots;
	size_t size;			/* a power of two, or 0 */
	size_t count;
};

/* An all-zero map is empty and usable. */
void strmap_init(struct strmap *map);
void strmap_release(struct strmap *map);
/* The value of a key, or NULL. */
const void *strmap_find(const struct strmap *map, const char *key);
const void *strmap_find_len(const struct strmap *map, const char *key,
    size_t len);
/* Adds a key with a value other than NULL; an existing key keeps its value,
 * which is returned. NULL where the key is new. */
const void *strmap_add(struct strmap *map, const char *key,
    const void *value);
const void *strmap_add_len(struct strmap *map, const char *key, size_t len,
    const void *value);

#endif
