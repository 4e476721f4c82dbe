/*
 * YAML bound to structs. In: a mapping and the schema of the struct.
 * Out: the struct's values, each with its position; a diagnostic for every
 * key that is unknown, every field that is missing, every value of another
 * shape.
 *
 * One function binds one value; lists, maps of fields and languages are
 * built from it; scalars, texts, pictures and free maps have files of their
 * own. A value that is wrong stays "not given", and its neighbours are still
 * bound, so that one run shows all that is wrong.
 */
#include "bind.h"

#include <assert.h>
#include <string.h>

/* The key of a map that is nearest to one it does not have, or NULL. */
static const char *
key_meant(const struct schema *schema, const char *key)
{
	const char *keys[64];
	size_t i, count = 0;

	assert(schema->field_count <= sizeof(keys) / sizeof(*keys));
	for (i = 0; i < schema->field_count; i++)
		if (!schema->fields[i].is_body)
			keys[count++] = schema->fields[i].key;
	return diag_nearest(key, keys, count);
}

/* Whether a required field is there under a name that is nearly its own: one
 * report is enough. */
static bool
is_misspelt(const struct schema *schema, const struct field *field,
    const struct yaml_node *map)
{
	const struct yaml_node *node;

	for (node = map->first_child; node != NULL; node = node->next) {
		const char *meant;

		if (schema_field(schema, node->key, strlen(node->key)) != NULL)
			continue;
		meant = key_meant(schema, node->key);
		if (meant != NULL && strcmp(meant, field->key) == 0)
			return true;
	}
	return false;
}

/* The required field that is missing where one is, and one key of the map is
 * unknown and near to none: the key was meant to be the field. */
static const struct field *
field_meant(const struct schema *schema, const struct yaml_node *map)
{
	const struct field *missing = NULL;
	const struct yaml_node *node;
	size_t i, unknown = 0, count = 0;

	for (node = map->first_child; node != NULL; node = node->next)
		unknown += schema_field(schema, node->key,
		    strlen(node->key)) == NULL &&
		    key_meant(schema, node->key) == NULL;
	for (i = 0; i < schema->field_count && unknown == 1; i++) {
		const struct field *field = &schema->fields[i];

		if (!field->is_required || yaml_find(map, field->key) != NULL ||
		    is_misspelt(schema, field, map))
			continue;
		missing = field;
		count++;
	}
	return count == 1 ? missing : NULL;
}

/* Whether a key is one of the map that a field without a value was to hold:
 * its lines were not indented. */
static bool
is_key_of(const struct schema *schema, const struct yaml_node *owner,
    const char *key)
{
	const struct field *field = schema_field(schema, owner->key,
	    strlen(owner->key));

	return field != NULL && field->type == FIELD_STRUCT &&
	    !field->is_list && yaml_is_empty(owner) &&
	    schema_field(schema, key, strlen(key)) == NULL &&
	    schema_field(field->of, key, strlen(key)) != NULL;
}

/* The field above whose map a key belongs to, or NULL. */
static const struct yaml_node *
owner_above(const struct schema *schema, const struct yaml_node *map,
    const struct yaml_node *node)
{
	const struct yaml_node *at, *owner = NULL;

	for (at = map->first_child; at != node; at = at->next)
		if (owner == NULL || !is_key_of(schema, owner, at->key))
			owner = at;
	return owner != NULL && is_key_of(schema, owner, node->key) ? owner
								    : NULL;
}

static void
report_unknown(struct bind *bind, const struct schema *schema,
    const struct yaml_node *map, const struct yaml_node *node)
{
	const struct yaml_node *owner = owner_above(schema, map, node);
	const struct field *missing = field_meant(schema, map);
	const char *meant;

	if (owner != NULL) {
		diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
		    "'%s' belongs to '%s' above; indent it by two spaces",
		    node->key, owner->key);
		return;
	}

	if (strcmp(node->key, "id") == 0 && schema->kind != SCHEMA_MAP) {
		diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
		    "the id of %s %s is its file's name; delete this line",
		    schema_article(schema), schema->singular);
		return;
	}
	if (schema->kind == SCHEMA_MAP)
		diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
		    "'%s' is no key of '%s'", node->key, schema->name);
	else
		diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
		    "'%s' is no field of %s %s; data of your own goes under "
		    "'extra:'", node->key, schema_article(schema),
		    schema->singular);
	meant = key_meant(schema, node->key);
	if (meant != NULL)
		diag_hint(bind->diags, "did you mean '%s'?", meant);
	else if (missing != NULL)
		diag_hint(bind->diags, "did you mean '%s', which is missing?",
		    missing->key);
}

void
report_missing(struct bind *bind, const struct field *field,
    struct source_pos pos, const char *of)
{
	const char *example = field->example;

