/*
 * Comments and addresses in styles. In: text as an XML reader gives it. Out:
 * the same without comments, or what may not stand in it.
 *
 * What is checked is what is written afterwards, byte by byte, and no byte of
 * it is left unread: neither a string, nor an escape (refused), nor a comment
 * (taken out before) can hide an address from the check that a browser would
 * follow.
 */
#include "css_text.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char *const functions[] = { "attr", "blur", "brightness", "calc",
	"circle", "clamp", "color", "color-mix", "contrast", "cubic-bezier",
	"drop-shadow", "ellipse", "grayscale", "has", "hsl", "hsla",
	"hue-rotate", "hwb", "inset", "invert", "is", "lab", "lang", "lch",
	"local", "matrix", "max", "min", "not", "nth-child", "nth-last-child",
	"nth-of-type", "oklab", "oklch", "opacity", "path", "polygon", "rgb",
	"rgba", "rotate", "saturate", "scale", "scaleX", "scaleY", "sepia",
	"skewX", "skewY", "steps", "translate", "translateX", "translateY",
	"url", "var", "where" };
static const char *const rules[] = { "charset", "font-face", "keyframes",
	"media", "namespace", "supports", "-webkit-keyframes" };

static bool
is_among(const char *word, size_t len, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strlen(words[i]) == len &&
		    strncasecmp(words[i], word, len) == 0)
			return true;
	return false;
}

/* What ends a word, so that nothing joins when a comment beside it goes. */
static bool
is_apart(const struct xml_text *text, size_t at)
{
	return at >= text->bytes.len || css_is_space(text->bytes.bytes[at]) ||
	    (text->bytes.bytes[at] != '\0' &&
	    strchr("{};,:", text->bytes.bytes[at]) != NULL);
}

/* Where the comments that stand one behind the other at `at` end. */
static size_t
comments_end(const struct xml_text *text, size_t at)
{
	const struct strbuf *css = &text->bytes;

	while (at + 2 <= css->len && memcmp(css->bytes + at, "/*", 2) == 0) {
		const char *close = memmem(css->bytes + at + 2,
		    css->len - at - 2, "*/", 2);

		at = close != NULL ? (size_t)(close + 2 - css->bytes) :
		    css->len;
	}
	return at;
}

const char *
css_uncomment(struct xml_text *text, size_t *ret_at)
{
	const struct strbuf *css = &text->bytes;
	size_t at, to, kept = 0;

	/* Compacted in one pass: many comments are not quadratic. */
	for (at = 0; at < css->len; at = to) {
		const char *open = memmem(css->bytes + at, css->len - at,
		    "/*", 2);
		const size_t start = open != NULL ?
		    (size_t)(open - css->bytes) : css->len;

		to = comments_end(text, start);
		if (open != NULL && start > 0 && !is_apart(text, start - 1) &&
		    !is_apart(text, to)) {
			*ret_at = start;
			return "a comment stands inside a word or a value; "
			    "remove it";
		}
		memmove(css->bytes + kept, css->bytes + at, start - at);
		memmove(text->places + kept, text->places + at,
		    (start - at) * sizeof(*text->places));
		kept += start - at;
	}
	if (kept < css->len)
		text->bytes.bytes[kept] = '\0';
	text->bytes.len = kept;
	return NULL;
}

/* "#id", as the address that follows a "url(". */
static bool
is_local_address(const struct xml_text *text, size_t at)
{
	const struct strbuf *css = &text->bytes;

	while (at < css->len && css_is_space(css->bytes[at]))
		at++;
	if (at < css->len &&
	    (css->bytes[at] == '"' || css->bytes[at] == '\''))
		at++;
	return at < css->len && css->bytes[at] == '#';
}

/* The function whose parenthesis is at `at`. */
static const char *
check_function(const struct xml_text *text, size_t at, size_t *ret_at)
{
	const char *css = text->bytes.bytes;
	size_t start = at;

	while (start > 0 && css_is_name(css[start - 1]))
		start--;
	*ret_at = start;
	if (start == at)
		return NULL;
	if (at - start == 3 && strncasecmp(css + start, "url", 3) == 0)
		return is_local_address(text, at + 1) ? NULL :
		    "leads out of the file; a drawing may use only its own "
		    "parts, as url(#id)";
	return is_among(css + start, at - start, functions,
	    sizeof(functions) / sizeof(functions[0])) ? NULL :
	    "is not a function that a drawing's style may use";
}

static const char *
check_rule(const struct xml_text *text, size_t at, size_t *ret_len)
{
	const char *css = text->bytes.bytes;
	size_t end = at + 1;

	while (end < text->bytes.len && css_is_name(css[end]))
		end++;
	*ret_len = end - at;
	return is_among(css + at + 1, end - at - 1, rules,
	    sizeof(rules) / sizeof(rules[0])) ? NULL :
	    "is not a rule that a drawing's style may hold";
}

const char *
css_find_foreign(const struct xml_text *text, size_t *ret_at,
    size_t *ret_word_len)
{
	const struct strbuf *css = &text->bytes;
	const char *wrong = NULL;
	size_t at;

	for (at = 0; at < css->len && wrong == NULL; at++) {
		*ret_at = at;
		*ret_word_len = 1;
		if (css->bytes[at] == '\\')
			return "a backslash is an escape; write the character "
			    "itself";
		if (css->bytes[at] == '@')
			wrong = check_rule(text, at, ret_word_len);
		if (css->bytes[at] == '(') {
			wrong = check_function(text, at, ret_at);
			*ret_word_len = at + 1 - *ret_at;
		}
	}
	if (*ret_word_len > CSS_WORD_MAX)
		*ret_word_len = CSS_WORD_MAX;
	return wrong;
}
