/*
 * SVG for screens. In: a file. Out: the same drawing, written anew, without
 * comments, titles, descriptions, metadata and the elements and attributes of
 * other namespaces, where editors keep names, paths and dates.
 *
 * What a drawing may be made of is a list. A script, a handler, a foreign
 * element, an embedded picture (with metadata of its own) or an address that
 * leads out of the file is refused by name: a browser shows an <img> without
 * them, but the file may be opened by itself.
 * Source: SVG 2, chapters 2 and 5; XML 1.0, section 2.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_scan.h"

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"

struct cleaner {
	struct xml_scan scan;
	struct strbuf *out;
	uint32_t skip_depth;		/* 0: nothing is being left out */
	uint32_t text_depth;		/* of an open <text>, <style>; or 0 */
	bool is_style;			/* the latter */
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

static bool
refuse(const struct cleaner *cleaner, const char *what, const char *name)
{
	return image_fault_set(cleaner->scan.fault, "line %u: %s%.60s",
	    (unsigned int)xml_scan_line(&cleaner->scan), what, name);
}

/* Whether every url(…) of a style leads to a part of the same file. */
static bool
is_local(const char *style, size_t len)
{
	const char *end = style + len, *at = style;

	if (memmem(style, len, "@import", 7) != NULL ||
	    memmem(style, len, "\\", 1) != NULL)
		return false;
	while ((at = memmem(at, (size_t)(end - at), "url(", 4)) != NULL) {
		at += 4;
		while (at < end && strchr(" \t\r\n\"'", *at) != NULL &&
		    *at != '\0')
			at++;
		if (at == end || *at != '#')
			return false;
	}
	return true;
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
put_attribute(struct cleaner *cleaner, const struct xml_attribute *attribute)
{
	const char *at;

	put_string(cleaner, " ");
	put_string(cleaner, attribute->name);
	put_string(cleaner, "=\"");
	for (at = attribute->value; *at != '\0'; at++)
		if (*at == '&')
			put_string(cleaner, "&amp;");
		else if (*at == '<')
			put_string(cleaner, "&lt;");
		else if (*at == '"')
			put_string(cleaner, "&quot;");
		else
			put(cleaner, at, 1);
	put_string(cleaner, "\"");
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

static bool
clean_attribute(struct cleaner *cleaner,
    const struct xml_attribute *attribute)
{
	const char *name = attribute->name, *value = attribute->value;

	if (is_private(name))
		return true;
	if (strncmp(name, "on", 2) == 0)
		return refuse(cleaner, "it holds a program: ", name);
	if (strcmp(name, "xmlns") == 0 && strcmp(value, SVG_NAMESPACE) != 0)
		return refuse(cleaner, "an element is not SVG's: ", value);
	if ((strcmp(name, "href") == 0 || strcmp(name, "xlink:href") == 0) &&
	    value[0] != '#')
		return refuse(cleaner, "it leads out of the file: ", value);
	if (!is_local(value, strlen(value)))
		return refuse(cleaner, "it leads out of the file: ", value);
	put_attribute(cleaner, attribute);
	return true;
}

static bool
clean_start(struct cleaner *cleaner)
{
	struct xml_scan *scan = &cleaner->scan;
	uint32_t i;

	if (cleaner->skip_depth != 0)
		return true;
	if (strchr(scan->name, ':') != NULL || is_among(scan->name, left_out,
	    sizeof(left_out) / sizeof(left_out[0]))) {
		cleaner->skip_depth = scan->depth;
		return true;
	}
	if (!is_drawn(scan->name))
		return refuse(cleaner, "a picture may not hold the element ",
		    scan->name);
	put_string(cleaner, "<");
	put_string(cleaner, scan->name);
	for (i = 0; i < scan->attribute_count; i++)
		if (!clean_attribute(cleaner, &scan->attributes[i]))
			return false;
	put_string(cleaner, scan->is_empty ? "/>" : ">");
	if (cleaner->text_depth == 0 && (strcmp(scan->name, "text") == 0 ||
	    strcmp(scan->name, "style") == 0)) {
		cleaner->text_depth = scan->depth;
		cleaner->is_style = strcmp(scan->name, "style") == 0;
	}
	return true;
}

static void
clean_end(struct cleaner *cleaner, bool was_empty)
{
	/* The depth is that of the element around it by now. */
	const uint32_t depth = cleaner->scan.depth + 1;

	if (cleaner->skip_depth != 0) {
		if (cleaner->skip_depth == depth)
			cleaner->skip_depth = 0;
		return;
	}
	if (cleaner->text_depth == depth)
		cleaner->text_depth = 0;
	if (was_empty)
		return;
	put_string(cleaner, "</");
	put_string(cleaner, cleaner->scan.name);
	put_string(cleaner, ">");
}

/* A style sheet without its comments. */
static void
put_style(struct cleaner *cleaner, const char *text, size_t len)
{
	const char *end = text + len, *at = text, *comment;

	while ((comment = memmem(at, (size_t)(end - at), "/*", 2)) != NULL) {
		const char *close;

		put(cleaner, at, (size_t)(comment - at));
		close = memmem(comment + 2, (size_t)(end - comment - 2), "*/",
		    2);
		if (close == NULL && len >= 3 &&
		    memcmp(end - 3, "]]>", 3) == 0)
			put(cleaner, end - 3, 3);
		if (close == NULL)
			return;
		at = close + 2;
	}
	put(cleaner, at, (size_t)(end - at));
}

static bool
clean_text(struct cleaner *cleaner)
{
	const struct xml_scan *scan = &cleaner->scan;

	if (cleaner->skip_depth != 0 || cleaner->text_depth == 0)
		return true;
	if (!cleaner->is_style)
		put(cleaner, scan->text, scan->text_len);
	else if (!is_local(scan->text, scan->text_len))
		return refuse(cleaner, "its style leads out of the file", "");
	else
		put_style(cleaner, scan->text, scan->text_len);
	return true;
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
			clean_end(&cleaner, was_empty);
		else if (event == XML_TEXT)
			is_clean = clean_text(&cleaner);
		was_empty = event == XML_START && cleaner.scan.is_empty;
	} while (is_clean && event != XML_DONE && event != XML_FAULT);
	arena_release(&arena);
	return is_clean && event == XML_DONE;
}
