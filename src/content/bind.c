/*
 * YAML bound to structs. In: a mapping and the schema of the struct.
 * Out: the struct's values, each with its position; a diagnostic for every
 * key that is unknown, every field that is missing, every value of another
 * shape.
 *
 * One function binds one value; lists, maps of fields and languages are
 * built from it. A value that is wrong stays "not given", and its neighbours
 * are still bound, so that one run shows all that is wrong.
 */
#include "bind.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/markdown.h"
#include "fieldkit/tags.h"
#include "fieldkit/utf8.h"
#include "fieldkit/words.h"

#define TEXT_CHARS 10000

static const struct field image_file_field = {
	.key = "file", .type = FIELD_URL, .is_picture = true,
	.is_required = true, .example = "picture.jpg",
	.help = "A PNG, JPEG, WebP or SVG file in the record's folder.",
};
static const struct field image_alt_field = {
	.key = "alt", .type = FIELD_TEXT, .max_chars = 500,
	.is_required = true, .example = "A control room at night",
	.help = "What the picture shows, for those who cannot see it.",
};

static bool bind_value(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *place);

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

static void
report_unknown(struct bind *bind, const struct schema *schema,
    const struct yaml_node *node)
{
	const char *meant;

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

bool
text_add_variant(struct bind *bind, const char *key, struct text *text,
    const struct variant *variant)
{
	struct variant *variants;
	uint32_t at = 0, i;

	while (at < text->count &&
	    strcmp(text->variants[at].lang, variant->lang) < 0)
		at++;
	if (at < text->count &&
	    strcmp(text->variants[at].lang, variant->lang) == 0) {
		diag_report(bind->diags, DIAG_VALUE_DUPLICATE, variant->pos,
		    "'%s' is given in %s already, in %s line %u; keep one of "
		    "the two", key, variant->lang,
		    source_path(bind->sources, text->variants[at].pos),
		    (unsigned)text->variants[at].pos.line);
		return false;
	}
	variants = ARENA_ARRAY(bind->arena, struct variant,
	    (size_t)text->count + 1);
	for (i = 0; i < at; i++)
		variants[i] = text->variants[i];
	variants[at] = *variant;
	for (; i < text->count; i++)
		variants[i + 1] = text->variants[i];
	text->variants = variants;
	text->count++;
	if (text->pos.line == 0)
		text->pos = variant->pos;
	return true;
}

static bool
check_text_bounds(struct bind *bind, const struct field *field,
    const struct variant *variant)
{
	size_t max = field->max_chars != 0 ? field->max_chars : TEXT_CHARS;
	size_t chars = utf8_count(variant->chars, variant->len), words;

	if (chars > max) {
		diag_report(bind->diags, DIAG_FIELD_LENGTH, variant->pos,
		    "'%s' has %zu characters; it takes %zu at most",
		    field->key, chars, max);
		return false;
	}
	if (field->max_words == 0)
		return true;
	words = words_count(variant->chars, variant->len);
	if (words <= field->max_words)
		return true;
	diag_report(bind->diags, DIAG_FIELD_WORDS, variant->pos,
	    "'%s' has %zu words; it takes %u at most", field->key, words,
	    (unsigned)field->max_words);
	return false;
}

static void
trim_variant(struct arena *arena, const struct yaml_node *node,
    struct variant *variant)
{
	const char *start = node->scalar;
	size_t len = node->scalar_len;

	while (len > 0 && strchr(" \t\r\n", start[len - 1]) != NULL)
		len--;
	while (len > 0 && strchr(" \t\r\n", start[0]) != NULL) {
		start++;
		len--;
	}
	variant->chars = len == node->scalar_len
	    ? node->scalar : arena_copy(arena, start, len);
	variant->len = (uint32_t)len;
}

bool
bind_variant(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang,
    struct variant *ret_variant)
{
	*ret_variant = (struct variant){ .pos = node->pos, .lang = lang };
	if (field->type == FIELD_MARKDOWN) {
		struct markdown_input input =
		    markdown_input_of_scalar(node, bind->sources);

		input.bundle = bind->folder;
		input.lang = lang;
		ret_variant->chars = node->scalar;
		ret_variant->len = node->scalar_len;
		ret_variant->tree =
		    markdown_parse(bind->arena, &input, bind->diags);
		return true;
	}
	trim_variant(bind->arena, node, ret_variant);
	return check_text_bounds(bind, field, ret_variant);
}

static const char *
read_lang_key(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	char tag[TAG_CHARS + 1];

	if (tag_lang(node->key, strlen(node->key), tag)) {
		if (strcmp(tag, node->key) == 0)
			return node->key;
		return arena_strdup(bind->arena, tag);
	}
	diag_report(bind->diags, DIAG_LANG_INVALID, node->key_pos,
	    "'%s' takes a text or a map of languages to texts, and '%s' is no "
	    "language; write a tag such as de, en-GB or zh-Hans", field->key,
	    node->key);
	return NULL;
}

/* A text: a scalar is the site's language, a map has one entry a language. */
static bool
bind_text(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct text *text)
{
	const struct yaml_node *child;
	struct variant variant;

	if (node->kind == YAML_SEQUENCE) {
		report_shape(bind, field, node);
		return false;
	}
	if (node->kind == YAML_SCALAR) {
		if (yaml_is_empty(node)) {
			report_empty(bind, field->key, node);
			return false;
		}
		return bind_variant(bind, field, node, bind->locale,
		    &variant) &&
		    text_add_variant(bind, field->key, text, &variant);
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		const char *lang = read_lang_key(bind, field, child);

		if (lang == NULL)
			continue;
		if (child->kind != YAML_SCALAR)
			diag_report(bind->diags, DIAG_FIELD_TYPE, child->pos,
			    "'%s' takes one text for each language",
			    field->key);
		else if (yaml_is_empty(child))
			report_empty(bind, child->key, child);
		else if (bind_variant(bind, field, child, lang, &variant))
			text_add_variant(bind, field->key, text, &variant);
	}
	if (text->count > 0)
		text->pos = node->pos;
	else if (node->count == 0)
		report_empty(bind, field->key, node);
	return text->count > 0;
}

static void
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

/* image: {file, alt}. The file's scheme is dropped: it can be nothing else. */
static bool
bind_image(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct image *image)
{
	const struct yaml_node *child;
	size_t errors = bind->diags->errors;

	if (node->kind != YAML_MAPPING) {
		report_shape(bind, field, node);
		return false;
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		if (strcmp(child->key, "file") == 0) {
			bind_scalar(bind, &image_file_field, child,
			    &image->file);
		} else if (strcmp(child->key, "alt") == 0) {
			bind_text(bind, &image_alt_field, child, &image->alt);
		} else {
			const char *const keys[] = { "file", "alt" };

			diag_report(bind->diags, DIAG_FIELD_UNKNOWN,
			    child->key_pos, "'%s' is no key of '%s'; it takes "
			    "file and alt", child->key, field->key);
			diag_suggest(bind->diags, child->key, keys, 2);
		}
	}
	if (yaml_find(node, "file") == NULL)
		report_missing(bind, &image_file_field, node->pos,
		    arena_printf(bind->arena, "'%s'", field->key));
	if (yaml_find(node, "alt") == NULL)
		diag_report(bind->diags, DIAG_IMAGE_ALT, node->pos,
		    "'%s' needs 'alt': a text for those who cannot see the "
		    "picture", field->key);
	if (is_given(&image->file)) {
		image->file.chars += strlen(DOC_BUNDLE_SCHEME);
		image->file.len -= (uint32_t)strlen(DOC_BUNDLE_SCHEME);
	}
	image->pos = node->pos;
	return bind->diags->errors == errors;
}

/* --- maps with free keys --- */

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

/* Any shape of `extra`, made flat: a map's entries get dotted keys, a list's
 * that holds more than scalars get numbers from 0. */
static void
flatten(struct entries *entries, const char *key,
    const struct yaml_node *node)
{
	const struct yaml_node *child;
	uint32_t i = 0;

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

static bool
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

/* --- values, lists, maps of fields --- */

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
		report_empty(bind, field->key, node);
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
		report_empty(bind, field->key, node);
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
			report_unknown(bind, schema, node);
		else if (field->is_body)
			diag_report(bind->diags, DIAG_FIELD_UNKNOWN,
			    node->key_pos, "'body' is no key: the body of %s "
			    "%s is the text below the front matter of a .md "
			    "file", schema_article(schema), schema->singular);
		else
			bind_field(bind, field, node, holder);
	}
	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];

		if (!field->is_required || yaml_find(map, field->key) != NULL ||
		    is_misspelt(schema, field, map))
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
