/*
 * A strict reader of XML. In: the bytes of a file. Out: events, one a call.
 * Invariant: `at` never passes `end`; names and values are copied to the
 * arena, so they are NUL-terminated and outlive the file.
 */
#include "xml_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/utf8.h"

void
xml_scan_init(struct xml_scan *scan, const struct image_bytes *file,
    struct arena *arena, struct image_fault *fault)
{
	const char *bytes = (const char *)file->bytes;

	*scan = (struct xml_scan){
		.start = bytes, .at = bytes, .end = bytes + file->len,
		.arena = arena, .fault = fault,
	};
	if (file->len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		scan->at += 3;
}

/* Columns are characters: bytes that do not continue one. */
static void
place_of(const struct xml_scan *scan, const char *place, unsigned int *ret_line,
    unsigned int *ret_column)
{
	const char *at;

	*ret_line = *ret_column = 1;
	for (at = scan->start; at < place; at++)
		if (*at == '\n') {
			++*ret_line;
			*ret_column = 1;
		} else if (((unsigned char)*at & 0xc0) != 0x80) {
			++*ret_column;
		}
}

bool
xml_scan_refuse(const struct xml_scan *scan, const char *at,
    const char *format, ...)
{
	unsigned int line, column;
	char text[160];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* A word may have been cut inside a character. */
	text[utf8_text_len(text, strlen(text))] = '\0';
	place_of(scan, at, &line, &column);
	return image_fault_set(scan->fault, "line %u, column %u: %s", line,
	    column, text);
}

const char *
xml_scan_find(const struct xml_scan *scan, const char *name)
{
	uint32_t i;

	for (i = 0; i < scan->attribute_count; i++)
		if (strcmp(scan->attributes[i].name, name) == 0)
			return scan->attributes[i].value;
	return NULL;
}

static enum xml_event
fail(struct xml_scan *scan, const char *what)
{
	xml_scan_refuse(scan, scan->at, "%s", what);
	return XML_FAULT;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_name_char(char c, bool is_first)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == ':' || (unsigned char)c >= 0x80)
		return true;
	return !is_first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
}

static void
skip_space(struct xml_scan *scan)
{
	while (scan->at < scan->end && is_space(*scan->at))
		scan->at++;
}

static bool
starts_with(const struct xml_scan *scan, const char *string)
{
	size_t len = strlen(string);

	return (size_t)(scan->end - scan->at) >= len &&
	    memcmp(scan->at, string, len) == 0;
}

/* Moves behind `string`, or to the end. */
static bool
skip_past(struct xml_scan *scan, const char *string)
{
	const char *found = memmem(scan->at, (size_t)(scan->end - scan->at),
	    string, strlen(string));

	scan->at = found != NULL ? found + strlen(string) : scan->end;
	return found != NULL;
}

static const char *
read_name(struct xml_scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end &&
	    is_name_char(*scan->at, scan->at == start))
		scan->at++;
	if (scan->at == start)
		return NULL;
	return arena_copy(scan->arena, start, (size_t)(scan->at - start));
}

static char *
add_utf8(char *to, uint32_t c)
{
	static const unsigned char leads[] = { 0, 0xc0, 0xe0, 0xf0 };
	uint32_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

	*to++ = (char)(leads[more] | c >> (6 * more));
	while (more-- > 0)
		*to++ = (char)(0x80 | (c >> (6 * more) & 0x3f));
	return to;
}

/* The character of "&#65;" or "&#x41;", `at` behind "&#"; 0 if it is none. */
static uint32_t
read_number(struct xml_scan *scan)
{
	uint32_t base = 10, number = 0;

	if (scan->at < scan->end && *scan->at == 'x') {
		base = 16;
		scan->at++;
	}
	for (; scan->at < scan->end && *scan->at != ';'; scan->at++) {
		static const char digits[] = "0123456789abcdef";
		char c = *scan->at >= 'A' && *scan->at <= 'F' ?
		    (char)(*scan->at + 32) : *scan->at;
		const char *digit = c != '\0' ? strchr(digits, c) : NULL;

		if (digit == NULL || (uint32_t)(digit - digits) >= base)
			return 0;
		number = number * base + (uint32_t)(digit - digits);
		if (number > 0x10ffff)
			return 0;
	}
	if (scan->at == scan->end || (number >= 0xd800 && number < 0xe000) ||
	    (number < 0x20 && number != '\t' && number != '\n' &&
	    number != '\r'))
		return 0;
	scan->at++;
	return number;
}

