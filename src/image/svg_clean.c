/*
 * SVG for screens. In: a file. Out: the same drawing, written anew, without
 * comments, titles, descriptions, metadata and the elements and attributes of
 * other namespaces, where editors keep names, paths and dates.
 *
 * What a drawing may be made of is a list. A script, a handler, a foreign
 * element, an embedded picture (with metadata of its own) or an address that
 * leads out of the file is refused by name: a browser shows an <img> without
 * them, but the file may be opened by itself.
 *
 * A style sheet is gathered whole, as a browser would read it, before it is
 * checked, and what was checked is what is written.
 * Source: SVG 2, chapters 2 and 5; XML 1.0, section 2.
 */
#include <string.h>
#include <strings.h>

#include "css_text.h"
#include "xml_scan.h"

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"

struct cleaner {
	struct xml_scan scan;
	struct strbuf *out;
	uint32_t skip_depth;		/* 0: nothing is being left out */
	uint32_t text_depth;		/* of an open <text>, or 0 */
	uint32_t style_depth;		/* of an open <style>, or 0 */
	struct xml_text css;		/* of it; of an attribute */
};

static const char *const drawn[] = { "circle", "clipPath", "defs", "ellipse",
	"filter", "g", "line", "linearGradient", "marker", "mask", "path",
	"pattern", "polygon", "polyline", "radialGradient", "rect", "stop",
	"style", "svg", "switch", "symbol", "text", "textPath", "tspan",
	"use" };
static const char *const left_out[] = { "desc", "metadata", "title" };

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_drawn(const char *name)
{
	/* The primitives of a filter; one of them loads a picture. */
	if (strncmp(name, "fe", 2) == 0)
		return strcmp(name, "feImage") != 0;
	return is_among(name, drawn, sizeof(drawn) / sizeof(drawn[0]));
}

static void
put(struct cleaner *cleaner, const char *bytes, size_t len)
{
	if (cleaner->out != NULL)
		strbuf_add(cleaner->out, bytes, len);
}

static void
put_string(struct cleaner *cleaner, const char *string)
{
	put(cleaner, string, strlen(string));
}

static void
put_escaped(struct cleaner *cleaner, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] == '&')
			put_string(cleaner, "&amp;");
		else if (text[i] == '<')
			put_string(cleaner, "&lt;");
		else if (text[i] == '>')
			put_string(cleaner, "&gt;");
		else if (text[i] == '"')
			put_string(cleaner, "&quot;");
		else
			put(cleaner, text + i, 1);
}

/* The style that was gathered in `css`, or its fault. */
static bool
check_css(struct cleaner *cleaner)
{
	const struct xml_scan *scan = &cleaner->scan;
	const struct xml_text *css = &cleaner->css;
	size_t at = 0, len = 0;
	const char *wrong = css_uncomment(&cleaner->css, &at);

	if (wrong == NULL)
		wrong = css_find_foreign(css, &at, &len);
	if (wrong == NULL)
		return true;
	if (len <= 1)
		return xml_scan_refuse(scan, scan->start + css->places[at],
		    "%s", wrong);
	return xml_scan_refuse(scan, scan->start + css->places[at],
	    "'%.*s' %s", (int)len, css->bytes.bytes + at, wrong);
}

/* What editors and scripts attach, and nobody draws. */
static bool
is_private(const char *name)
{
	return strncmp(name, "data-", 5) == 0 ||
	    strncmp(name, "aria-", 5) == 0 || strcmp(name, "role") == 0 ||
	    (strchr(name, ':') != NULL && strcmp(name, "xlink:href") != 0 &&
	    strcmp(name, "xml:space") != 0 && strcmp(name, "xml:lang") != 0 &&
	    strcmp(name, "xmlns:xlink") != 0);
}

/* Names that nothing reads as a style, so they may look like one. */
static bool
is_label(const char *name)
{
	return strcmp(name, "id") == 0 || strcmp(name, "class") == 0;
}

static bool
refuse_attribute(const struct cleaner *cleaner,
    const struct xml_attribute *attribute, const char *what,
    const char *named)
{
	return xml_scan_refuse(&cleaner->scan, attribute->at, "%s%.60s", what,
	    named);
}

