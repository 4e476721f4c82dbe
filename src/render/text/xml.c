/*
 * The XML writer.
 * In: elements, attributes, texts in document order. Out: well-formed UTF-8,
 * each element on a line of its own unless it stands beside text.
 */
#include "fieldkit/xml.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/utf8.h"

#define REPLACEMENT "\uFFFD"

/* Whether XML 1.0 has the character (section 2.2, production 2). */
static bool
is_xml_char(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return code != 0xFFFE && code != 0xFFFF;
}

/* What stands for a character, or NULL: itself. White space in an attribute
 * and a carriage return anywhere would be read as something else. */
static const char *
entity_for(uint32_t code, bool is_attr)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return is_attr ? "&quot;" : NULL;
	case '\t':
		return is_attr ? "&#9;" : NULL;
	case '\n':
		return is_attr ? "&#10;" : NULL;
	case '\r':
		return "&#13;";
	default:
		return is_xml_char(code) ? NULL : REPLACEMENT;
	}
}

static void
add_escaped(struct strbuf *out, const char *text, bool is_attr)
{
	size_t len = strlen(text), i = 0;

	while (i < len) {
		uint32_t code = 0xFFFE;		/* stands for what is no UTF-8 */
		size_t step = utf8_next(text + i, len - i, &code);
		const char *entity = entity_for(step > 0 ? code : 0xFFFE,
		    is_attr);

		if (step == 0)
			step = 1;
		if (entity != NULL)
			strbuf_add_string(out, entity);
		else
			strbuf_add(out, text + i, step);
		i += step;
	}
}

static void
add_indent(struct xml *xml)
{
	unsigned i;

	strbuf_add_char(xml->out, '\n');
	for (i = 0; i < xml->depth; i++)
		strbuf_add_string(xml->out, "  ");
}

static void
finish_tag(struct xml *xml)
{
	if (xml->is_tag_open)
		strbuf_add_char(xml->out, '>');
	xml->is_tag_open = false;
}

void
xml_begin(struct xml *xml, struct strbuf *out)
{
	*xml = (struct xml){ .out = out };
	strbuf_add_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

void
xml_open(struct xml *xml, const char *name)
{
	assert(xml->depth < XML_DEPTH);
	finish_tag(xml);
	add_indent(xml);
	strbuf_add_char(xml->out, '<');
	strbuf_add_string(xml->out, name);
	xml->open[xml->depth++] = name;
	xml->is_tag_open = true;
	xml->has_text = false;
}

void
xml_attr(struct xml *xml, const char *name, const char *value)
{
	assert(xml->is_tag_open);
	if (value == NULL)
		return;
	strbuf_add_char(xml->out, ' ');
	strbuf_add_string(xml->out, name);
	strbuf_add_string(xml->out, "=\"");
	add_escaped(xml->out, value, true);
	strbuf_add_char(xml->out, '"');
}

void
xml_text(struct xml *xml, const char *text)
{
	finish_tag(xml);
	add_escaped(xml->out, text, false);
	xml->has_text = true;
}

void
xml_close(struct xml *xml)
{
	assert(xml->depth > 0);
	xml->depth--;
	if (xml->is_tag_open) {
		strbuf_add_string(xml->out, "/>");
	} else {
		if (!xml->has_text)
			add_indent(xml);
		strbuf_add_string(xml->out, "</");
		strbuf_add_string(xml->out, xml->open[xml->depth]);
		strbuf_add_char(xml->out, '>');
	}
	xml->is_tag_open = xml->has_text = false;
	if (xml->depth == 0)
		strbuf_add_char(xml->out, '\n');
}

void
xml_leaf(struct xml *xml, const char *name, const char *text)
{
	xml_open(xml, name);
	xml_text(xml, text);
	xml_close(xml);
}
