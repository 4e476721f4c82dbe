/*
 * Texts that wait to be written. In: a record that is in use. Out: a warning
 * for the first word of each text that says so: what `fieldkit new` puts into
 * a body, a printer's filler, TODO in capitals.
 */
#include "check_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/utf8.h"

struct look {
	struct check *check;
	const struct record *record;
};

static const struct {
	const char *words;
	bool is_word;		/* no letter or digit beside it, and in capitals */
} marks[] = {
	{ "Write the text here.", false },
	{ "Lorem ipsum", false },
	{ "TODO", true },
	{ "TBD", true },
	{ "XXX", true },
	{ "???", true },
};

static bool
is_mark(const char *text, size_t len, size_t at, size_t i)
{
	size_t size = strlen(marks[i].words);

	if (len - at < size)
		return false;
	if (!marks[i].is_word)
		return strncasecmp(text + at, marks[i].words, size) == 0;
	return memcmp(text + at, marks[i].words, size) == 0 &&
	    (at == 0 || !isalnum((unsigned char)text[at - 1])) &&
	    (at + size == len || !isalnum((unsigned char)text[at + size]));
}

/* Where the first mark stands, and which; `len` where there is none. */
static size_t
find_mark(const char *text, size_t len, size_t *ret_mark)
{
	size_t at, i;

	for (at = 0; at < len; at++)
		for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
			if (is_mark(text, len, at, i)) {
				*ret_mark = i;
				return at;
			}
	return len;
}

/* A body stands in its file as it is here; other texts YAML may have moved. */
static struct source_pos
place_in_body(const struct variant *body, size_t at)
{
	struct source_pos pos = body->pos;
	size_t i, start = 0;

	for (i = 0; i < at; i++) {
		if (body->chars[i] != '\n')
			continue;
		pos.line++;
		start = i + 1;
	}
	pos.col = (uint32_t)utf8_count(body->chars + start, at - start) + 1;
	return pos;
}

static void
look_at_text(void *context, const struct field *field, const void *value)
{
	const struct look *look = context;
	const struct text *text = value;
	uint32_t i;

	if (field->type != FIELD_TEXT && field->type != FIELD_MARKDOWN)
		return;
	for (i = 0; i < text->count; i++) {
		const struct variant *variant = &text->variants[i];
		size_t mark, at = find_mark(variant->chars, variant->len,
		    &mark);

		if (at < variant->len)
			diag_report(look->check->diags, DIAG_TEXT_UNFINISHED,
			    text == &look->record->body ?
			    place_in_body(variant, at) : variant->pos,
			    "'%s' says '%s' and is approved: write the text, "
			    "or take the approval back", field->key,
			    marks[mark].words);
	}
}

void
check_unfinished(struct check *check, const struct record *record)
{
	struct look look = { check, record };

	if (check_is_current(check, record))
		schema_visit(record_schema(record->type), record, look_at_text,
		    &look);
}