	if (field->type == FIELD_STRUCT || example == NULL)
		diag_report(bind->diags, DIAG_FIELD_MISSING, pos,
		    "%s needs '%s': %s", of, field->key,
		    field_expectation(bind->arena, field));
	else
		diag_report(bind->diags, DIAG_FIELD_MISSING, pos,
		    field->is_list ? "%s needs '%s': add a line such as '%s: "
				     "[%s]'"
				   : "%s needs '%s': add a line such as '%s: "
				     "%s'",
		    of, field->key, field->key, example);
}

static bool
bind_value(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *place)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
		return bind_text(bind, field, node, place);
	case FIELD_IMAGE:
		return bind_image(bind, field, node, place);
	case FIELD_MAP:
		return bind_free_map(bind, field, node, place);
	case FIELD_STRUCT:
		if (node->kind != YAML_MAPPING) {
			report_shape(bind, field, node);
			return false;
		}
		((struct value *)place)->pos = node->pos;
		bind_map(bind, field->of, place, node, false);
		return true;
	case FIELD_LINE: case FIELD_SLUG: case FIELD_URL: case FIELD_DATE:
	case FIELD_MONTH_DAY: case FIELD_COUNTRY: case FIELD_SUBDIVISION:
	case FIELD_CURRENCY: case FIELD_LANG: case FIELD_TZ:
	case FIELD_EMAIL: case FIELD_PHONE: case FIELD_READER:
	case FIELD_INT: case FIELD_DECIMAL: case FIELD_BOOL:
	case FIELD_ENUM: case FIELD_REF: case FIELD_TERRITORY:
	case FIELD_ORG:
		return bind_scalar(bind, field, node, place);
	case FIELD_RECORD:
	case FIELD_TYPE_COUNT:
		break;
	}
	assert(!"a record's schema has no field of this type");
	return false;
}

/* What two items of a list must not share, as text; NULL where they may be
 * alike. */
static const char *
item_identity(const struct field *field, const void *item)
{
	switch (field->type) {
	case FIELD_LINE: case FIELD_SLUG: case FIELD_URL: case FIELD_COUNTRY:
	case FIELD_LANG: case FIELD_EMAIL: case FIELD_READER:
		return ((const struct str *)item)->chars;
	case FIELD_REF: case FIELD_TERRITORY: case FIELD_ORG:
		return ((const struct ref *)item)->id;
	case FIELD_ENUM:
		return field->words[((const struct choice *)item)->index];
	case FIELD_STRUCT: {
		const struct field *id = schema_field(field->of, "id", 2);

		return id != NULL
		    ? ((const struct str *)field_value(id, item))->chars
		    : NULL;
	}
	case FIELD_TEXT: case FIELD_DATE: case FIELD_MONTH_DAY:
	case FIELD_SUBDIVISION: case FIELD_CURRENCY: case FIELD_TZ:
	case FIELD_PHONE: case FIELD_MARKDOWN: case FIELD_IMAGE:
	case FIELD_INT: case FIELD_DECIMAL: case FIELD_BOOL: case FIELD_MAP:
	case FIELD_RECORD: case FIELD_TYPE_COUNT:
		break;
	}
	return NULL;
}

static void
check_new_item(struct bind *bind, const struct field *field,
    struct strmap *seen, const void *item)
{
	const char *identity = item_identity(field, item);
	const struct value *first;

	/* Editions have a diagnostic of their own. */
	if (identity == NULL || field->of == &schema_edition_spec)
		return;
	first = strmap_add(seen, identity, item);
	if (first != NULL)
		diag_report(bind->diags, DIAG_VALUE_DUPLICATE,
		    ((const struct value *)item)->pos,
		    "'%s' names '%s' a second time; the first is in line %u",
		    field->key, identity, (unsigned)first->pos.line);
}

static void
report_scalar_list(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR && node->scalar_len <= 40 &&
	    strpbrk(node->scalar, ",\n[]{}:#\"'") == NULL)
		diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
		    "'%s' takes a list, even of one: write [%s]", field->key,
		    node->scalar);
	else if (node->kind == YAML_SCALAR && node->scalar_len <= 60 &&
	    strpbrk(node->scalar, "\n[]{}:#\"'") == NULL)
		diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
		    "'%s' takes a list: write [%s]", field->key,
		    node->scalar);
	else
		diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
		    "'%s' takes a list; put each item on a line of its own "
		    "that starts with '- '", field->key);
}

static bool
is_worldwide(const struct field *field, const struct yaml_node *node)
{
	return field->takes_worldwide && node->kind == YAML_SCALAR &&
	    strcmp(node->scalar, "worldwide") == 0;
}

