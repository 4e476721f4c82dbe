/*
 * What may stand in a text that reaches a header, a file name, a command line
 * or an address. In: a scalar. Out: whether it is harmless, or a report of the
 * very character that is not.
 *
 * Control characters and bytes that are no UTF-8 were refused with the file.
 */
#include "bind.h"

#include <string.h>

#include "fieldkit/utf8.h"
#include "slip.h"

#define LOOKED_THROUGH 60	/* lines of a text that a place is looked for in */

/* A place inside the value, where it stands in the file as it is here. */
static struct source_pos
place_in(const struct yaml_node *node, const char *chars, size_t at)
{
	struct source_pos pos = node->pos;

	if (node->is_plain &&
	    memchr(node->scalar, '\n', node->scalar_len) == NULL)
		pos.col += (uint32_t)utf8_count(chars, at);
	return pos;
}

/* Where words of the value stand in the file: in the first line, from the
 * value on, that has them, since YAML may have moved them; else its start. */
static struct source_pos
place_of(const struct bind *bind, const struct yaml_node *node,
    const char *words, size_t len)
{
	struct source_pos pos = node->pos;
	const char *line, *found;
	size_t line_len, skip = pos.col - 1, i;

	for (i = 0; i < LOOKED_THROUGH && source_line(bind->sources, pos,
	    &line, &line_len); i++, pos.line++, skip = 0) {
		found = memmem(line, line_len, words, len);
		while (found != NULL && utf8_count(line,
		    (size_t)(found - line)) < skip)
			found = memmem(found + 1, (size_t)(line + line_len -
			    found - 1), words, len);
		if (found == NULL)
			continue;
		pos.col = (uint32_t)utf8_count(line,
		    (size_t)(found - line)) + 1;
		return pos;
	}
	return node->pos;
}

/* Quotes of Word's around a whole value, which YAML takes for text. Where they
 * are meant, straight quotes around them say so. */
static void
look_for_quotes(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct word word)
{
	size_t len, opener;
	const char *inner = slip_unquoted(word.chars, word.len, &len);

	if (inner == NULL || !node->is_plain)
		return;
	opener = (size_t)(inner - word.chars);
	diag_report(bind->diags, DIAG_QUOTES_PASTED, node->pos,
	    "the quotes %.*s%s around '%s' are part of the text and are "
	    "printed; delete them, or put straight ones around them if they "
	    "are meant", (int)opener, word.chars, inner + len, field->key);
}

struct shown {
	const char *at;
	size_t len;
};

/* The first sign of Markdown or HTML, which a plain text prints. */
static struct shown
find_markup(const char *chars, size_t len)
{
	size_t i, found = 0;

	for (i = 0; i < len; i++) {
		if (chars[i] == '<')
			found = slip_tag_len(chars + i, len - i);
		else if (chars[i] == '&')
			found = slip_entity_len(chars + i, len - i);
		else if (chars[i] == '*' && chars[i + 1] == '*')
			found = 2;
		else if (chars[i] == ']' && chars[i + 1] == '(')
			found = 2;
		if (found > 0)
			return (struct shown){ chars + i, found };
	}
	return (struct shown){ 0 };
}

static struct shown
find_braces(const char *chars, size_t len, bool is_story)
{
	size_t i, found;

	for (i = 0; i < len; i += found > 0 ? found : 1) {
		found = chars[i] == '{' ?
		    slip_braces_len(chars + i, len - i) : 0;
		if (found > 0 &&
		    !(is_story && slip_is_customer(chars + i, found)))
			return (struct shown){ chars + i, found };
	}
	return (struct shown){ 0 };
}

void
bind_look_for_slips(struct bind *bind, const struct field *field,
    const struct yaml_node *node)
{
	struct word word = yaml_trim(bind->arena, node);
	bool is_story = bind->schema == &schema_case_study;
	struct shown shown = find_markup(word.chars, word.len);

	look_for_quotes(bind, field, node, word);
	if (strcmp(field->key, "alt") == 0 && slip_is_picture_name(word.chars))
		diag_report(bind->diags, DIAG_IMAGE_ALT_NAME, node->pos,
		    "'%s' is the name of a file and says nothing to those who "
		    "cannot see the picture; write what it shows", word.chars);
	if (shown.at != NULL)
		diag_report(bind->diags, DIAG_MARKUP_SHOWN,
		    place_of(bind, node, shown.at, shown.len),
		    shown.at[0] == '&'
		    ? "'%s' takes plain text, and '%.*s' is printed as it "
		      "stands; type the character itself"
		    : "'%s' takes plain text, and '%.*s' is printed as it "
		      "stands; delete it (only the body takes Markdown)",
		    field->key, (int)shown.len, shown.at);
	shown = find_braces(word.chars, word.len, is_story);
	if (shown.at != NULL)
		slip_report_braces(bind->diags,
		    place_of(bind, node, shown.at, shown.len), shown.at,
		    shown.len, is_story);
}

/* What nobody sees, and nobody meant in a date or an id: soft hyphens, joiners,
 * marks of direction, spaces without width. */
static bool
is_unseen(uint32_t code)
{
	return code == 0xad || (code >= 0x200b && code <= 0x200f) ||
	    code == 0x2060 || code == 0xfeff;
}

bool
bind_check_unseen(struct bind *bind, const char *key,
    const struct yaml_node *node)
{
	struct word word = yaml_trim(bind->arena, node);
	size_t at = 0, size;
	uint32_t code;

	for (; at < word.len; at += size != 0 ? size : 1) {
		size = utf8_next(word.chars + at, word.len - at, &code);
		if (!is_unseen(code))
			continue;
		diag_report(bind->diags, DIAG_UTF8_INVALID,
		    place_in(node, word.chars, at), "the character U+%04X, "
		    "which nobody sees, stands in '%s'; delete it, or type "
		    "the value anew", (unsigned)code, key);
		return false;
	}
	return true;
}

static bool
is_line_break(uint32_t code)
{
	return code == '\n' || code == '\r' || code == 0x2028 ||
	    code == 0x2029;
}

bool
bind_check_line(struct bind *bind, const char *key,
    const struct yaml_node *node, bool is_one_line)
{
	struct word word = yaml_trim(bind->arena, node);
	size_t at = 0, size;
	uint32_t code;

	for (; at < word.len; at += size != 0 ? size : 1) {
		size = utf8_next(word.chars + at, word.len - at, &code);
		if (is_one_line && is_line_break(code)) {
			diag_report(bind->diags, DIAG_LINE_BREAK, node->pos,
			    "'%s' takes one line; write it without line breaks "
			    "('>' in place of '|' joins lines)", key);
			return false;
		}
		/* It parts the columns of what is told of the record. */
		if (is_one_line && code == '\t') {
			diag_report(bind->diags, DIAG_LINE_BREAK,
			    place_in(node, word.chars, at), "'%s' takes one "
			    "line, and a tab stands in it; write a space", key);
			return false;
		}
		if (utf8_is_bidi_control(code)) {
			diag_report(bind->diags, DIAG_UTF8_INVALID,
			    place_in(node, word.chars, at),
			    "'%s' holds the invisible character U+%04X, which "
			    "turns around the text behind it; delete it", key,
			    (unsigned)code);
			return false;
		}
	}
	return true;
}
