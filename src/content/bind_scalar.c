/*
 * One scalar, as its field's type wants it. In: the text that was written.
 * Out: a value of value.h, or a diagnostic that says what to type.
 *
 * The schema decides the type, never YAML: `no` is Norway where a country is
 * wanted, and 1.10 is text where text is wanted. White space around a value
 * is dropped. The table at the end names the reader of every type; those of
 * numbers, codes and addresses have files of their own.
 */
#include "scalar.h"

#include <string.h>
#include <strings.h>

#include "fieldkit/limits.h"
#include "fieldkit/slug.h"
#include "fieldkit/utf8.h"
#include "slip.h"

#define LINE_CHARS 500

/* Bytes of the white space that text starts with; what is pasted brings
 * spaces of other kinds. */
static size_t
space_len(const char *text, size_t len)
{
	size_t at = 0, size;
	uint32_t code;

	for (; at < len; at += size) {
		size = utf8_next(text + at, len - at, &code);
		if (size == 0 || (code < 0x80 ?
		    strchr(" \t\n\r", (int)code) == NULL :
		    !utf8_is_odd_space(code)))
			break;
	}
	return at;
}

struct word
yaml_trim(struct arena *arena, const struct yaml_node *node)
{
	size_t skip = space_len(node->scalar, node->scalar_len);
	const char *start = node->scalar + skip;
	size_t len = node->scalar_len - skip, at;

	for (at = len; at > 0; ) {
		do
			at--;
		while (at > 0 && ((unsigned char)start[at] & 0xc0) == 0x80);
		if (space_len(start + at, len - at) < len - at)
			break;
		len = at;
	}
	if (len == node->scalar_len)
		return (struct word){ node->scalar, len };
	return (struct word){ arena_copy(arena, start, len), len };
}

bool
yaml_is_empty(const struct yaml_node *node)
{
	if (node->kind != YAML_SCALAR)
		return false;
	if (node->is_plain && (strcmp(node->scalar, "~") == 0 ||
	    strcasecmp(node->scalar, "null") == 0))
		return true;
	return space_len(node->scalar, node->scalar_len) == node->scalar_len;
}

/* `color: #fff`: YAML takes the value for a comment. */
static bool
is_all_comment(const struct bind *bind, const struct yaml_node *node)
{
	const char *line, *colon, *hash;
	size_t len;

	if (node->key == NULL ||
	    !source_line(bind->sources, node->key_pos, &line, &len))
		return false;
	colon = memchr(line, ':', len);
	if (colon == NULL)
		return false;
	hash = colon + 1 + strspn(colon + 1, " \t");
	return hash + 1 < line + len && hash[0] == '#' && hash[1] != ' ';
}

void
report_empty(struct bind *bind, const char *key, const struct yaml_node *node)
{
	if (node->is_plain && node->scalar_len > 0)
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->pos,
		    "'%s' has no value ('%s' means none); give one or delete "
		    "the line; if it is the text, put it in quotes", key,
		    node->scalar);
	else if (is_all_comment(bind, node))
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->key_pos,
		    "'%s' has no value, since YAML takes what follows '#' for "
		    "a comment; put the text in quotes", key);
	else
		diag_report(bind->diags, DIAG_FIELD_EMPTY,
		    node->key != NULL ? node->key_pos : node->pos,
		    "'%s' has no value; give one or delete the line", key);
}

void
report_empty_field(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	const char *example = field->example;

	if (!field->is_required || node->key == NULL ||
	    node->scalar_len > 0 || is_all_comment(bind, node))
		report_empty(bind, field->key, node);
	else if (field->type == FIELD_STRUCT || example == NULL)
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->key_pos,
		    "'%s' has no value; it takes %s", field->key,
		    field_expectation(bind->arena, field));
	else
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->key_pos,
		    field->is_list ? "'%s' has no value; write one such as "
				     "'%s: [%s]'"
				   : "'%s' has no value; write one such as "
				     "'%s: %s'",
		    field->key, field->key, example);
}

bool
scalar_check_length(const struct scalar *scalar, size_t max_chars)
{
	size_t count = utf8_count(scalar->word.chars, scalar->word.len);

	if (count <= max_chars)
		return true;
	SCALAR_REFUSE(scalar, DIAG_FIELD_LENGTH,
	    "'%s' has %zu characters; it takes %zu at most",
	    scalar->field->key, count, max_chars);
	return false;
}

bool
scalar_take_chars(const struct scalar *scalar, const char *chars, size_t len,
    void *ret_value)
{
	struct str *str = ret_value;

	str->pos = scalar->node->pos;
	str->chars = chars;
	str->len = (uint32_t)len;
	return true;
}

bool
scalar_take_word(const struct scalar *scalar, void *ret_value)
{
	return scalar_take_chars(scalar, scalar->word.chars, scalar->word.len,
	    ret_value);
}

static bool
read_line(const struct scalar *scalar, void *ret_value)
{
	size_t max = scalar->field->max_chars;

	bind_look_for_slips(scalar->bind, scalar->field, scalar->node);
	return scalar_check_length(scalar, max != 0 ? max : LINE_CHARS) &&
	    scalar_take_word(scalar, ret_value);
}

static bool
read_slug(const struct scalar *scalar, void *ret_value)
{
	if (slug_is_valid(scalar->word.chars, scalar->word.len))
		return scalar_take_word(scalar, ret_value);
	SCALAR_REFUSE(scalar, DIAG_SLUG_INVALID,
	    "'%s' cannot be '%s': it takes only a-z, 0-9 and hyphens, %d at "
	    "most", scalar->field->key, scalar->word.chars, LIMIT_ID_CHARS);
	return false;
}

