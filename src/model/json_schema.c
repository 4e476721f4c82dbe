/*
 * JSON Schema (draft 2020-12) of a record type, for editors and for stock
 * validators. In: the rows of a schema. Out: one document; a file of a list
 * is an array of its records.
 *
 * It refuses what the loader refuses for reasons of shape. Three things are
 * looser on purpose, since whoever validates has read the YAML in his own
 * way: a text may be what YAML takes for a number or a boolean, a date with a
 * real month may have a day the month lacks, and codes are checked by form.
 */
#include "fieldkit/schema.h"

#include <inttypes.h>
#include <string.h>

#include "fieldkit/strbuf.h"
#include "schema_rows.h"

#define ID_PATTERN "^[a-z0-9][a-z0-9-]{0,63}$"
/* A tag of BCP 47 by its form; TAG_CHARS of tags.h at most. */
#define LANG_PATTERN "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?" \
	"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
#define COUNTRY_PATTERN "^[A-Z]{2}$"

/* One line without the characters that reorder text (UAX #9). */
#define NO_TURN "[^\\u202a-\\u202e\\u2066-\\u2069]*"
#define TEXT_PATTERN "^" NO_TURN \
	"[^\\s\\u202a-\\u202e\\u2066-\\u2069]" NO_TURN "$"
#define LINE_PATTERN "^\\s*\\S[^\\t\\r\\n\\u202a-\\u202e\\u2066-\\u2069]*\\s*$"
/* A path inside the record's folder. */
#define INNER_PATTERN "(?!\\.{0,2}/)(?!.*/\\.{0,2}/)[^\\s:?#\\\\]" \
	"[^:?#\\\\\\r\\n]*"
#define PICTURE_PATTERN "^" INNER_PATTERN \
	"\\.([pP][nN][gG]|[jJ][pP][eE]?[gG]|[wW][eE][bB][pP]|[sS][vV][gG])$"

struct form {
	const char *types;	/* JSON types that YAML may make of a scalar */
	const char *pattern;	/* of a string, or NULL */
	uint32_t max_chars;
};

#define ANY_SCALAR "[\"string\",\"number\",\"boolean\"]"
#define STRING "\"string\""

/* Scalars by their form; the rest is written by functions. A line may not
 * hold line breaks within, but may end in one: folded text does. */
static const struct form forms[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = { ANY_SCALAR, TEXT_PATTERN, 10000 },
	[FIELD_MARKDOWN] = { ANY_SCALAR, "\\S", 0 },
	[FIELD_LINE] = { ANY_SCALAR, LINE_PATTERN, 500 },
	[FIELD_SLUG] = { ANY_SCALAR, ID_PATTERN, 0 },
	[FIELD_READER] = { STRING, ID_PATTERN, 0 },
	[FIELD_REF] = { ANY_SCALAR, LINE_PATTERN, 0 },
	[FIELD_TERRITORY] = { STRING, LINE_PATTERN, 0 },
	[FIELD_ORG] = { ANY_SCALAR, LINE_PATTERN, 0 },
	[FIELD_URL] = { STRING, "^([hH][tT][tT][pP][sS]?://[^\\s@/?#.:-]"
		"[^\\s@/?#\"<>\\\\^`{|}]*([/?#][^\\s\"<>\\\\^`{|}]*)?|"
		"[mM][aA][iI][lL][tT][oO]:[^@\\s]+@[^@\\s]+\\.[^@\\s]+|"
		"(?!www\\.)" INNER_PATTERN ")$", 2000 },
	[FIELD_DATE] = { STRING, "^[12][0-9]{3}-(0[1-9]|1[0-2])-"
		"(0[1-9]|[12][0-9]|3[01])$", 0 },
	[FIELD_MONTH_DAY] = { STRING, "^(0[1-9]|1[0-2])-"
		"(0[1-9]|[12][0-9]|3[01])$", 0 },
	/* A reader of YAML 1.1 takes the country NO for false. */
	[FIELD_COUNTRY] = { "[\"string\",\"boolean\"]", COUNTRY_PATTERN, 0 },
	[FIELD_SUBDIVISION] = { STRING, "^[A-Z]{2}-[A-Z0-9]{1,3}$", 0 },
	[FIELD_CURRENCY] = { STRING, "^[A-Z]{3}$", 0 },
	[FIELD_LANG] = { "[\"string\",\"boolean\"]", LANG_PATTERN, 35 },
	[FIELD_TZ] = { STRING, "^(UTC|[A-Z][A-Za-z0-9_+-]*"
		"(/[A-Za-z0-9_+-]+)+)$", 0 },
	[FIELD_EMAIL] = { STRING, "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
		"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
		"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", 254 },
	[FIELD_PHONE] = { "[\"string\",\"number\"]",
		"^\\+[1-9][0-9]{6,14}$", 0 },
};