static void
bind_list(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct list *list)
{
	size_t size = field_item_size(field);
	struct strmap seen = { 0 };
	const struct yaml_node *child;
	char *items;

	if (is_worldwide(field, node)) {
		struct str *word = ARENA_NEW(bind->arena, struct str);

		*word = (struct str){ node->pos, node->scalar_len,
			node->scalar };
		*list = (struct list){ node->pos, 1, word };
		return;
	}
	if (yaml_is_empty(node)) {
		report_empty_field(bind, field, node);
		return;
	}
	if (node->kind != YAML_SEQUENCE) {
		report_scalar_list(bind, field, node);
		return;
	}
	if (node->count == 0 && field->is_required) {
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->pos,
		    "'%s' is empty; it needs at least one item: %s",
		    field->key, item_expectation(bind->arena, field));
		return;
	}
	items = arena_alloc_array(bind->arena, node->count, size);
	list->pos = node->pos;
	list->items = items;
	for (child = node->first_child; child != NULL; child = child->next) {
		void *item = items + list->count * size;

		if (yaml_is_empty(child))
			diag_report(bind->diags, DIAG_FIELD_EMPTY, child->pos,
			    "an item of '%s' has no value; give one or delete "
			    "the line", field->key);
		else if (bind_value(bind, field, child, item)) {
			list->count++;
			check_new_item(bind, field, &seen, item);
		} else {
			memset(item, 0, size);
		}
	}
	strmap_release(&seen);
}

static void
bind_field(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *holder)
{
	void *place = field_place(field, holder);

	if (field->is_list)
		bind_list(bind, field, node, place);
	else if (yaml_is_empty(node))
		report_empty_field(bind, field, node);
	else
		bind_value(bind, field, node, place);
}

static const char *
holder_name(struct bind *bind, const struct schema *schema)
{
	if (schema->kind == SCHEMA_MAP)
		return arena_printf(bind->arena, "'%s'", schema->name);
	return arena_printf(bind->arena, "%s %s", schema_article(schema),
	    schema->singular);
}

void
report_empty_record(struct bind *bind, const struct schema *schema)
{
	diag_report(bind->diags, DIAG_FIELD_MISSING, bind->record_pos,
	    "there is nothing in it; %s needs %s", holder_name(bind, schema),
	    required_keys(bind->arena, schema));
}

void
bind_map(struct bind *bind, const struct schema *schema, void *holder,
    const struct yaml_node *map, bool is_item)
{
	const struct yaml_node *node;
	size_t i;

	for (node = map->first_child; node != NULL; node = node->next) {
		const struct field *field =
		    schema_field(schema, node->key, strlen(node->key));

		if (is_item && strcmp(node->key, "id") == 0)
			continue;
		if (field == NULL)
			report_unknown(bind, schema, map, node);
		else if (field->is_body)
			diag_report(bind->diags, DIAG_FIELD_UNKNOWN,
			    node->key_pos, "'body' is no key: the body of %s "
			    "%s is the text below the front matter of a .md "
			    "file", schema_article(schema), schema->singular);
		else if (node->next == NULL ||
		    !is_key_of(schema, node, node->next->key))
			bind_field(bind, field, node, holder);
	}
	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];

		if (!field->is_required || yaml_find(map, field->key) != NULL ||
		    is_misspelt(schema, field, map) ||
		    (field == field_meant(schema, map) && !is_item))
			continue;
		if (strcmp(field->key, "alt") == 0)
			diag_report(bind->diags, DIAG_IMAGE_ALT, map->pos,
			    "'%s' needs 'alt': a text for those who cannot see "
			    "the picture", schema->name);
		else
			report_missing(bind, field,
			    schema->kind == SCHEMA_MAP ? map->pos
						       : bind->record_pos,
			    holder_name(bind, schema));
	}
}

static bool
has_defaults(const struct schema *schema)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++)
		if (schema->fields[i].default_word != NULL)
			return true;
	return false;
}

static void
bind_default(struct bind *bind, const struct field *field, void *place)
{
	struct yaml_node node = { .kind = YAML_SCALAR, .is_plain = true,
		.pos = bind->record_pos, .scalar = field->default_word,
		.scalar_len = (uint32_t)strlen(field->default_word) };

	bind_value(bind, field, &node, place);
}

void
bind_defaults(struct bind *bind, const struct schema *schema, void *holder)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		void *place = field_place(field, holder);
		const struct list *list = place;
		uint32_t at;

		if (field->default_word != NULL && !is_given(place)) {
			bind_default(bind, field, place);
		} else if (field->type == FIELD_STRUCT &&
		    has_defaults(field->of)) {
			if (field->is_list) {
				for (at = 0; at < list->count; at++)
					bind_defaults(bind, field->of,
					    (char *)list->items +
					    at * field->of->size);
				continue;
			}
			if (!is_given(place))
				((struct value *)place)->pos =
				    bind->record_pos;
			bind_defaults(bind, field->of, place);
		}
	}
}