static bool
read_bool(const struct scalar *scalar, void *ret_value)
{
	struct boolean *boolean = ret_value;
	const char *chars = scalar->word.chars;

	if (strcmp(chars, "true") != 0 && strcmp(chars, "false") != 0) {
		SCALAR_REFUSE(scalar, DIAG_BOOL_INVALID,
		    "'%s' takes true or false, not '%s'", scalar->field->key,
		    chars);
		return false;
	}
	boolean->is_true = chars[0] == 't';
	boolean->pos = scalar->node->pos;
	return true;
}

static bool
read_enum(const struct scalar *scalar, void *ret_value)
{
	struct choice *choice = ret_value;
	const char *const *words = scalar->field->words;
	size_t i;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], scalar->word.chars) != 0)
			continue;
		choice->index = (int32_t)i;
		choice->pos = scalar->node->pos;
		return true;
	}
	SCALAR_REFUSE(scalar, DIAG_ENUM_INVALID,
	    "'%s' cannot be '%s'; it takes %s", scalar->field->key,
	    scalar->word.chars,
	    words_listed(scalar->bind->arena, words, "or"));
	diag_suggest(scalar->bind->diags, scalar->word.chars, words, i);
	return false;
}

/* Targets are looked up when all records are there. */
static bool
read_ref(const struct scalar *scalar, void *ret_value)
{
	struct ref *ref = ret_value;

	ref->pos = scalar->node->pos;
	ref->id = scalar->word.chars;
	return true;
}

static scalar_reader *const readers[FIELD_TYPE_COUNT] = {
	[FIELD_LINE] = read_line,
	[FIELD_SLUG] = read_slug,
	[FIELD_URL] = scalar_read_url,
	[FIELD_DATE] = scalar_read_date,
	[FIELD_MONTH_DAY] = scalar_read_month_day,
	[FIELD_COUNTRY] = scalar_read_country,
	[FIELD_SUBDIVISION] = scalar_read_subdivision,
	[FIELD_CURRENCY] = scalar_read_currency,
	[FIELD_LANG] = scalar_read_lang,
	[FIELD_TZ] = scalar_read_tz,
	[FIELD_EMAIL] = scalar_read_email,
	[FIELD_PHONE] = scalar_read_phone,
	[FIELD_READER] = read_slug,
	[FIELD_INT] = scalar_read_int,
	[FIELD_DECIMAL] = scalar_read_decimal,
	[FIELD_BOOL] = read_bool,
	[FIELD_ENUM] = read_enum,
	[FIELD_REF] = read_ref,
	[FIELD_TERRITORY] = read_ref,
	[FIELD_ORG] = read_ref,
};

/* What is wrong with a value of the type that stands in Word's quotes. */
static const enum diag_id refusals[FIELD_TYPE_COUNT] = {
	[FIELD_SLUG] = DIAG_SLUG_INVALID,
	[FIELD_URL] = DIAG_URL_INVALID,
	[FIELD_DATE] = DIAG_DATE_INVALID,
	[FIELD_MONTH_DAY] = DIAG_DATE_INVALID,
	[FIELD_COUNTRY] = DIAG_COUNTRY_INVALID,
	[FIELD_SUBDIVISION] = DIAG_SUBDIVISION_INVALID,
	[FIELD_CURRENCY] = DIAG_CURRENCY_INVALID,
	[FIELD_LANG] = DIAG_LANG_INVALID,
	[FIELD_TZ] = DIAG_TZ_INVALID,
	[FIELD_EMAIL] = DIAG_EMAIL_INVALID,
	[FIELD_PHONE] = DIAG_PHONE_INVALID,
	[FIELD_READER] = DIAG_SLUG_INVALID,
	[FIELD_INT] = DIAG_NUMBER_INVALID,
	[FIELD_DECIMAL] = DIAG_NUMBER_INVALID,
	[FIELD_BOOL] = DIAG_BOOL_INVALID,
	[FIELD_ENUM] = DIAG_ENUM_INVALID,
	[FIELD_REF] = DIAG_REF_DANGLING,
	[FIELD_TERRITORY] = DIAG_REF_DANGLING,
	[FIELD_ORG] = DIAG_REF_DANGLING,
};

/* Whether a value that is no text for people is free of what Word adds. */
static bool
is_as_typed(const struct scalar *scalar)
{
	size_t len;
	const char *inner = slip_unquoted(scalar->word.chars,
	    scalar->word.len, &len);

	if (inner == NULL)
		return bind_check_unseen(scalar->bind, scalar->field->key,
		    scalar->node);
	SCALAR_REFUSE(scalar, refusals[scalar->field->type],
	    "the quotes of '%s' are typographic and part of the value; write "
	    "%.*s", scalar->word.chars, (int)len, inner);
	return false;
}

bool
bind_scalar(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *ret_value)
{
	struct scalar scalar = { .bind = bind, .field = field, .node = node };

	if (node->kind != YAML_SCALAR) {
		report_shape(bind, field, node);
		return false;
	}
	if (yaml_is_empty(node)) {
		report_empty(bind, field->key, node);
		return false;
	}
	scalar.word = yaml_trim(bind->arena, node);
	return bind_check_line(bind, field->key, node, true) &&
	    (field->type == FIELD_LINE || is_as_typed(&scalar)) &&
	    readers[field->type](&scalar, ret_value);
}
