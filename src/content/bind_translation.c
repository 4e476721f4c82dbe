/*
 * Translations merged into records. In: the front matter of a translation.
 * Out: one more variant in each text it gives.
 *
 * Only localizable fields may stand there; maps and lists are followed down
 * to them, lists by position. A list of texts, or of maps with texts in them,
 * has as many items as the original, so that nothing can slip by one.
 */
#include "bind.h"

#include <string.h>

static bool
is_translatable(const struct field *field)
{
	size_t i;

	if (field_is_localizable(field) || field->type == FIELD_IMAGE)
		return !field->is_body;
	if (field->type != FIELD_STRUCT)
		return false;
	for (i = 0; i < field->of->field_count; i++)
		if (is_translatable(&field->of->fields[i]))
			return true;
	return false;
}

static void
report_not_translated(struct bind *bind, const struct yaml_node *node)
{
	diag_report(bind->diags, DIAG_FIELD_TRANSLATED, node->key_pos,
	    "'%s' is the same in every language; delete it here, it stands in "
	    "the original", node->key);
}

static void
report_untranslatable(struct bind *bind, const struct schema *schema,
    const struct yaml_node *node)
{
	const char *keys[64];
	size_t i, count = 0;

	diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
	    "'%s' is nothing that can be translated here", node->key);
	for (i = 0; i < schema->field_count && count < 64; i++)
		if (is_translatable(&schema->fields[i]))
			keys[count++] = schema->fields[i].key;
	diag_suggest(bind->diags, node->key, keys, count);
}

static void
report_no_original(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	diag_report(bind->diags, DIAG_TRANSLATION_ORPHAN, node->pos,
	    "'%s' has no original to translate; give it in the record first",
	    field->key);
}

static void
translate_text(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang, struct text *text)
{
	struct variant variant;

	if (node->kind != YAML_SCALAR)
		diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
		    "'%s' takes one text here: the file's name says which "
		    "language it is", field->key);
	else if (yaml_is_empty(node))
		report_empty(bind, field->key, node);
	else if (!is_given(text))
		report_no_original(bind, field, node);
	else if (bind_variant(bind, field, node, lang, &variant))
		text_add_variant(bind, field->key, text, &variant);
}

static void
translate_image(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang, struct image *image)
{
	static const struct field alt = { .key = "alt", .type = FIELD_TEXT,
		.max_chars = 500 };
	const struct yaml_node *child;

	if (node->kind != YAML_MAPPING) {
		report_shape(bind, field, node);
		return;
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		if (strcmp(child->key, "alt") == 0)
			translate_text(bind, &alt, child, lang, &image->alt);
		else
			report_not_translated(bind, child);
	}
}

static void
translate_value(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang, void *place)
{
	if (field_is_localizable(field)) {
		translate_text(bind, field, node, lang, place);
	} else if (field->type == FIELD_IMAGE) {
		translate_image(bind, field, node, lang, place);
	} else if (node->kind == YAML_MAPPING) {
		bind_translation(bind, field->of, place, node, lang);
	} else {
		report_shape(bind, field, node);
	}
}

static void
translate_list(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang, const struct list *list)
{
	size_t size = field_item_size(field);
	const struct yaml_node *child;
	char *item = list->items;

	if (node->kind != YAML_SEQUENCE) {
		diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
		    "'%s' takes a list, each item the translation of the "
		    "original's at the same place", field->key);
		return;
	}
	if (!is_given(list)) {
		report_no_original(bind, field, node);
		return;
	}
	if (node->count != list->count) {
		diag_report(bind->diags, DIAG_TRANSLATION_ITEMS, node->pos,
		    "'%s' lists %u here and %u in the original (%s, line %u); "
		    "translate each one, in the same order", field->key,
		    (unsigned)node->count, (unsigned)list->count,
		    source_path(bind->sources, list->pos),
		    (unsigned)list->pos.line);
		return;
	}
	for (child = node->first_child; child != NULL; child = child->next) {
		translate_value(bind, field, child, lang, item);
		item += size;
	}
}

void
bind_translation(struct bind *bind, const struct schema *schema,
    void *holder, const struct yaml_node *map, const char *lang)
{
	const struct yaml_node *node;

	for (node = map->first_child; node != NULL; node = node->next) {
		const struct field *field =
		    schema_field(schema, node->key, strlen(node->key));

		if (field == NULL || field->is_body)
			report_untranslatable(bind, schema, node);
		else if (!is_translatable(field))
			report_not_translated(bind, node);
		else if (field->is_list)
			translate_list(bind, field, node, lang,
			    field_value(field, holder));
		else
			translate_value(bind, field, node, lang,
			    field_place(field, holder));
	}
}
