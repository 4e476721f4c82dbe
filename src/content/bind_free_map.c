/*
 * Maps with free keys. In: a map of any shape (`extra`), of lines, or of
 * readers. Out: a flat map of dotted keys, in the order of the file.
 */
#include "bind.h"

#include <string.h>

#define VALUE_BYTES 2000

struct entries {
	struct map_entry *items;
	uint32_t count;
	struct bind *bind;
	const struct field *field;
};

static uint32_t
count_leaves(const struct yaml_node *node)
{
	const struct yaml_node *child;
	uint32_t count = 1;

	for (child = node->first_child; child != NULL; child = child->next)
		count += count_leaves(child);
	return count;
}

static bool
is_list_of_scalars(const struct yaml_node *node)
{
	const struct yaml_node *child;

	if (node->kind != YAML_SEQUENCE)
		return false;
	for (child = node->first_child; child != NULL; child = child->next)
		if (child->kind != YAML_SCALAR)
			return false;
	return true;
}

static struct list
bind_words(struct bind *bind, const struct yaml_node *node)
{
	struct list list = { .pos = node->pos, .count = node->count };
	struct str *items = ARENA_ARRAY(bind->arena, struct str, node->count);
	const struct yaml_node *child;
	uint32_t i = 0;

	for (child = node->first_child; child != NULL; child = child->next)
		items[i++] = (struct str){ child->pos, child->scalar_len,
			child->scalar };
	list.items = items;
	return list;
}

/* `extra` is the authors' own and goes nowhere; other maps name targets, which
 * reach command lines. */
static bool
is_for_us(const struct field *field)
{
	return strcmp(field->key, "extra") != 0;
}

/* Key and value as bind_check_line wants them. */
static bool
is_line(struct bind *bind, const struct yaml_node *node)
{
	struct yaml_node key = { .kind = YAML_SCALAR, .is_plain = true,
		.pos = node->key_pos };

	if (node->key != NULL) {
		key.scalar = node->key;
		key.scalar_len = (uint32_t)strlen(node->key);
		if (!bind_check_line(bind, node->key, &key, true))
			return false;
	}
	if (node->kind == YAML_SCALAR && node->scalar_len > VALUE_BYTES) {
		diag_report(bind->diags, DIAG_FIELD_LENGTH, node->pos,
		    "a value here has %d bytes at most", VALUE_BYTES);
		return false;
	}
	return node->kind != YAML_SCALAR || bind_check_line(bind,
	    node->key != NULL ? node->key : "list", node, true);
}

/* Any shape of `extra`, made flat: a map's entries get dotted keys, a list's
 * that holds more than scalars get numbers from 0. */
static void
flatten(struct entries *entries, const char *key,
    const struct yaml_node *node)
{
	const struct yaml_node *child;
	uint32_t i = 0;

	if (is_for_us(entries->field) && !is_line(entries->bind, node))
		return;
	if (node->kind == YAML_SCALAR || is_list_of_scalars(node)) {
		struct map_entry *entry = &entries->items[entries->count++];

		entry->pos = node->key != NULL ? node->key_pos : node->pos;
		entry->key = key;
		if (node->kind == YAML_SCALAR)
			entry->value = node->scalar;
		else
			entry->words = bind_words(entries->bind, node);
		return;
	}
	for (child = node->first_child; child != NULL; child = child->next)
		flatten(entries, node->kind == YAML_MAPPING
		    ? arena_printf(entries->bind->arena, "%s.%s", key,
			child->key)
		    : arena_printf(entries->bind->arena, "%s.%u", key,
			(unsigned)i++), child);
}

/* Values of a map of lines, or of readers: one word or a list of them. */
static bool
check_entry(const struct entries *entries, const struct yaml_node *node)
{
	struct bind *bind = entries->bind;

	if (yaml_is_empty(node)) {
		report_empty(bind, node->key, node);
		return false;
	}
	if (node->kind == YAML_SCALAR && entries->field->map == MAP_LINES)
		return true;
	if (is_list_of_scalars(node) && entries->field->map == MAP_READERS)
		return true;
	diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
	    entries->field->map == MAP_LINES
	    ? "'%s' takes one line of text"
	    : "'%s' takes a list of readers, such as [vendor-field, "
	      "partner-field]", node->key);
	return false;
}

bool
bind_free_map(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct map *map)
{
	struct entries entries = { .bind = bind, .field = field };
	const struct yaml_node *child;

	if (node->kind != YAML_MAPPING) {
		report_shape(bind, field, node);
		return false;
	}
	entries.items = ARENA_ARRAY(bind->arena, struct map_entry,
	    count_leaves(node));
	for (child = node->first_child; child != NULL; child = child->next)
		if (field->map == MAP_FREE || check_entry(&entries, child))
			flatten(&entries, child->key, child);
	map->pos = node->pos;
	map->count = entries.count;
	map->entries = entries.items;
	return true;
}