struct writer {
	struct strbuf out;
	int depth;
	bool is_first;		/* of the open object or array */
};

static void
new_line(struct writer *writer)
{
	int i;

	strbuf_add_char(&writer->out, '\n');
	for (i = 0; i < writer->depth; i++)
		strbuf_add_string(&writer->out, "  ");
}

static void
open_with(struct writer *writer, char bracket)
{
	strbuf_add_char(&writer->out, bracket);
	writer->depth++;
	writer->is_first = true;
}

static void
close_with(struct writer *writer, char bracket)
{
	writer->depth--;
	if (!writer->is_first)
		new_line(writer);
	strbuf_add_char(&writer->out, bracket);
	writer->is_first = false;
}

static void
next_item(struct writer *writer)
{
	if (!writer->is_first)
		strbuf_add_char(&writer->out, ',');
	writer->is_first = false;
	new_line(writer);
}

static void
put_string(struct writer *writer, const char *string)
{
	strbuf_add_json(&writer->out, string, strlen(string));
}

static void
put_key(struct writer *writer, const char *key)
{
	next_item(writer);
	put_string(writer, key);
	strbuf_add_string(&writer->out, ": ");
}

static void
put_pair(struct writer *writer, const char *key, const char *value)
{
	put_key(writer, key);
	put_string(writer, value);
}

static void
put_number(struct writer *writer, const char *key, int64_t number)
{
	put_key(writer, key);
	strbuf_printf(&writer->out, "%" PRId64, number);
}

static void put_schema(struct writer *writer, const struct schema *schema);

static void
put_pattern(struct writer *writer, const char *pattern)
{
	if (pattern != NULL)
		put_pair(writer, "pattern", pattern);
}

/* At most so many words between white space, and so many characters before
 * the line break that a folded text ends in. The loader counts scripts
 * without spaces by characters; a pattern need not. */
static void
put_bounds(struct writer *writer, uint32_t words, uint32_t chars)
{
	put_number(writer, "maxLength", (int64_t)chars + 1);
	put_key(writer, "allOf");
	open_with(writer, '[');
	next_item(writer);
	strbuf_printf(&writer->out,
	    "{\"pattern\": \"^[\\\\s\\\\S]{0,%u}\\\\n?$\"}", (unsigned)chars);
	if (words != 0) {
		next_item(writer);
		strbuf_printf(&writer->out, "{\"pattern\": "
		    "\"^\\\\s*(?:\\\\S+\\\\s+){0,%u}\\\\S+\\\\s*$\"}",
		    (unsigned)(words - 1));
	}
	close_with(writer, ']');
}

/* The keys of one scalar, into an object that is open. */
static void
put_form(struct writer *writer, const struct field *field)
{
	const struct form *form = &forms[field->type];
	uint32_t max = field->max_chars != 0 ? field->max_chars
					     : form->max_chars;

	put_key(writer, "type");
	strbuf_add_string(&writer->out, form->types);
	put_pattern(writer, field->is_picture ? PICTURE_PATTERN :
	    field->type == FIELD_TEXT && field_is_one_line(field) ?
	    LINE_PATTERN : form->pattern);
	if (max != 0)
		put_bounds(writer, field->max_words, max);
}

