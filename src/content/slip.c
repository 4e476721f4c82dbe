/*
 * Signs that are printed though they were meant as something else. In: a
 * place in a text. Out: the length of what stands there.
 *
 * What a marketer types by habit, or pastes: a word in braces of another
 * program, HTML, addresses, quotes that Word turned round. All of them can be
 * meant as they stand, so it is for the caller to warn or to refuse.
 */
#include "slip.h"

#include <string.h>
#include <strings.h>

#include "fieldkit/utf8.h"

#define BRACES_BYTES 60		/* longer ones hold no name of anything */
#define ENTITY_BYTES 12

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A letter of any script counts: bytes beyond ASCII do. Words in braces are
 * prose, one word is meant to be filled in. */
static bool
is_name_char(char c)
{
	return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr("_-.", c) != NULL);
}

static size_t
skip_blank(const char *text, size_t at, size_t max)
{
	return at < max && text[at] == ' ' ? at + 1 : at;
}

size_t
slip_braces_len(const char *text, size_t len)
{
	size_t max = len < BRACES_BYTES ? len : BRACES_BYTES;
	size_t depth = 0, at, closed = 0;
	bool has_letter = false;

	while (depth < max && text[depth] == '{')
		depth++;
	if (depth == 0 || depth > 2)
		return 0;
	for (at = skip_blank(text, depth, max); at < max &&
	    is_name_char(text[at]); at++)
		has_letter = has_letter || is_letter(text[at]) ||
		    (unsigned char)text[at] >= 0x80;
	at = skip_blank(text, at, max);
	while (at + closed < max && closed < depth && text[at + closed] == '}')
		closed++;
	return has_letter && closed == depth ? at + closed : 0;
}

bool
slip_is_customer(const char *braces, size_t len)
{
	static const char customer[] = "{customer}";

	return len == sizeof(customer) - 1 &&
	    memcmp(braces, customer, len) == 0;
}

void
slip_report_braces(struct diags *diags, struct source_pos pos,
    const char *braces, size_t len, bool is_story)
{
	if (is_story)
		diag_report(diags, DIAG_PLACEHOLDER_UNKNOWN, pos,
		    "'%.*s' is printed as it stands; the word that stands for "
		    "the customer is {customer}", (int)len, braces);
	else if (slip_is_customer(braces, len))
		diag_report(diags, DIAG_PLACEHOLDER_UNKNOWN, pos,
		    "'{customer}' stands for a customer in case studies only "
		    "and is printed as it stands here; write whom you mean");
	else
		diag_report(diags, DIAG_PLACEHOLDER_UNKNOWN, pos,
		    "'%.*s' stands for nothing here and is printed as it "
		    "stands; write what you mean", (int)len, braces);
}

size_t
slip_entity_len(const char *text, size_t len)
{
	size_t max = len < ENTITY_BYTES ? len : ENTITY_BYTES, at = 1;

	if (max < 4 || text[0] != '&')
		return 0;
	if (text[1] == '#')
		at++;
	else if (!is_letter(text[1]))
		return 0;
	while (at < max && (is_letter(text[at]) || is_digit(text[at])))
		at++;
	return at > 3 && at < max && text[at] == ';' ? at + 1 : 0;
}

size_t
slip_tag_len(const char *text, size_t len)
{
	static const char *const names[] = { "a", "b", "i", "u", "p", "br",
		"hr", "em", "li", "ul", "ol", "h1", "h2", "h3", "div", "img",
		"sub", "sup", "span", "font", "strong", "table", "script" };
	size_t at = len > 1 && text[1] == '/' ? 2 : 1, name = at, i;
	const char *end;

	if (len < 3 || text[0] != '<')
		return 0;
	while (at < len && (is_letter(text[at]) || is_digit(text[at])))
		at++;
	if (at == len || strchr(" />", text[at]) == NULL || text[at] == '\0')
		return 0;
	end = memchr(text + at, '>', len - at);
	for (i = 0; end != NULL && i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == at - name &&
		    strncasecmp(names[i], text + name, at - name) == 0)
			return (size_t)(end + 1 - text);
	return 0;
}

size_t
slip_address_len(const char *text, size_t len)
{
	static const char *const starts[] = { "https://", "http://", "www." };
	size_t i, start = 0, at;

	for (i = 0; i < sizeof(starts) / sizeof(*starts) && start == 0; i++)
		if (len > strlen(starts[i]) &&
		    strncasecmp(text, starts[i], strlen(starts[i])) == 0)
			start = strlen(starts[i]);
	if (start == 0)
		return 0;
	at = start;
	while (at < len && (unsigned char)text[at] > ' ' &&
	    (unsigned char)text[at] < 0x7f && strchr("<>\"()[]{}|\\^`",
	    text[at]) == NULL)
		at++;
	while (at > start && strchr(".,;:!?'*_", text[at - 1]) != NULL)
		at--;
	return at > start ? at : 0;
}

bool
slip_is_picture_name(const char *text)
{
	static const char *const kinds[] = { ".png", ".jpg", ".jpeg", ".webp",
		".svg", ".gif" };
	size_t len = strlen(text), i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (len > strlen(kinds[i]) && strcasecmp(text + len -
		    strlen(kinds[i]), kinds[i]) == 0)
			return strpbrk(text, " \t\n") == NULL;
	return false;
}

/* What closes a text that a typographic quote opens, in any language. */
static bool
is_pair(uint32_t open, uint32_t close)
{
	switch (open) {
	case 0x201c: return close == 0x201d;			/* “ ” */
	case 0x201d: return close == 0x201d;			/* ” ” */
	case 0x201e: return close == 0x201c || close == 0x201d;	/* „ “ */
	case 0x2018: return close == 0x2019;			/* ‘ ’ */
	case 0x201a: return close == 0x2018 || close == 0x2019;	/* ‚ ‘ */
	case 0xab: return close == 0xbb;			/* « » */
	case 0xbb: return close == 0xab;			/* » « */
	}
	return false;
}

const char *
slip_unquoted(const char *text, size_t len, size_t *ret_len)
{
	uint32_t open, close, code;
	size_t first, last = len, at, size;

	if (len == 0 || (first = utf8_next(text, len, &open)) == 0 ||
	    first == len)
		return NULL;
	do
		last--;
	while (last > first && ((unsigned char)text[last] & 0xc0) == 0x80);
	if (last == first || utf8_next(text + last, len - last, &close) == 0 ||
	    !is_pair(open, close))
		return NULL;
	for (at = first; at < last; at += size) {
		size = utf8_next(text + at, last - at, &code);
		/* ’ is the apostrophe too. */
		if (size == 0 || code == open || (code == close &&
		    close != 0x2019))
			return NULL;
	}
	*ret_len = last - first;
	return text + first;
}