/* The character of a reference, `at` on its "&"; 0 if it is none. */
static uint32_t
read_reference(struct xml_scan *scan)
{
	static const struct {
		const char *name;
		char c;
	} known[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' },
	};
	size_t i;

	if (starts_with(scan, "&#")) {
		scan->at += 2;
		return read_number(scan);
	}
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (starts_with(scan, known[i].name)) {
			scan->at += strlen(known[i].name);
			return (uint32_t)known[i].c;
		}
	return 0;
}

/* A quoted value, or NULL. A value is never longer than it is written. */
static const char *
read_value(struct xml_scan *scan)
{
	const char *close;
	char quote, *value, *to;

	if (scan->at == scan->end || (*scan->at != '"' && *scan->at != '\''))
		return NULL;
	quote = *scan->at++;
	close = memchr(scan->at, quote, (size_t)(scan->end - scan->at));
	if (close == NULL)
		return NULL;
	value = to = arena_alloc(scan->arena, (size_t)(close - scan->at) + 1);
	while (scan->at < close) {
		char c = *scan->at;
		uint32_t referred;

		if (c == '<' || ((unsigned char)c < 0x20 && !is_space(c)))
			return NULL;
		if (c != '&') {
			*to++ = is_space(c) ? ' ' : c;
			scan->at++;
			continue;
		}
		referred = read_reference(scan);
		if (referred == 0 || scan->at > close)
			return NULL;
		to = add_utf8(to, referred);
	}
	scan->at = close + 1;
	return value;
}

/* An attribute, `at` on its name; NULL or what is wrong. */
static const char *
read_attribute(struct xml_scan *scan)
{
	struct xml_attribute attribute = { .at = scan->at };

	attribute.name = read_name(scan);
	if (attribute.name == NULL)
		return "a tag is not well-formed";
	skip_space(scan);
	if (scan->at == scan->end || *scan->at != '=')
		return "an attribute has no value";
	scan->at++;
	skip_space(scan);
	attribute.value = read_value(scan);
	if (attribute.value == NULL)
		return "an attribute's value is not well-formed";
	if (xml_scan_find(scan, attribute.name) != NULL)
		return "an attribute stands twice";
	if (scan->attribute_count == XML_ATTRIBUTES_MAX)
		return "an element has too many attributes";
	scan->attributes[scan->attribute_count++] = attribute;
	return NULL;
}

static enum xml_event
read_start(struct xml_scan *scan)
{
	const char *wrong;

	scan->tag = scan->at++;
	scan->name = read_name(scan);
	scan->attribute_count = 0;
	if (scan->name == NULL)
		return fail(scan, "'<' starts no tag");
	if (scan->depth == 0 && scan->has_root)
		return fail(scan, "there is a second root element");
	if (scan->depth == XML_DEPTH_MAX)
		return fail(scan, "elements are nested too deeply");
	for (;;) {
		bool is_apart = scan->at < scan->end && is_space(*scan->at);

		skip_space(scan);
		if (scan->at == scan->end)
			return fail(scan, "the file ends inside a tag");
		if (*scan->at == '>' || starts_with(scan, "/>"))
			break;
		wrong = is_apart ? read_attribute(scan) :
		    "a tag is not well-formed";
		if (wrong != NULL)
			return fail(scan, wrong);
	}
	scan->is_empty = *scan->at == '/';
	scan->at += scan->is_empty ? 2 : 1;
	scan->has_root = true;
	scan->open[scan->depth++] = scan->name;
	return XML_START;
}

static enum xml_event
read_end(struct xml_scan *scan)
{
	const char *name;

	scan->at += 2;
	name = read_name(scan);
	skip_space(scan);
	if (name == NULL || scan->at == scan->end || *scan->at != '>')
		return fail(scan, "an end tag is not well-formed");
	if (scan->depth == 0 ||
	    strcmp(name, scan->open[scan->depth - 1]) != 0)
		return fail(scan, "an end tag closes another element");
	scan->at++;
	scan->name = scan->open[--scan->depth];
	return XML_END;
}

