/*
 * xml.h - XML 1.0 as bytes, element by element.
 *
 * Every text and attribute value is escaped here and nowhere else. Whatever
 * bytes come in, the document is well-formed: what is no UTF-8 and characters
 * that XML 1.0 does not have (controls, U+FFFE, U+FFFF) become U+FFFD. Names
 * of elements and attributes are the caller's literals, kept by reference.
 * Source: Extensible Markup Language (XML) 1.0, fifth edition, sections 2.2,
 * 2.4, 3.3.3.
 */
#ifndef FIELDKIT_XML_H
#define FIELDKIT_XML_H

#include <stdbool.h>

#include "fieldkit/strbuf.h"

/* Elements within elements; the formats written here need 4. */
#define XML_DEPTH 8

struct xml {
	struct strbuf *out;
	const char *open[XML_DEPTH];	/* names of the open elements */
	unsigned depth;
	bool is_tag_open;		/* the start tag lacks its '>' */
	bool has_text;			/* the open element holds text */
};

/* Writes the XML declaration. */
void xml_begin(struct xml *xml, struct strbuf *out);
void xml_open(struct xml *xml, const char *name);
/* Of the element just opened. NULL value: nothing is written. */
void xml_attr(struct xml *xml, const char *name, const char *value);
void xml_text(struct xml *xml, const char *text);
void xml_close(struct xml *xml);
/* An element that holds text alone. */
void xml_leaf(struct xml *xml, const char *name, const char *text);

#endif