static void
put_localizable(struct writer *writer, const struct field *field)
{
	put_key(writer, "anyOf");
	open_with(writer, '[');
	next_item(writer);
	open_with(writer, '{');
	put_form(writer, field);
	close_with(writer, '}');
	next_item(writer);
	open_with(writer, '{');
	put_pair(writer, "type", "object");
	put_number(writer, "minProperties", 1);
	put_key(writer, "propertyNames");
	open_with(writer, '{');
	put_pattern(writer, LANG_PATTERN);
	close_with(writer, '}');
	put_key(writer, "additionalProperties");
	open_with(writer, '{');
	put_form(writer, field);
	close_with(writer, '}');
	close_with(writer, '}');
	close_with(writer, ']');
}

/* Numbers may be quoted in YAML: then they are strings here. */
static void
put_numeric(struct writer *writer, const struct field *field)
{
	bool is_int = field->type == FIELD_INT;
	bool has_bounds = field->min != 0 || field->max != 0;

	put_key(writer, "type");
	strbuf_add_string(&writer->out, is_int ? "[\"integer\",\"string\"]"
					       : "[\"number\",\"string\"]");
	put_pattern(writer, is_int ? "^\\s*[+-]?[0-9]{1,15}\\s*$"
	    : "^\\s*[+-]?[0-9]+(\\.[0-9]{1,6})?\\s*$");
	if (!has_bounds)
		return;
	put_number(writer, "minimum", field->min);
	put_number(writer, "maximum", field->max);
}

static void
put_words(struct writer *writer, const char *const *words)
{
	size_t i;

	put_key(writer, "enum");
	open_with(writer, '[');
	for (i = 0; words[i] != NULL; i++) {
		next_item(writer);
		put_string(writer, words[i]);
	}
	close_with(writer, ']');
}

static void
put_image(struct writer *writer)
{
	static const struct field file = { .type = FIELD_URL,
		.is_picture = true };
	static const struct field alt = { .type = FIELD_TEXT,
		.max_chars = 500 };

	put_pair(writer, "type", "object");
	put_key(writer, "required");
	strbuf_add_string(&writer->out, "[\"file\",\"alt\"]");
	put_key(writer, "additionalProperties");
	strbuf_add_string(&writer->out, "false");
	put_key(writer, "properties");
	open_with(writer, '{');
	put_key(writer, "file");
	open_with(writer, '{');
	put_form(writer, &file);
	close_with(writer, '}');
	put_key(writer, "alt");
	open_with(writer, '{');
	put_localizable(writer, &alt);
	close_with(writer, '}');
	close_with(writer, '}');
}

static void
put_free_map(struct writer *writer, enum map_kind map)
{
	put_pair(writer, "type", "object");
	if (map == MAP_FREE)
		return;
	put_key(writer, "additionalProperties");
	open_with(writer, '{');
	if (map == MAP_LINES) {
		put_key(writer, "type");
		strbuf_add_string(&writer->out, ANY_SCALAR);
		put_pattern(writer, "\\S");
	} else {
		put_pair(writer, "type", "array");
		put_key(writer, "items");
		open_with(writer, '{');
		put_pair(writer, "type", "string");
		close_with(writer, '}');
	}
	close_with(writer, '}');
}

/* The keys of one value, into an object that is open. */
static void
put_value(struct writer *writer, const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
		put_localizable(writer, field);
		break;
	case FIELD_INT:
	case FIELD_DECIMAL:
		put_numeric(writer, field);
		break;
	case FIELD_BOOL:
		put_key(writer, "enum");
		strbuf_add_string(&writer->out,
		    "[true,false,\"true\",\"false\"]");
		break;
	case FIELD_ENUM:
		put_words(writer, field->words);
		break;
	case FIELD_IMAGE:
		put_image(writer);
		break;
	case FIELD_MAP:
		put_free_map(writer, field->map);
		break;
	case FIELD_STRUCT:
		put_schema(writer, field->of);
		break;
	case FIELD_LINE: case FIELD_SLUG: case FIELD_URL: case FIELD_DATE:
	case FIELD_MONTH_DAY: case FIELD_COUNTRY: case FIELD_SUBDIVISION:
	case FIELD_CURRENCY: case FIELD_LANG: case FIELD_TZ:
	case FIELD_EMAIL: case FIELD_PHONE: case FIELD_READER:
	case FIELD_REF: case FIELD_TERRITORY: case FIELD_ORG:
		put_form(writer, field);
		break;
	case FIELD_RECORD:
	case FIELD_TYPE_COUNT:
		break;
	}
}