static enum xml_event
read_text(struct xml_scan *scan)
{
	scan->has_visible_text = false;
	scan->text = scan->at;
	while (scan->at < scan->end && *scan->at != '<') {
		char c = *scan->at;

		if ((unsigned char)c < 0x20 && !is_space(c))
			return fail(scan, "there is a control character");
		if (!is_space(c))
			scan->has_visible_text = true;
		if (c != '&')
			scan->at++;
		else if (read_reference(scan) == 0)
			return fail(scan, "'&' starts no known reference");
	}
	if (scan->depth == 0 && scan->has_visible_text)
		return fail(scan, "there is text outside the root element");
	scan->text_len = (size_t)(scan->at - scan->text);
	return XML_TEXT;
}

static enum xml_event
read_cdata(struct xml_scan *scan)
{
	scan->has_visible_text = true;
	scan->text = scan->at;
	if (!skip_past(scan, "]]>"))
		return fail(scan, "a CDATA section is not closed");
	scan->text_len = (size_t)(scan->at - scan->text);
	return XML_TEXT;
}

/* Passes comments and processing instructions; false at anything else. */
static bool
skip_comment(struct xml_scan *scan, const char **ret_wrong)
{
	bool is_closed;

	if (starts_with(scan, "<!--")) {
		scan->at += 4;
		is_closed = skip_past(scan, "-->");
	} else if (starts_with(scan, "<?")) {
		is_closed = skip_past(scan, "?>");
	} else {
		return false;
	}
	if (!is_closed)
		*ret_wrong = "a comment is not closed";
	return true;
}

enum xml_event
xml_scan_next(struct xml_scan *scan)
{
	const char *wrong = NULL;

	if (scan->is_empty) {
		scan->is_empty = false;
		scan->name = scan->open[--scan->depth];
		return XML_END;
	}
	while (wrong == NULL && skip_comment(scan, &wrong))
		continue;
	if (wrong != NULL)
		return fail(scan, wrong);
	if (scan->at == scan->end) {
		if (scan->depth > 0 || !scan->has_root)
			return fail(scan, "the file ends too early");
		return XML_DONE;
	}
	if (*scan->at != '<')
		return read_text(scan);
	if (starts_with(scan, "</"))
		return read_end(scan);
	if (scan->depth > 0 && starts_with(scan, "<![CDATA["))
		return read_cdata(scan);
	if (starts_with(scan, "<!"))
		return fail(scan, "remove the DOCTYPE");
	return read_start(scan);
}

static void
text_add(struct xml_text *text, const char *bytes, size_t len, size_t place)
{
	size_t i;

	if (text->bytes.len + len > text->room) {
		text->room = 2 * (text->bytes.len + len);
		text->places = mem_realloc(text->places,
		    text->room * sizeof(*text->places));
	}
	for (i = 0; i < len; i++)
		text->places[text->bytes.len + i] = (uint32_t)place;
	strbuf_add(&text->bytes, bytes, len);
}

void
xml_scan_take_text(const struct xml_scan *scan, struct xml_text *text)
{
	static const size_t open = sizeof("<![CDATA[") - 1, close = 3;
	struct xml_scan piece = { .at = scan->text,
		.end = scan->text + scan->text_len };
	const bool is_cdata = scan->text_len > 0 && *scan->text == '<';

	if (is_cdata) {
		piece.at += open;
		piece.end -= close;
	}
	while (piece.at < piece.end) {
		const size_t place = (size_t)(piece.at - scan->start);
		char character[4];

		if (*piece.at != '&' || is_cdata)
			text_add(text, piece.at++, 1, place);
		else
			text_add(text, character, (size_t)(add_utf8(character,
			    read_reference(&piece)) - character), place);
	}
}

void
xml_scan_take_value(const struct xml_scan *scan,
    const struct xml_attribute *attribute, struct xml_text *text)
{
	text_add(text, attribute->value, strlen(attribute->value),
	    (size_t)(attribute->at - scan->start));
}

void
xml_text_release(struct xml_text *text)
{
	strbuf_release(&text->bytes);
	free(text->places);
	*text = (struct xml_text){ 0 };
}