static bool
clean_attribute(struct cleaner *cleaner,
    const struct xml_attribute *attribute)
{
	const char *name = attribute->name, *value = attribute->value;
	struct xml_text *css = &cleaner->css;

	if (is_private(name))
		return true;
	if (strncasecmp(name, "on", 2) == 0)
		return refuse_attribute(cleaner, attribute,
		    "it holds a program: ", name);
	if (strcmp(name, "xmlns") == 0 && strcmp(value, SVG_NAMESPACE) != 0)
		return refuse_attribute(cleaner, attribute,
		    "an element is not SVG's: ", value);
	if ((strcmp(name, "href") == 0 || strcmp(name, "xlink:href") == 0) &&
	    value[0] != '#')
		return refuse_attribute(cleaner, attribute,
		    "it leads out of the file: ", value);
	strbuf_clear(&css->bytes);
	xml_scan_take_value(&cleaner->scan, attribute, css);
	if (!is_label(name) && !check_css(cleaner))
		return false;
	put_string(cleaner, " ");
	put_string(cleaner, name);
	put_string(cleaner, "=\"");
	put_escaped(cleaner, strbuf_string(&css->bytes), css->bytes.len);
	put_string(cleaner, "\"");
	return true;
}

static bool
clean_start(struct cleaner *cleaner)
{
	struct xml_scan *scan = &cleaner->scan;
	uint32_t i;

	if (cleaner->skip_depth != 0)
		return true;
	if (cleaner->style_depth != 0)
		return xml_scan_refuse(scan, scan->tag,
		    "a style may hold only text, no element %.60s",
		    scan->name);
	if (strchr(scan->name, ':') != NULL || is_among(scan->name, left_out,
	    sizeof(left_out) / sizeof(left_out[0]))) {
		cleaner->skip_depth = scan->depth;
		return true;
	}
	if (!is_drawn(scan->name))
		return xml_scan_refuse(scan, scan->tag,
		    "a picture may not hold the element %.60s", scan->name);
	put_string(cleaner, "<");
	put_string(cleaner, scan->name);
	for (i = 0; i < scan->attribute_count; i++)
		if (!clean_attribute(cleaner, &scan->attributes[i]))
			return false;
	put_string(cleaner, scan->is_empty ? "/>" : ">");
	if (strcmp(scan->name, "style") == 0) {
		cleaner->style_depth = scan->depth;
		strbuf_clear(&cleaner->css.bytes);
	} else if (cleaner->text_depth == 0 &&
	    strcmp(scan->name, "text") == 0) {
		cleaner->text_depth = scan->depth;
	}
	return true;
}

static bool
clean_end(struct cleaner *cleaner, bool was_empty)
{
	/* The depth is that of the element around it by now. */
	const uint32_t depth = cleaner->scan.depth + 1;
	const struct strbuf *css = &cleaner->css.bytes;

	if (cleaner->skip_depth != 0) {
		if (cleaner->skip_depth == depth)
			cleaner->skip_depth = 0;
		return true;
	}
	if (cleaner->style_depth == depth) {
		cleaner->style_depth = 0;
		if (!check_css(cleaner))
			return false;
		if (!was_empty)
			put_escaped(cleaner, strbuf_string(css), css->len);
	}
	if (cleaner->text_depth == depth)
		cleaner->text_depth = 0;
	if (was_empty)
		return true;
	put_string(cleaner, "</");
	put_string(cleaner, cleaner->scan.name);
	put_string(cleaner, ">");
	return true;
}

static void
clean_text(struct cleaner *cleaner)
{
	const struct xml_scan *scan = &cleaner->scan;

	if (cleaner->skip_depth != 0)
		return;
	if (cleaner->style_depth != 0)
		xml_scan_take_text(scan, &cleaner->css);
	else if (cleaner->text_depth != 0)
		put(cleaner, scan->text, scan->text_len);
}

bool
svg_clean(const struct image_bytes *file, struct strbuf *ret_svg,
    struct image_fault *fault)
{
	struct cleaner cleaner = { .out = ret_svg };
	struct arena arena = { 0 };
	enum xml_event event;
	bool is_clean = true, was_empty = false;

	xml_scan_init(&cleaner.scan, file, &arena, fault);
	do {
		event = xml_scan_next(&cleaner.scan);
		if (event == XML_START)
			is_clean = clean_start(&cleaner);
		else if (event == XML_END)
			is_clean = clean_end(&cleaner, was_empty);
		else if (event == XML_TEXT)
			clean_text(&cleaner);
		was_empty = event == XML_START && cleaner.scan.is_empty;
	} while (is_clean && event != XML_DONE && event != XML_FAULT);
	xml_text_release(&cleaner.css);
	arena_release(&arena);
	return is_clean && event == XML_DONE;
}
