/*
 * What a field takes, in words. In: a row of a schema. Out: the middle of a
 * message: "a date such as 2026-11-22".
 */
#include "bind.h"

#include "fieldkit/strbuf.h"

static const char *const expectations[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = "a text, or a map of languages to texts",
	[FIELD_LINE] = "one line of text",
	[FIELD_SLUG] = "a word of a-z, 0-9 and hyphens",
	[FIELD_URL] = "an address such as https://partner.example/",
	[FIELD_DATE] = "a date such as 2026-11-22",
	[FIELD_MONTH_DAY] = "a month and day such as 07-01",
	[FIELD_COUNTRY] = "a country, two letters such as DE",
	[FIELD_SUBDIVISION] = "a state or province such as DE-BY",
	[FIELD_CURRENCY] = "a currency, three letters such as EUR",
	[FIELD_LANG] = "a language such as de or en-GB",
	[FIELD_TZ] = "a time zone such as Europe/Berlin",
	[FIELD_EMAIL] = "a mail address",
	[FIELD_PHONE] = "a phone number such as +442079460000",
	[FIELD_READER] = "a reader such as vendor-field",
	[FIELD_MARKDOWN] = "a text in Markdown",
	[FIELD_IMAGE] = "a map with the keys file and alt",
	[FIELD_INT] = "a whole number",
	[FIELD_DECIMAL] = "a number",
	[FIELD_BOOL] = "true or false",
	[FIELD_TERRITORY] = "a region's id or a country such as DE",
	[FIELD_ORG] = "vendor, or a partner's id",
	[FIELD_MAP] = "a map, one 'key: value' a line",
};

const char *
words_listed(struct arena *arena, const char *const *words,
    const char *conjunction)
{
	const char *last = arena_printf(arena, " %s ", conjunction);
	const char *listed;
	struct strbuf buffer;
	size_t i;

	strbuf_init(&buffer);
	for (i = 0; words[i] != NULL; i++) {
		if (i > 0)
			strbuf_add_string(&buffer,
			    words[i + 1] != NULL ? ", " : last);
		strbuf_add_string(&buffer, words[i]);
	}
	listed = arena_copy(arena, strbuf_string(&buffer), buffer.len);
	strbuf_release(&buffer);
	return listed;
}

const char *
required_keys(struct arena *arena, const struct schema *schema)
{
	const char *keys[64 + 1];
	size_t i, count = 0;

	for (i = 0; i < schema->field_count && count < 64; i++)
		if (schema->fields[i].is_required)
			keys[count++] = schema->fields[i].key;
	if (count == 0)
		keys[count++] = schema->fields[0].key;
	keys[count] = NULL;
	return words_listed(arena, keys, "and");
}

const char *
item_expectation(struct arena *arena, const struct field *field)
{
	switch (field->type) {
	case FIELD_ENUM:
		return words_listed(arena, field->words, "or");
	case FIELD_REF:
		return arena_printf(arena, "the id of one of the %s",
		    field->of->name);
	case FIELD_STRUCT:
		return arena_printf(arena, "a map with at least %s",
		    required_keys(arena, field->of));
	case FIELD_TEXT: case FIELD_LINE: case FIELD_SLUG: case FIELD_URL:
	case FIELD_DATE: case FIELD_MONTH_DAY: case FIELD_COUNTRY:
	case FIELD_SUBDIVISION: case FIELD_CURRENCY: case FIELD_LANG:
	case FIELD_TZ: case FIELD_EMAIL: case FIELD_PHONE: case FIELD_READER:
	case FIELD_MARKDOWN: case FIELD_IMAGE: case FIELD_INT:
	case FIELD_DECIMAL: case FIELD_BOOL: case FIELD_TERRITORY:
	case FIELD_ORG: case FIELD_MAP: case FIELD_RECORD:
	case FIELD_TYPE_COUNT:
		break;
	}
	if (field->is_picture)
		return "the name of a picture in the record's folder";
	return expectations[field->type];
}

const char *
field_expectation(struct arena *arena, const struct field *field)
{
	const char *one = item_expectation(arena, field);

	return field->is_list ? arena_printf(arena, "a list, each item %s", one)
			      : one;
}

void
report_shape(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	static const char *const shapes[] = {
		[YAML_SCALAR] = "a single value",
		[YAML_SEQUENCE] = "a list",
		[YAML_MAPPING] = "a map",
	};

	diag_report(bind->diags, DIAG_FIELD_TYPE, node->pos,
	    field->is_list ? "an item of '%s' is %s; this is %s"
			   : "'%s' takes %s; this is %s",
	    field->key, item_expectation(bind->arena, field),
	    shapes[node->kind]);
}