static void
put_array(struct writer *writer, const struct field *field)
{
	put_pair(writer, "type", "array");
	if (field->is_required)
		put_number(writer, "minItems", 1);
	if (field->type != FIELD_TEXT && field->type != FIELD_STRUCT) {
		put_key(writer, "uniqueItems");
		strbuf_add_string(&writer->out, "true");
	}
	put_key(writer, "items");
	open_with(writer, '{');
	put_value(writer, field);
	close_with(writer, '}');
}

static void
put_worldwide(struct writer *writer, const struct field *field)
{
	put_key(writer, "anyOf");
	open_with(writer, '[');
	next_item(writer);
	strbuf_add_string(&writer->out, "{\"const\": \"worldwide\"}");
	next_item(writer);
	open_with(writer, '{');
	put_array(writer, field);
	close_with(writer, '}');
	close_with(writer, ']');
}

static void
put_field(struct writer *writer, const struct field *field)
{
	put_key(writer, field->key);
	open_with(writer, '{');
	put_pair(writer, "description", field->help);
	if (field->takes_worldwide)
		put_worldwide(writer, field);
	else if (field->is_list)
		put_array(writer, field);
	else
		put_value(writer, field);
	close_with(writer, '}');
}

static void
put_required(struct writer *writer, const struct schema *schema)
{
	size_t i, count = schema->kind == SCHEMA_LIST;

	for (i = 0; i < schema->field_count; i++)
		count += schema->fields[i].is_required;
	if (count == 0)
		return;
	put_key(writer, "required");
	open_with(writer, '[');
	if (schema->kind == SCHEMA_LIST) {
		next_item(writer);
		put_string(writer, "id");
	}
	for (i = 0; i < schema->field_count; i++) {
		if (!schema->fields[i].is_required)
			continue;
		next_item(writer);
		put_string(writer, schema->fields[i].key);
	}
	close_with(writer, ']');
}

/* The keys of an object, into an object that is open. */
static void
put_schema(struct writer *writer, const struct schema *schema)
{
	static const struct field id = { .key = "id", .type = FIELD_SLUG,
		.help = "The record's id; it never changes." };
	size_t i;

	put_pair(writer, "type", "object");
	put_required(writer, schema);
	put_key(writer, "additionalProperties");
	strbuf_add_string(&writer->out, "false");
	put_key(writer, "properties");
	open_with(writer, '{');
	if (schema->kind == SCHEMA_LIST)
		put_field(writer, &id);
	for (i = 0; i < schema->field_count; i++)
		if (!schema->fields[i].is_body)
			put_field(writer, &schema->fields[i]);
	close_with(writer, '}');
}

bool
schema_write_json(const struct schema *schema, FILE *out)
{
	struct writer writer = { 0 };
	bool is_written;

	open_with(&writer, '{');
	put_pair(&writer, "$schema",
	    "https://json-schema.org/draft/2020-12/schema");
	put_pair(&writer, "title", schema->name);
	put_pair(&writer, "description", schema->help);
	if (schema->kind == SCHEMA_LIST) {
		put_pair(&writer, "type", "array");
		put_key(&writer, "items");
		open_with(&writer, '{');
		put_schema(&writer, schema);
		close_with(&writer, '}');
	} else {
		put_schema(&writer, schema);
	}
	close_with(&writer, '}');
	strbuf_add_char(&writer.out, '\n');
	is_written = fwrite(writer.out.bytes, 1, writer.out.len, out) ==
	    writer.out.len;
	strbuf_release(&writer.out);
	return is_written;
}
